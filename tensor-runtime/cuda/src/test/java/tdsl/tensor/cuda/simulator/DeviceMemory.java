package tdsl.tensor.cuda.simulator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.TreeMap;

/// The memory that kernels may use: the host's, at its own addresses, as far as it was given to them.
final class DeviceMemory {
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final TreeMap<Long, Long> ends = new TreeMap<>();
    private long knownStart;
    private long knownEnd;

    void add(long address, long bytes) {
        ends.put(address, address + bytes);
    }

    void remove(long address) {
        ends.remove(address);
        knownEnd = 0;
    }

    void check(long address, int bytes) {
        if (address % bytes != 0) {
            throw new SimulationException("address %x is no multiple of %d".formatted(address, bytes));
        }
        if (address >= knownStart && address + bytes <= knownEnd) {
            return;
        }
        Map.Entry<Long, Long> range = ends.floorEntry(address);
        if (range == null || address + bytes > range.getValue()) {
            throw new SimulationException("%d bytes at %x are in no allocation".formatted(bytes, address));
        }
        knownStart = range.getKey();
        knownEnd = range.getValue();
    }

    /// Bits at an address that was checked.
    static long load(long address, int bytes) {
        return switch (bytes) {
            case 1 -> ALL.get(ValueLayout.JAVA_BYTE, address);
            case 2 -> ALL.get(ValueLayout.JAVA_SHORT, address);
            case 4 -> ALL.get(ValueLayout.JAVA_INT, address);
            case 8 -> ALL.get(ValueLayout.JAVA_LONG, address);
            default -> throw new IllegalArgumentException(bytes + " bytes");
        };
    }

    static void store(long address, int bytes, long bits) {
        switch (bytes) {
            case 1 -> ALL.set(ValueLayout.JAVA_BYTE, address, (byte) bits);
            case 2 -> ALL.set(ValueLayout.JAVA_SHORT, address, (short) bits);
            case 4 -> ALL.set(ValueLayout.JAVA_INT, address, (int) bits);
            case 8 -> ALL.set(ValueLayout.JAVA_LONG, address, bits);
            default -> throw new IllegalArgumentException(bytes + " bytes");
        }
    }

    static void copy(long source, long target, long bytes) {
        MemorySegment.copy(ALL, source, ALL, target, bytes);
    }

    static void fill(long address, long bytes, byte value) {
        ALL.asSlice(address, bytes).fill(value);
    }
}
