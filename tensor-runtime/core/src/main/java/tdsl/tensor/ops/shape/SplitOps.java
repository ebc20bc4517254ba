package tdsl.tensor.ops.shape;

import static tdsl.tensor.dispatch.Op.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;

/// A tensor as a list of views of its parts.
public final class SplitOps {
    private SplitOps() {}

    /// Views of `split_size` elements each along `dim` (the last may be smaller), or of the sizes listed.
    @TensorOp("split(input: Tensor, split_size: int[], dim: int = 0) -> Tensor[]")
    public static Op split() {
        return op().composite(SplitOps::split);
    }

    /// As split, of sizes that are listed.
    @TensorOp("split_with_sizes(input: Tensor, split_sizes: int[], dim: int = 0) -> Tensor[]")
    public static Op split_with_sizes() {
        return op().composite(SplitOps::split);
    }

    /// At most `chunks` views of equal size along `dim` (the last may be smaller).
    @TensorOp("chunk(input: Tensor, chunks: int, dim: int = 0) -> Tensor[]")
    public static Op chunk() {
        return op().composite(a -> {
            if (a.integer(1) < 1) {
                throw new ValueException("chunk: chunks must be positive, got %d", a.integer(1));
            }
            long size = a.tensor(0).size(Axes.argument("chunk", a, 2));
            if (size == 0) {
                return a.tensor(0).split(new long[Math.toIntExact(a.integer(1))], a.integer(2));
            }
            return a.tensor(0).split(new long[] {Math.max(1, Math.ceilDiv(size, a.integer(1)))}, a.integer(2));
        });
    }

    /// The views along `dim`, without that axis.
    @TensorOp("unbind(input: Tensor, dim: int = 0) -> Tensor[]")
    public static Op unbind() {
        return op().composite(a -> {
            int axis = Axes.argument("unbind", a, 1);
            List<Tensor> parts = new ArrayList<>();
            for (long i = 0; i < a.tensor(0).size(axis); i++) {
                parts.add(a.tensor(0).select(axis, i));
            }
            return parts;
        });
    }

    /// As unbind, by its name in the Array API.
    @TensorOp("unstack(input: Tensor, axis: int = 0) -> Tensor[]")
    public static Op unstack() {
        return op().composite(a -> a.tensor(0).unbind(a.integer(1)));
    }

    /// Views along `dim`: as many as `indices_or_sections` says, the first ones larger by one where that
    /// does not divide the size, or cut before each of the positions that it lists.
    @TensorOp("tensor_split(input: Tensor, indices_or_sections: value, dim: int = 0) -> Tensor[]")
    public static Op tensor_split() {
        return op().composite(a -> cut("tensor_split", a.tensor(0), a.value(1), a.integer(2)));
    }

    /// As tensor_split into equal parts along the second axis; of a vector along its only one.
    @TensorOp("hsplit(input: Tensor, indices_or_sections: value) -> Tensor[]")
    public static Op hsplit() {
        return op().composite(a ->
                evenly("hsplit", a.tensor(0), a.value(1), a.tensor(0).rank() == 1 ? 0 : 1));
    }

    /// As tensor_split into equal parts along the first of at least two axes.
    @TensorOp("vsplit(input: Tensor, indices_or_sections: value) -> Tensor[]")
    public static Op vsplit() {
        return op().composite(a -> {
            requireRank("vsplit", a.tensor(0), 2);
            return evenly("vsplit", a.tensor(0), a.value(1), 0);
        });
    }

    /// As tensor_split into equal parts along the third axis.
    @TensorOp("dsplit(input: Tensor, indices_or_sections: value) -> Tensor[]")
    public static Op dsplit() {
        return op().composite(a -> {
            requireRank("dsplit", a.tensor(0), 3);
            return evenly("dsplit", a.tensor(0), a.value(1), 2);
        });
    }

    private static List<Tensor> split(Args a) {
        Tensor input = a.tensor(0);
        int axis = Axes.argument("split", a, 2);
        long size = input.size(axis);
        long[] sizes = a.integers(1);
        if (sizes.length == 1 && sizes[0] > 0) {
            long each = sizes[0];
            sizes = new long[(int) Math.max(1, Math.ceilDiv(size, each))];
            Arrays.fill(sizes, each);
            sizes[sizes.length - 1] = size - each * (sizes.length - 1);
        }
        if (Arrays.stream(sizes).sum() != size || Arrays.stream(sizes).anyMatch(part -> part < 0)) {
            throw new ValueException(
                    "split: sizes %s do not add up to %d, the size of axis %d", Shapes.format(sizes), size, axis);
        }
        List<Tensor> parts = new ArrayList<>();
        long start = 0;
        for (long part : sizes) {
            parts.add(input.narrow(axis, start, part));
            start += part;
        }
        return parts;
    }

    private static void requireRank(String op, Tensor input, int rank) {
        if (input.rank() < rank) {
            throw new ShapeException("%s: needs at least %d axes, but the tensor is %s", op, rank, input.describe());
        }
    }

    private static List<Tensor> evenly(String op, Tensor input, Object places, int dim) {
        int axis = Shapes.axis(op, dim, input.rank());
        if (places instanceof Long count && count > 0 && input.size(axis) % count != 0) {
            throw new ValueException("%s: %d parts do not divide axis %d of size %d", op, count, axis, input.size(axis))
                    .withHint("tensor_split allows parts of unequal size");
        }
        return cut(op, input, places, axis);
    }

    private static List<Tensor> cut(String op, Tensor input, Object places, long dim) {
        int axis = Shapes.axis(op, dim, input.rank());
        long size = input.size(axis);
        long[] bounds = bounds(op, places, size);
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.length; i++) {
            long start = Math.clamp(bounds[i] < 0 ? bounds[i] + size : bounds[i], 0, size);
            long end = Math.clamp(bounds[i + 1] < 0 ? bounds[i + 1] + size : bounds[i + 1], 0, size);
            parts.add(input.narrow(axis, start, Math.max(0, end - start)));
        }
        return parts;
    }

    /// The places of the cuts, the start and the end included.
    private static long[] bounds(String op, Object places, long size) {
        return switch (places) {
            case Long count
            when count > 0 -> {
                long[] bounds = new long[Math.toIntExact(count + 1)];
                // The first `size % count` parts have one more.
                Arrays.setAll(bounds, i -> i * (size / count) + Math.min(i, size % count));
                yield bounds;
            }
            case Tensor tensor
            when tensor.rank() == 0 && tensor.dtype().isIntegral() -> bounds(op, tensor.item(), size);
            case Tensor tensor
            when tensor.rank() == 1 && tensor.dtype().isIntegral() -> bounds(op, tensor.toList(), size);
            case List<?> list
            when list.stream().allMatch(Long.class::isInstance) ->
                LongStream.concat(
                                LongStream.concat(
                                        LongStream.of(0), list.stream().mapToLong(Long.class::cast)),
                                LongStream.of(size))
                        .toArray();
            case null, default ->
                throw new ValueException("%s: indices_or_sections must be a positive int or a list of positions", op);
        };
    }
}
