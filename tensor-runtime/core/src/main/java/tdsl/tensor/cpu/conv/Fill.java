package tdsl.tensor.cpu.conv;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;

/// Writes one number many times.
final class Fill {
    private Fill() {}

    /// @param position where to start, in elements
    static void with(MemorySegment target, DType dtype, long position, int count, double value) {
        if (dtype == DType.FLOAT32) {
            float single = (float) value;
            for (int i = 0; i < count; i++) {
                target.setAtIndex(JAVA_FLOAT, position + i, single);
            }
        } else {
            for (int i = 0; i < count; i++) {
                target.setAtIndex(JAVA_DOUBLE, position + i, value);
            }
        }
    }
}
