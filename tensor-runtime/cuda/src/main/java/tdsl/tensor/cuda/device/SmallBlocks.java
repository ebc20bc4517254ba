package tdsl.tensor.cuda.device;

import java.util.Map;
import java.util.TreeMap;
import tdsl.tensor.cuda.driver.Driver;

/// Small blocks of a device's memory, cut from large ones. The driver takes longer to hand out a block than to start a
/// kernel, and a loop that drops its results takes a new one each time until the collector finds them.
///
/// Not for several threads at once.
final class SmallBlocks {
    static final long LARGEST = 64 << 10;
    private static final long WHOLE_BYTES = 2 << 20;

    private final TreeMap<Long, Whole> wholes = new TreeMap<>();
    /// What blocks are cut from; null if there is none.
    private Whole current;

    /// A large block: so much of it was handed out, in so many blocks that have not come back.
    private static final class Whole {
        private final long address;
        private long handedOut;
        private int blocks;

        private Whole(long address) {
            this.address = address;
        }
    }

    /// @param bytes at most {@link #LARGEST}
    /// @return 0 if there is no room for a whole
    long take(Driver driver, long bytes) {
        if (current == null || current.handedOut + bytes > WHOLE_BYTES) {
            long address = driver.allocate(WHOLE_BYTES);
            if (address == 0) {
                return 0;
            }
            Whole full = current;
            current = new Whole(address);
            wholes.put(address, current);
            freeIfUnused(driver, full);
        }
        long address = current.address + current.handedOut;
        current.handedOut += bytes;
        current.blocks++;
        return address;
    }

    /// @return whether the block was one of these
    boolean giveBack(Driver driver, long address) {
        Map.Entry<Long, Whole> entry = wholes.floorEntry(address);
        if (entry == null || address >= entry.getKey() + WHOLE_BYTES) {
            return false;
        }
        Whole whole = entry.getValue();
        whole.blocks--;
        freeIfUnused(driver, whole);
        return true;
    }

    private void freeIfUnused(Driver driver, Whole whole) {
        if (whole != null && whole.blocks == 0) {
            current = current == whole ? null : current;
            wholes.remove(whole.address);
            driver.free(whole.address);
        }
    }
}
