package tdsl.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tdsl.tensor.error.FileException;
import tdsl.tensor.memory.CpuAllocator;

/// Thousands of damaged files: each is read or refused with a message, and takes little memory either way.
class DamagedFilesTest {
    private static final int FILES = 12_000;
    private static final long SEED = 20_260_101;
    /// Files here are below 2 KB: buffers come to some 200 KB, and deflate could pack 2 MB.
    private static final long MOST_HEAP_BYTES = 1 << 20;

    private static final long MOST_TENSOR_BYTES = 8 << 20;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aDamagedFileIsReadOrRefusedAndTakesLittleMemory() {
        List<RecordedFile> originals =
                Stream.concat(RecordedFile.all(), RecordedFile.safetensors()).toList();
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            RecordedFile original = originals.get(random.nextInt(originals.size()));
            byte[] damaged = damage(original.bytes());
            String circumstances = "damaged file %d, from %s".formatted(i, original.name());
            try {
                refused += isRefused(original, damaged, i % 2 == 0) ? 1 : 0;
            } catch (RuntimeException | Error other) {
                throw new AssertionError(circumstances + ": " + other, other);
            }
        }
        assertTrue(refused > FILES / 2, "only " + refused + " were refused");
        assertTrue(refused < FILES, "all were refused");
    }

    private boolean isRefused(RecordedFile original, byte[] damaged, boolean channel) {
        long heapBefore = threads.getCurrentThreadAllocatedBytes();
        long nativeBefore = CpuAllocator.instance().liveBytes();
        try {
            read(original, damaged, channel);
            return false;
        } catch (FileException refusal) {
            assertTrue(refusal.getMessage().startsWith("file"), refusal.getMessage());
            assertTrue(refusal.hint().isPresent(), refusal.getMessage());
            return true;
        } finally {
            long heapTaken = threads.getCurrentThreadAllocatedBytes() - heapBefore;
            assertTrue(heapTaken <= MOST_HEAP_BYTES, heapTaken + " bytes of heap");
            long nativeTaken = CpuAllocator.instance().liveBytes() - nativeBefore;
            assertTrue(nativeTaken <= MOST_TENSOR_BYTES, nativeTaken + " bytes of tensors");
        }
    }

    private static void read(RecordedFile original, byte[] damaged, boolean channel) {
        if (original.name().endsWith(".safetensors")) {
            Safetensors.read(new MemoryChannel(damaged), "file");
        } else if (original.isArchive() && channel) {
            Npz.read(new MemoryChannel(damaged), "file");
        } else if (original.isArchive()) {
            Npz.read(new ByteArrayInputStream(damaged), "file");
        } else if (channel) {
            Npy.read(new MemoryChannel(damaged), "file");
        } else {
            Npy.read(new ByteArrayInputStream(damaged), "file");
        }
    }

    // ---- damage ----

    private byte[] damage(byte[] original) {
        List<Byte> bytes = new ArrayList<>();
        for (byte value : original) {
            bytes.add(value);
        }
        for (int changes = 1 + random.nextInt(4); changes > 0 && !bytes.isEmpty(); changes--) {
            damageOnce(bytes);
        }
        byte[] damaged = new byte[bytes.size()];
        for (int i = 0; i < damaged.length; i++) {
            damaged[i] = bytes.get(i);
        }
        return damaged;
    }

    private void damageOnce(List<Byte> bytes) {
        int at = random.nextInt(bytes.size());
        switch (random.nextInt(8)) {
            case 0 -> bytes.set(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
            case 1 -> bytes.set(at, (byte) random.nextInt(256));
            case 2 -> bytes.add(at, (byte) random.nextInt(256));
            case 3 -> bytes.subList(at, bytes.size()).clear();
            case 4 ->
                bytes.subList(at, Math.min(bytes.size(), at + 1 + random.nextInt(20)))
                        .clear();
            case 5 -> fill(bytes, at, (byte) (random.nextBoolean() ? 0 : -1));
            case 6 -> fill(bytes, at, (byte) "0123456789(),'{}- ".charAt(random.nextInt(18)));
            default -> enlargeADigit(bytes, at);
        }
    }

    private void fill(List<Byte> bytes, int at, byte value) {
        for (int i = at; i < Math.min(bytes.size(), at + 8); i++) {
            bytes.set(i, value);
        }
    }

    /// Most damage breaks a header; this leaves it well-formed, with another size.
    private void enlargeADigit(List<Byte> bytes, int from) {
        for (int i = from; i < bytes.size(); i++) {
            if (bytes.get(i) >= '0' && bytes.get(i) <= '9') {
                for (int digits = random.nextInt(20); digits > 0; digits--) {
                    bytes.add(i, (byte) ('1' + random.nextInt(9)));
                }
                return;
            }
        }
    }

    @Test
    void theDamageIsTheSameOnEveryRun() {
        byte[] file = RecordedFile.named("rank_3.npy").bytes();
        DamagedFilesTest other = new DamagedFilesTest();
        for (int i = 0; i < 100; i++) {
            assertEquals(Arrays.toString(damage(file)), Arrays.toString(other.damage(file)));
        }
    }
}
