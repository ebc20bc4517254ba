package tdsl.tensor.cpu.fusion;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.pointwise.Loop;
import tdsl.tensor.cpu.pointwise.convert.Conversion;

/// Copies elements of a tensor that do not lie in order, in the row-major order of its indices, one block at a time.
final class Gather {
    private final MemorySegment[] segments;
    private final long target;
    private final long offset;
    private final long[] shape;
    private final long[] strides;
    private final Loop copy;
    private final long[] positions = new long[2];
    private final long[] steps = {1, 0};

    /// @param shape  that the tensor broadcasts to
    /// @param target where the elements go, in elements from the start of `scratch`
    Gather(Tensor tensor, long[] shape, MemorySegment scratch, long target) {
        Layout layout = tensor.layout().expand("gather", shape);
        MemorySegment from = tensor.storage().segment();
        segments = new MemorySegment[] {scratch, from};
        this.target = target;
        offset = layout.offset();
        long[] sizes = layout.shape();
        long[] distances = layout.strides();
        int rank = merge(sizes, distances);
        this.shape = Arrays.copyOf(sizes, rank);
        strides = Arrays.copyOf(distances, rank);
        copy = Conversion.loop(tensor.dtype(), scratch.isNative(), tensor.dtype(), from.isNative());
    }

    /// Joins axes that one distance steps through; returns how many are left.
    private static int merge(long[] sizes, long[] distances) {
        int rank = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] == 1) {
                continue;
            }
            boolean joins = rank > 0 && distances[rank - 1] == distances[axis] * sizes[axis];
            if (joins) {
                sizes[rank - 1] *= sizes[axis];
            } else {
                sizes[rank++] = sizes[axis];
            }
            distances[rank - 1] = distances[axis];
        }
        if (rank == 0) {
            sizes[0] = 1;
            distances[0] = 0;
            rank = 1;
        }
        return rank;
    }

    /// Copies the elements with these row-major numbers.
    void run(long begin, long count) {
        int inner = shape.length - 1;
        steps[1] = strides[inner];
        for (long done = 0; done < count; ) {
            long rest = begin + done;
            long first = rest % shape[inner];
            long run = Math.min(shape[inner] - first, count - done);
            long position = offset + first * strides[inner];
            rest /= shape[inner];
            for (int axis = inner - 1; axis >= 0; axis--) {
                position += rest % shape[axis] * strides[axis];
                rest /= shape[axis];
            }
            positions[0] = target + done;
            positions[1] = position;
            copy.run(segments, positions, steps, run);
            done += run;
        }
    }
}
