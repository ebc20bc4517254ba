package tdsl.tensor.cuda.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tdsl.tensor.Device;
import tdsl.tensor.cuda.driver.JCudaApi.Result;
import tdsl.tensor.error.DeviceException;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.OutOfMemoryException;
import tdsl.tensor.memory.NativeBlock;

class CudaRuntimeTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final Device GPU = Device.cuda(0);

    private final FakeDriver driver = new FakeDriver(64 * MEBIBYTE);
    private final CudaDevices devices = new CudaDevices(new Result.Found(driver));
    private final CudaRuntime runtime = new CudaRuntime(devices);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4 << 20, (4 << 20) + 1, (12 << 20) - 5})
    void bytesComeBackAsTheyWent(int count) {
        byte[] sent = new byte[count];
        new Random(1).nextBytes(sent);
        byte[] received = new byte[count];
        NativeBlock block = runtime.allocate(GPU, count);
        runtime.copyFromHost(GPU, MemorySegment.ofArray(sent), block.segment().address());
        runtime.copyToHost(GPU, block.segment().address(), MemorySegment.ofArray(received));
        assertArrayEquals(sent, received);
        Reference.reachabilityFence(block);
    }

    @Test
    void bytesGoFromOneDeviceToAnother() {
        byte[] sent = {1, 2, 3};
        byte[] received = new byte[3];
        NativeBlock here = runtime.allocate(GPU, 3);
        NativeBlock there = runtime.allocate(Device.cuda(1), 3);
        runtime.copyFromHost(GPU, MemorySegment.ofArray(sent), here.segment().address());
        runtime.copy(
                GPU, here.segment().address(), Device.cuda(1), there.segment().address(), 3);
        runtime.copyToHost(Device.cuda(1), there.segment().address(), MemorySegment.ofArray(received));
        assertArrayEquals(sent, received);
        Reference.reachabilityFence(here);
    }

    @Test
    void aFreedBlockIsHandedOutAgain() {
        NativeBlock first = runtime.allocate(GPU, 1000);
        long address = first.segment().address();
        first.release().run();
        NativeBlock second = runtime.allocate(GPU, 1010);
        assertEquals(address, second.segment().address());
        assertEquals(1, driver.allocations);
    }

    @Test
    void blocksThatNothingRefersToMakeRoom() {
        Cleaner cleaner = Cleaner.create();
        for (int i = 0; i < 200; i++) {
            // As storages do.
            cleaner.register(new Object(), runtime.allocate(GPU, 10 * MEBIBYTE).release());
        }
        assertTrue(runtime.memory(GPU).reserved() <= 64 * MEBIBYTE);
    }

    @Test
    void otherSizesThatAreKeptForReuseMakeRoom() {
        runtime.allocate(GPU, 40 * MEBIBYTE).release().run();
        NativeBlock block = runtime.allocate(GPU, 50 * MEBIBYTE);
        assertEquals(50 * MEBIBYTE, block.segment().byteSize());
    }

    @Test
    void outOfMemoryTellsTheSizesAndLeavesTheRestUsable() {
        NativeBlock held = runtime.allocate(GPU, 40 * MEBIBYTE);
        OutOfMemoryException error =
                assertThrows(OutOfMemoryException.class, () -> runtime.allocate(GPU, 30 * MEBIBYTE));
        assertEquals(
                "cannot allocate 31,457,280 bytes on cuda:0: tensors use 41,943,040 bytes of the 67,108,864 allowed",
                error.getMessage());
        runtime.allocate(GPU, MEBIBYTE);
        Reference.reachabilityFence(held);
    }

    @Test
    void aFatalErrorTellsThatTheDeviceMustBeReopened() {
        NativeBlock lost = runtime.allocate(GPU, 100);
        driver.fail();
        DeviceException error = assertThrows(DeviceException.class, () -> runtime.synchronize(GPU));
        assertTrue(error.getMessage().contains("an illegal memory access (CUDA_ERROR_ILLEGAL_ADDRESS) on cuda:0"));
        assertTrue(error.hint().orElseThrow().contains("reopen_device"));
        assertThrows(DeviceException.class, () -> runtime.allocate(GPU, 100));
        runtime.reopen(GPU);
        runtime.allocate(GPU, 100);
        runtime.synchronize(GPU);
        // What comes back late belongs to the device as it was.
        lost.release().run();
        assertEquals(512, runtime.memory(GPU).used());
    }

    @Test
    void anIndexOutOfRangeIsReportedOnceWhenAValueIsRead() {
        CudaDevice device = devices.get(GPU);
        @SuppressWarnings("restricted")
        MemorySegment slot = MemorySegment.ofAddress(device.faults().address()).reinterpret(24);
        slot.setAtIndex(ValueLayout.JAVA_LONG, 1, 7);
        slot.setAtIndex(ValueLayout.JAVA_LONG, 2, 5);
        slot.setAtIndex(ValueLayout.JAVA_LONG, 0, Faults.number("index_select"));
        IndexException error = assertThrows(IndexException.class, () -> runtime.synchronize(GPU));
        assertEquals("index_select: index 7 is out of range for size 5", error.getMessage());
        runtime.synchronize(GPU);
    }

    @Test
    void anOldDriverIsTheReasonWhyThereIsNoDevice() {
        CudaRuntime old = new CudaRuntime(new CudaDevices(new Result.Found(new FakeDriver(1).version(11040))));
        assertEquals(
                "the NVIDIA driver is too old: it is made for CUDA 11.4, and 12.0 is needed (driver 525 or later)",
                old.obstacle().orElseThrow());
        DeviceException error = assertThrows(DeviceException.class, () -> old.allocate(GPU, 1));
        assertTrue(error.getMessage().startsWith("cuda:0 cannot be used: the NVIDIA driver is too old"));
    }

    @Test
    void anOldGpuIsListedWithTheReasonWhyItIsNotUsed() {
        CudaRuntime old = new CudaRuntime(new CudaDevices(new Result.Found(new FakeDriver(1).capability(7))));
        assertEquals(
                "there are no kernels for its compute capability 7.0, only from 8.0 on",
                old.devices().getFirst().obstacle().orElseThrow());
    }

    @Test
    void aNumberBeyondThoseOfTheMachineIsRefused() {
        DeviceException error = assertThrows(DeviceException.class, () -> runtime.allocate(Device.cuda(2), 1));
        assertEquals("there is no cuda:2: this machine has cuda:0 to cuda:1", error.getMessage());
    }
}
