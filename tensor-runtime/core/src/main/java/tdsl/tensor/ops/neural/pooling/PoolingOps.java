package tdsl.tensor.ops.neural.pooling;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.TensorOp;

/// Windows that slide over the last axes, each reduced to one element. `kernel_size` and `stride` (by
/// default the same) are ints, or one int for each axis; with `ceil_mode` a last window may reach beyond
/// the end.
public final class PoolingOps {
    private PoolingOps() {}

    /// Largest element of each window of `[n, channels, length]`, or without n; elements of a window are
    /// `dilation` apart. Padding counts as −∞.
    @TensorOp(
            "max_pool1d(input: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], dilation: int[] = [1], ceil_mode: bool = false) -> Tensor")
    public static Op max_pool1d() {
        return op().composite(
                        a -> Pooling.of("max_pool1d", a.tensor(0), 1).max(a).getFirst())
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 7), 2L)
                        .and(uniform(-2, 2, 2, 3, 7), 3L, 1L, 1L)
                        .named("ceil_mode", true));
    }

    /// As max_pool1d, and the indices of the elements: each counts from the start of its channel, i64.
    @TensorOp(
            "max_pool1d_with_indices(input: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], dilation: int[] = [1], ceil_mode: bool = false) -> (Tensor, Tensor)")
    public static Op max_pool1d_with_indices() {
        return op().composite(a ->
                        Pooling.of("max_pool1d_with_indices", a.tensor(0), 1).max(a))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 7), 2L).named("dilation", 2L));
    }

    /// Mean of each window of `[n, channels, length]`, or without n. Zeros are added as padding, and
    /// count with `count_include_pad`.
    @TensorOp(
            "avg_pool1d(input: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], ceil_mode: bool = false, count_include_pad: bool = true) -> Tensor")
    public static Op avg_pool1d() {
        return op().composite(Widening.of(
                        a -> Pooling.of("avg_pool1d", a.tensor(0), 1).average(a, null)))
                .samples(() ->
                        Samples.of(uniform(-2, 2, 2, 3, 7), 2L).and(uniform(-2, 2, 2, 3, 7), 3L, 2L, 1L, true, false));
    }

    /// `(Σ x^norm_type)^(1 / norm_type)` over each window of `[n, channels, length]`, or without n.
    @TensorOp(
            "lp_pool1d(input: Tensor, norm_type: float, kernel_size: int[], stride: int[]? = none, ceil_mode: bool = false) -> Tensor")
    public static Op lp_pool1d() {
        return op().composite(
                        Widening.of(a -> Pooling.of("lp_pool1d", a.tensor(0), 1).power(a)))
                .samples(() -> Samples.of(uniform(0.5, 2, 2, 3, 7), 2.0, 2L, 1L));
    }

    /// Largest element of each window of `[n, channels, height, width]`, or without n; elements of a
    /// window are `dilation` apart. Padding counts as −∞.
    @TensorOp(
            "max_pool2d(input: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], dilation: int[] = [1], ceil_mode: bool = false) -> Tensor")
    public static Op max_pool2d() {
        return op().composite(
                        a -> Pooling.of("max_pool2d", a.tensor(0), 2).max(a).getFirst())
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 5, 4), 2L)
                        .and(uniform(-2, 2, 2, 3, 5, 4), 3L, 1L, 1L)
                        .named("ceil_mode", true));
    }

    /// As max_pool2d, and the indices of the elements: each counts from the start of its channel, i64.
    @TensorOp(
            "max_pool2d_with_indices(input: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], dilation: int[] = [1], ceil_mode: bool = false) -> (Tensor, Tensor)")
    public static Op max_pool2d_with_indices() {
        return op().composite(a ->
                        Pooling.of("max_pool2d_with_indices", a.tensor(0), 2).max(a))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 5, 4), 2L).named("dilation", 2L));
    }

    /// Mean of each window of `[n, channels, height, width]`, or without n. Zeros are added as padding, and
    /// count with `count_include_pad`; `divisor_override` is what to divide sums by instead.
    @TensorOp(
            "avg_pool2d(input: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], ceil_mode: bool = false, count_include_pad: bool = true, divisor_override: int? = none) -> Tensor")
    public static Op avg_pool2d() {
        return op().composite(Widening.of(
                        a -> Pooling.of("avg_pool2d", a.tensor(0), 2).average(a, (Long) a.value(6))))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 5, 4), 2L)
                        .and(uniform(-2, 2, 2, 3, 5, 4), 3L, 2L, 1L, true, false));
    }

    /// `(Σ x^norm_type)^(1 / norm_type)` over each window of `[n, channels, height, width]`, or without n.
    @TensorOp(
            "lp_pool2d(input: Tensor, norm_type: float, kernel_size: int[], stride: int[]? = none, ceil_mode: bool = false) -> Tensor")
    public static Op lp_pool2d() {
        return op().composite(
                        Widening.of(a -> Pooling.of("lp_pool2d", a.tensor(0), 2).power(a)))
                .samples(() -> Samples.of(uniform(0.5, 2, 2, 3, 5, 4), 2.0, 2L, 1L));
    }

    /// Largest element of each window of `[n, channels, depth, height, width]`, or without n; elements
    /// of a window are `dilation` apart. Padding counts as −∞.
    @TensorOp(
            "max_pool3d(input: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], dilation: int[] = [1], ceil_mode: bool = false) -> Tensor")
    public static Op max_pool3d() {
        return op().composite(
                        a -> Pooling.of("max_pool3d", a.tensor(0), 3).max(a).getFirst())
                .samples(() -> Samples.of(uniform(-2, 2, 1, 2, 4, 3, 4), 2L)
                        .and(uniform(-2, 2, 1, 2, 4, 3, 4), 3L, 1L, 1L)
                        .named("ceil_mode", true));
    }

    /// As max_pool3d, and the indices of the elements: each counts from the start of its channel, i64.
    @TensorOp(
            "max_pool3d_with_indices(input: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], dilation: int[] = [1], ceil_mode: bool = false) -> (Tensor, Tensor)")
    public static Op max_pool3d_with_indices() {
        return op().composite(a ->
                        Pooling.of("max_pool3d_with_indices", a.tensor(0), 3).max(a))
                .samples(() -> Samples.of(uniform(-2, 2, 1, 2, 4, 3, 4), 2L).named("dilation", 2L));
    }

    /// Mean of each window of `[n, channels, depth, height, width]`, or without n. Zeros are added as
    /// padding, and count with `count_include_pad`; `divisor_override` is what to divide sums by
    /// instead.
    @TensorOp(
            "avg_pool3d(input: Tensor, kernel_size: int[], stride: int[]? = none, padding: int[] = [0], ceil_mode: bool = false, count_include_pad: bool = true, divisor_override: int? = none) -> Tensor")
    public static Op avg_pool3d() {
        return op().composite(Widening.of(
                        a -> Pooling.of("avg_pool3d", a.tensor(0), 3).average(a, (Long) a.value(6))))
                .samples(() -> Samples.of(uniform(-2, 2, 1, 2, 4, 3, 4), 2L)
                        .and(uniform(-2, 2, 1, 2, 4, 3, 4), 3L, 2L, 1L, true, false));
    }

    /// `(Σ x^norm_type)^(1 / norm_type)` over each window of `[n, channels, depth, height, width]`, or
    /// without n.
    @TensorOp(
            "lp_pool3d(input: Tensor, norm_type: float, kernel_size: int[], stride: int[]? = none, ceil_mode: bool = false) -> Tensor")
    public static Op lp_pool3d() {
        return op().composite(
                        Widening.of(a -> Pooling.of("lp_pool3d", a.tensor(0), 3).power(a)))
                .samples(() -> Samples.of(uniform(0.5, 2, 1, 2, 4, 3, 4), 2.0, 2L, 1L));
    }

    /// Where the largest element of each window of `[n, channels, ...]` is, counted from the start of
    /// its channel; i64. A window that holds a number that is not one gives its place. What pooling is
    /// made of: `windows` has one for each axis.
    @TensorOp(value = "max_pool_indices(input: Tensor, windows: value) -> Tensor", internal = true)
    public static Op max_pool_indices() {
        return op();
    }
}
