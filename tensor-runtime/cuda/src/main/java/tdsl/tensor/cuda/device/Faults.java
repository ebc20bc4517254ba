package tdsl.tensor.cuda.device;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.cuda.driver.Driver;
import tdsl.tensor.error.IndexException;

/// Where kernels report an index that is out of range: the first one stays until a value is read from the device, which
/// is when the program can be told. It lies in the host's memory, so that nothing has to be copied to look at it.
///
/// Three words, as `common.cuh` has them: the op's number, 0 as long as nothing is wrong; the index; the size that it
/// exceeds.
public final class Faults {
    private static final int WORDS = 3;
    private static final List<String> OPS = new ArrayList<>();

    private final long address;
    private final MemorySegment words;

    @SuppressWarnings("restricted")
    Faults(Driver driver) {
        address = driver.allocatePinned(WORDS * Long.BYTES);
        words = MemorySegment.ofAddress(address).reinterpret(WORDS * Long.BYTES);
        words.fill((byte) 0);
    }

    /// The number that stands for an op in reports, from 1.
    public static int number(String op) {
        synchronized (OPS) {
            int known = OPS.indexOf(op);
            if (known < 0) {
                OPS.add(op);
            }
            return known < 0 ? OPS.size() : known + 1;
        }
    }

    public long address() {
        return address;
    }

    /// Throws what was reported, once; all kernels that might do so must be done.
    void check() {
        int number = (int) words.getAtIndex(ValueLayout.JAVA_LONG, 0);
        if (number == 0) {
            return;
        }
        String op;
        synchronized (OPS) {
            op = OPS.get(number - 1);
        }
        long index = words.getAtIndex(ValueLayout.JAVA_LONG, 1);
        long size = words.getAtIndex(ValueLayout.JAVA_LONG, 2);
        words.fill((byte) 0);
        throw new IndexException("%s: index %d is out of range for size %d", op, index, size);
    }
}
