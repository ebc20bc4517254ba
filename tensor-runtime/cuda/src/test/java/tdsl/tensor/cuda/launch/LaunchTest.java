package tdsl.tensor.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import tdsl.tensor.Device;
import tdsl.tensor.cuda.device.CudaDevice;
import tdsl.tensor.cuda.device.CudaDevices;
import tdsl.tensor.cuda.device.FakeDriver;
import tdsl.tensor.cuda.driver.JCudaApi.Result;

class LaunchTest {
    private final FakeDriver driver = new FakeDriver(1 << 20);
    private final CudaDevice device = new CudaDevices(new Result.Found(driver)).get(Device.cuda(0));
    private final Kernel kernel = new Kernel(_ -> 1, "kernel");

    private Launch begin() {
        return Launch.begin(kernel, device);
    }

    private ByteBuffer parameters(int launch) {
        return ByteBuffer.wrap(driver.launches().get(launch)).order(ByteOrder.nativeOrder());
    }

    @Test
    void parametersLieAsInACStructure() {
        begin().int32(1).int64(2).float32(3).int32(4).float64(5).launch(1, 32);
        ByteBuffer parameters = parameters(0);
        assertEquals(32, parameters.limit());
        assertEquals(1, parameters.getInt(0));
        assertEquals(2, parameters.getLong(8));
        assertEquals(3f, parameters.getFloat(16));
        assertEquals(4, parameters.getInt(20));
        assertEquals(5.0, parameters.getDouble(24));
    }

    @Test
    void structuresAreAlignedAndFilledUp() {
        MemorySegment fields = Arena.ofAuto().allocate(16, 16);
        fields.set(ValueLayout.JAVA_LONG, 8, 9);
        begin().int32(1).structure(fields, 16).int64s(new long[] {7}, 2).launch(1, 32);
        ByteBuffer parameters = parameters(0);
        assertEquals(48, parameters.limit());
        assertEquals(9, parameters.getLong(24));
        assertArrayEquals(new long[] {7, 0}, new long[] {parameters.getLong(32), parameters.getLong(40)});
    }

    @Test
    void anEmptyGridStartsNothing() {
        begin().int64(1).launch(0, 32);
        assertTrue(driver.launches().isEmpty());
    }

    @Test
    void aStartWithinAnotherLeavesThatOneAlone() {
        Launch outer = begin().int64(1);
        begin().int64(2).launch(1, 32);
        outer.int64(3).launch(1, 32);
        assertEquals(2, parameters(0).getLong(0));
        assertEquals(1, parameters(1).getLong(0));
        assertEquals(3, parameters(1).getLong(8));
    }

    @Test
    void aReportOfABadIndexHasItsPlaceAndTheOpsNumber() {
        begin().fault("gather").launch(1, 32);
        assertEquals(device.faults().address(), parameters(0).getLong(0));
        assertTrue(parameters(0).getLong(8) > 0);
    }
}
