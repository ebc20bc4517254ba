package tdsl.tensor.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.OutOfMemoryException;

/// Native memory: limits, reuse, and tensors that nothing refers to.
class CpuAllocatorTest {
    private static final long MEBIBYTE = 1 << 20;

    private final CpuAllocator allocator = CpuAllocator.instance();

    @AfterEach
    void restoreLimit() {
        allocator.setLimit(CpuAllocator.defaultLimit());
    }

    private static Tensor tensorOf(long bytes) {
        return Tensor.empty(DType.UINT8, bytes);
    }

    private void limitTo(long bytes) {
        allocator.trim();
        allocator.setLimit(bytes);
    }

    @Test
    void beyondTheLimitIsAnErrorWithSizesAndEverythingGoesOn() {
        limitTo(64 * MEBIBYTE);
        List<Tensor> kept = new ArrayList<>();
        OutOfMemoryException error = assertThrows(OutOfMemoryException.class, () -> {
            while (true) {
                kept.add(tensorOf(8 * MEBIBYTE).fill_(kept.size()));
            }
        });
        assertTrue(
                error.getMessage()
                        .matches("cannot allocate 8,388,608 bytes on cpu: tensors use [0-9,]+ bytes of the 67,108,864"
                                + " allowed"),
                error::getMessage);
        assertEquals("OutOfMemoryError", error.kind());
        assertTrue(kept.size() >= 6 && kept.size() <= 8, () -> kept.size() + " tensors");
        for (int i = 0; i < kept.size(); i++) {
            assertEquals((long) i, kept.get(i).amax().item());
        }
        kept.clear();
        assertEquals(3L, tensorOf(40 * MEBIBYTE).fill_(3).amin().item());
    }

    @Test
    void aRequestBeyondTheLimitAloneIsRefused() {
        limitTo(16 * MEBIBYTE);
        assertThrows(OutOfMemoryException.class, () -> tensorOf(17 * MEBIBYTE));
        assertThrows(OutOfMemoryException.class, () -> tensorOf(Long.MAX_VALUE / 2));
        assertThrows(OutOfMemoryException.class, () -> tensorOf(Long.MAX_VALUE));
        assertEquals(8 * MEBIBYTE, tensorOf(8 * MEBIBYTE).elementCount());
    }

    @Test
    void aLoopThatReplacesItsTensorNeedsBoundedMemory() {
        limitTo(512 * MEBIBYTE);
        Tensor number = Tensor.empty(DType.FLOAT32, MEBIBYTE).zero_();
        long most = 0;
        for (int i = 0; i < 1000; i++) {
            number = number.mul(0.5).add(1);
            most = Math.max(most, allocator.reservedBytes());
        }
        assertEquals(2.0, (Double) number.mean().item(), 1e-6);
        long bytes = most;
        assertTrue(bytes <= 512 * MEBIBYTE, () -> bytes + " bytes");
    }

    @Test
    void viewsKeepTheirStorageAlive() throws InterruptedException {
        Tensor view = tensorOf(MEBIBYTE).fill_(7).narrow(0, 1000, 5);
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(5);
            tensorOf(MEBIBYTE).fill_(1);
        }
        assertEquals(List.of(7L, 7L, 7L, 7L, 7L), view.toList());
    }

    @Test
    void blocksAreAlignedAndCounted() {
        for (long bytes : new long[] {0, 1, 63, 64, 65, 4097, 100_000, MEBIBYTE + 1}) {
            long before = allocator.liveBytes();
            MemorySegment block = allocator.allocate(bytes).segment();
            assertEquals(bytes, block.byteSize());
            assertEquals(0, block.address() % 64);
            block.fill((byte) 1);
            // Other tensors may have been freed meanwhile, but at most the block's own size was added.
            assertTrue(allocator.liveBytes() - before <= bytes + Math.max(64, bytes / 8));
        }
    }

    @Test
    void smallTensorsLiveOnTheHeap() {
        assertTrue(!tensorOf(4096).storage().segment().isNative());
        assertTrue(tensorOf(4097).storage().segment().isNative());
        assertEquals(0, tensorOf(0).storage().segment().byteSize());
    }
}
