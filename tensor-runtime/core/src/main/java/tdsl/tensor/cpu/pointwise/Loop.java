package tdsl.tensor.cpu.pointwise;

import java.lang.foreign.MemorySegment;

/// Applies one operation along a run of elements. Index 0 of each array is the output, the others are the inputs.
public interface Loop {
    void run(MemorySegment[] segments, long[] positions, long[] strides, long count);
}
