package tdsl.tensor.cuda.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import tdsl.tensor.Device;
import tdsl.tensor.cuda.driver.JCudaApi.Result;
import tdsl.tensor.device.DeviceGraph;
import tdsl.tensor.error.DeviceException;
import tdsl.tensor.memory.NativeBlock;

class GraphTest {
    private static final Device GPU = Device.cuda(0);

    private final CudaRuntime runtime = new CudaRuntime(new CudaDevices(new Result.Found(new FakeDriver(1 << 20))));

    private static long address(NativeBlock block) {
        return block.segment().address();
    }

    @Test
    void whatIsFreedWhileRecordingServesAgainInTheGraph() {
        DeviceGraph graph = runtime.beginGraph(GPU);
        NativeBlock first = runtime.allocate(GPU, 100);
        first.release().run();
        assertEquals(address(first), address(runtime.allocate(GPU, 100)));
        graph.end();
    }

    @Test
    void memoryOfAGraphIsNotHandedOutToOthers() {
        DeviceGraph graph = runtime.beginGraph(GPU);
        NativeBlock recorded = runtime.allocate(GPU, 100);
        graph.end();
        recorded.release().run();
        assertNotEquals(address(recorded), address(runtime.allocate(GPU, 100)));
        graph.replay();
    }

    @Test
    void whatHappensAtOnceCannotBeRecorded() {
        NativeBlock block = runtime.allocate(GPU, 8);
        byte[] bytes = new byte[8];
        DeviceGraph graph = runtime.beginGraph(GPU);
        DeviceException error = assertThrows(
                DeviceException.class, () -> runtime.copyToHost(GPU, address(block), MemorySegment.ofArray(bytes)));
        assertTrue(error.getMessage().startsWith("graph: values that are read cannot be recorded"));
        assertThrows(
                DeviceException.class, () -> runtime.copyFromHost(GPU, MemorySegment.ofArray(bytes), address(block)));
        assertThrows(DeviceException.class, () -> runtime.beginGraph(GPU));
        graph.abandon();
        runtime.copyToHost(GPU, address(block), MemorySegment.ofArray(bytes));
    }
}
