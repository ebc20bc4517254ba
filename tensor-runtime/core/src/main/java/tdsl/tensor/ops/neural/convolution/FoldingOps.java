package tdsl.tensor.ops.neural.convolution;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.ops.TensorOp;

/// Images as matrices of patches, and back.
public final class FoldingOps {
    private FoldingOps() {}

    /// The patches of `[n, channels, height, width]`, or without n, under a sliding kernel, as columns:
    /// `[n, channels · kernel elements, places]`. torch.nn.functional calls this unfold.
    @TensorOp(
            "im2col(input: Tensor, kernel_size: int[], dilation: int[] = [1], padding: int[] = [0], stride: int[] = [1]) -> Tensor")
    public static Op im2col() {
        return op().grad(c -> {
                    long[] shape = c.shape(0);
                    long[] size = {shape[shape.length - 2], shape[shape.length - 1]};
                    return fold(c.grad(), size, c.args(), 1);
                })
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 4, 5), List.of(2L, 3L), 1L, List.of(1L, 0L), 2L)
                        .and(uniform(-2, 2, 3, 4, 5), 2L));
    }

    /// Sums the columns `[n, channels · kernel elements, places]`, or without n, at the patches of an
    /// image of `output_size` that they stand for, to `[n, channels, height, width]`. im2col of the same
    /// kernel, dilation, padding and stride takes the patches out.
    @TensorOp(
            "fold(input: Tensor, output_size: int[], kernel_size: int[], dilation: int[] = [1], padding: int[] = [0], stride: int[] = [1]) -> Tensor")
    public static Op fold() {
        return op().grad(c -> {
                    Args args = c.args();
                    return c.grad().im2col(args.integers(2), args.integers(3), args.integers(4), args.integers(5));
                })
                .samples(() -> Samples.of(
                                uniform(-2, 2, 2, 6, 24), List.of(4L, 5L), List.of(1L, 2L), 1L, List.of(0L, 1L), 1L)
                        .and(uniform(-2, 2, 12, 12), List.of(4L, 5L), 2L));
    }

    private static Tensor fold(Tensor columns, long[] size, Args args, int first) {
        return columns.fold(
                size,
                args.integers(first),
                args.integers(first + 1),
                args.integers(first + 2),
                args.integers(first + 3));
    }
}
