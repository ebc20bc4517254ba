package tdsl.tensor.cpu.pointwise.simd;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.cpu.pointwise.Loop;

/// Runs whole vectors with SIMD instructions where the strides allow it, and the rest one element at a time: masked
/// vectors would cost more than the few elements that are left.
///
/// @param lanes elements per vector
record BlockedLoop(Loop vectors, Loop scalars, int lanes) implements Loop {
    @Override
    public void run(MemorySegment[] segments, long[] positions, long[] strides, long count) {
        long whole = count - count % lanes;
        if (whole == 0 || !isVectorizable(strides)) {
            scalars.run(segments, positions, strides, count);
            return;
        }
        vectors.run(segments, positions, strides, whole);
        if (whole < count) {
            long[] rest = positions.clone();
            for (int i = 0; i < rest.length; i++) {
                rest[i] += whole * strides[i];
            }
            scalars.run(segments, rest, strides, count - whole);
        }
    }

    /// Whether the output is contiguous and each input too, or one repeated element. The first input must not be
    /// repeated unless there are two.
    private static boolean isVectorizable(long[] strides) {
        if (strides[0] != 1 || strides[1] != 1 && !(strides.length == 3 && strides[1] == 0 && strides[2] == 1)) {
            return false;
        }
        for (int i = 2; i < strides.length; i++) {
            if (strides[i] != 1 && strides[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
