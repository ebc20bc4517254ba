package tdsl.tensor.cuda.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.Device;
import tdsl.tensor.device.DeviceRuntimes;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.ops.OpIndex;

/// Every op of the table gives the same on a GPU as on the processor. Where there is no GPU, one is simulated.
class OpParityTest {
    private static final Device DEVICE = Device.cuda(0);

    static Stream<String> opsWithSamples() {
        return OpIndex.all().stream().filter(op -> op.samples().isPresent()).map(Op::name);
    }

    private static void requireGpu() {
        var obstacle = DeviceRuntimes.of(DEVICE).obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "no GPU: " + obstacle.orElseThrow());
    }

    @Test
    void tensorsMayHaveMoreElementsThanAnIntCounts() {
        requireGpu();
        assumeTrue(DeviceRuntimes.of(DEVICE).memory(DEVICE).total() > 16L << 30, "needs 16 GiB on the GPU");
        assertEquals(List.of(), LargeTensors.differences(DEVICE));
    }

    @ParameterizedTest
    @MethodSource("opsWithSamples")
    void agreesWithTheProcessor(String op) {
        requireGpu();
        assertEquals(List.of(), OpParity.differences(OpIndex.find(op), DEVICE));
    }
}
