package tdsl.tensor.cuda.parity;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.Device;
import tdsl.tensor.cuda.simulator.SimulatedDriver;
import tdsl.tensor.device.DeviceRuntimes;

/// Ops give the same on a GPU as on the processor at sizes beyond the samples of their rows. Skipped where there is no
/// GPU, since a simulated one would take too long.
class StructuredParityTest {
    private static final Device DEVICE = Device.cuda(0);

    static List<StructuredCases.Case> cases() {
        var obstacle = DeviceRuntimes.of(DEVICE).obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "no GPU: " + obstacle.orElseThrow());
        assumeTrue(!SimulatedDriver.isUsed(), "no GPU but a simulated one, which takes too long");
        return StructuredCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheProcessor(StructuredCases.Case one) {
        assertNull(one.difference(DEVICE));
    }
}
