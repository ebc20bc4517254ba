package tdsl.tensor.ops.neural.pooling;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.TensorOp;

/// Pooling to a given size: windows of almost equal size cover each axis. `output_size` is an int, or
/// for each axis an int or none, which keeps its size.
public final class AdaptivePoolingOps {
    private AdaptivePoolingOps() {}

    /// Mean of each of `output_size` windows of `[n, channels, length]`, or without n.
    @TensorOp("adaptive_avg_pool1d(input: Tensor, output_size: value) -> Tensor")
    public static Op adaptive_avg_pool1d() {
        return op().composite(Widening.of(
                        a -> Pooling.of("adaptive_avg_pool1d", a.tensor(0), 1).adaptiveAverage(a.value(1))))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 7), 3L));
    }

    /// Largest element of each of `output_size` windows of `[n, channels, length]`, or without n.
    @TensorOp("adaptive_max_pool1d(input: Tensor, output_size: value) -> Tensor")
    public static Op adaptive_max_pool1d() {
        return op().composite(a -> Pooling.of("adaptive_max_pool1d", a.tensor(0), 1)
                        .adaptiveMax(a.value(1))
                        .getFirst())
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 7), 3L));
    }

    /// As adaptive_max_pool1d, and the indices of the elements: each counts from the start of its
    /// channel, i64.
    @TensorOp("adaptive_max_pool1d_with_indices(input: Tensor, output_size: value) -> (Tensor, Tensor)")
    public static Op adaptive_max_pool1d_with_indices() {
        return op().composite(a -> Pooling.of("adaptive_max_pool1d_with_indices", a.tensor(0), 1)
                        .adaptiveMax(a.value(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 7), 2L));
    }

    /// Mean of each of `output_size` windows of `[n, channels, height, width]`, or without n.
    @TensorOp("adaptive_avg_pool2d(input: Tensor, output_size: value) -> Tensor")
    public static Op adaptive_avg_pool2d() {
        return op().composite(Widening.of(
                        a -> Pooling.of("adaptive_avg_pool2d", a.tensor(0), 2).adaptiveAverage(a.value(1))))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 5, 4), 3L));
    }

    /// Largest element of each of `output_size` windows of `[n, channels, height, width]`, or without n.
    @TensorOp("adaptive_max_pool2d(input: Tensor, output_size: value) -> Tensor")
    public static Op adaptive_max_pool2d() {
        return op().composite(a -> Pooling.of("adaptive_max_pool2d", a.tensor(0), 2)
                        .adaptiveMax(a.value(1))
                        .getFirst())
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 5, 4), 3L));
    }

    /// As adaptive_max_pool2d, and the indices of the elements: each counts from the start of its
    /// channel, i64.
    @TensorOp("adaptive_max_pool2d_with_indices(input: Tensor, output_size: value) -> (Tensor, Tensor)")
    public static Op adaptive_max_pool2d_with_indices() {
        return op().composite(a -> Pooling.of("adaptive_max_pool2d_with_indices", a.tensor(0), 2)
                        .adaptiveMax(a.value(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 5, 4), 2L));
    }

    /// Mean of each of `output_size` windows of `[n, channels, depth, height, width]`, or without n.
    @TensorOp("adaptive_avg_pool3d(input: Tensor, output_size: value) -> Tensor")
    public static Op adaptive_avg_pool3d() {
        return op().composite(Widening.of(
                        a -> Pooling.of("adaptive_avg_pool3d", a.tensor(0), 3).adaptiveAverage(a.value(1))))
                .samples(() -> Samples.of(uniform(-2, 2, 1, 2, 4, 3, 4), 3L));
    }

    /// Largest element of each of `output_size` windows of `[n, channels, depth, height, width]`, or
    /// without n.
    @TensorOp("adaptive_max_pool3d(input: Tensor, output_size: value) -> Tensor")
    public static Op adaptive_max_pool3d() {
        return op().composite(a -> Pooling.of("adaptive_max_pool3d", a.tensor(0), 3)
                        .adaptiveMax(a.value(1))
                        .getFirst())
                .samples(() -> Samples.of(uniform(-2, 2, 1, 2, 4, 3, 4), 3L));
    }

    /// As adaptive_max_pool3d, and the indices of the elements: each counts from the start of its
    /// channel, i64.
    @TensorOp("adaptive_max_pool3d_with_indices(input: Tensor, output_size: value) -> (Tensor, Tensor)")
    public static Op adaptive_max_pool3d_with_indices() {
        return op().composite(a -> Pooling.of("adaptive_max_pool3d_with_indices", a.tensor(0), 3)
                        .adaptiveMax(a.value(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 1, 2, 4, 3, 4), 2L));
    }
}
