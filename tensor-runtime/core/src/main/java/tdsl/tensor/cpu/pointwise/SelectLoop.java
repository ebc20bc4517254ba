package tdsl.tensor.cpu.pointwise;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;

/// The second input where the first, a bool, holds, else the third. Elements are moved as bits.
final class SelectLoop implements Loop {
    private final int bytes;

    SelectLoop(DType dtype) {
        bytes = dtype.byteSize();
    }

    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        MemorySegment out = segments[0];
        MemorySegment condition = segments[1];
        for (long i = 0; i < count; i++) {
            int chosen = condition.get(JAVA_BYTE, positions[1] + i * strides[1]) != 0 ? 2 : 3;
            MemorySegment from = segments[chosen];
            long at = positions[chosen] + i * strides[chosen];
            long to = positions[0] + i * strides[0];
            switch (bytes) {
                case 8 -> out.setAtIndex(JAVA_LONG, to, from.getAtIndex(JAVA_LONG, at));
                case 4 -> out.setAtIndex(JAVA_INT, to, from.getAtIndex(JAVA_INT, at));
                case 2 -> out.setAtIndex(JAVA_SHORT, to, from.getAtIndex(JAVA_SHORT, at));
                default -> out.set(JAVA_BYTE, to, from.get(JAVA_BYTE, at));
            }
        }
    }
}
