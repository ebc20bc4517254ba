package tdsl.tensor.ops.sparse;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Autocast;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.sparse.KernelMap;

/// Convolution and pooling of features that sit at few places of a grid. Rows of `indices` name the places, the
/// batch entry first; what only depends on places is computed once, into a kernel map.
public final class SparseOps {
    private SparseOps() {}

    // ---- places ----

    /// The kernel map of a convolution or pooling: which rows of `indices` (integers `[rows, 1 + axes]`, the
    /// batch entry first) each kernel offset connects with which output rows. Sizes per spatial axis may be one
    /// int for all. With `subm` outputs are where inputs are; else they are wherever the kernel reaches an input,
    /// in ascending order of batch entry and coordinates. Places that repeat or lie outside the grid are an
    /// error.
    @TensorOp(
            "kernel_map(indices: Tensor, spatial_shape: int[], batch_size: int, kernel_size: int[], stride: int[] = [1], padding: int[] = [0], dilation: int[] = [1], subm: bool = false, transposed: bool = false, output_padding: int[] = [0]) -> value")
    public static Op kernel_map() {
        return op();
    }

    /// The kernel map of global pooling: connects every row of `indices` with its batch entry.
    @TensorOp("batch_map(indices: Tensor, batch_size: int) -> value")
    public static Op batch_map() {
        return op();
    }

    /// The kernel map that leads from the outputs of `map` back to its inputs.
    @TensorOp("inverse_kernel_map(map: value) -> value")
    public static Op inverse_kernel_map() {
        return op().composite(a -> map("inverse_kernel_map", a, 0).inverse());
    }

    /// The output places of a kernel map, i32 `[rows, 1 + axes]`.
    @TensorOp("kernel_map_indices(map: value) -> Tensor")
    public static Op kernel_map_indices() {
        return op().composite(a -> map("kernel_map_indices", a, 0).output().indices());
    }

    /// The spatial shape of the output of a kernel map, a list of ints.
    @TensorOp("kernel_map_shape(map: value) -> value")
    public static Op kernel_map_shape() {
        return op().composite(a -> Arrays.stream(
                        map("kernel_map_shape", a, 0).output().spatialShape())
                .boxed()
                .toList());
    }

    /// How many inputs each output row of a kernel map has, i64.
    @TensorOp("kernel_map_counts(map: value) -> Tensor")
    public static Op kernel_map_counts() {
        return op().composite(a -> map("kernel_map_counts", a, 0).inputCounts());
    }

    /// The number of each place in row-major order of the grids `[batch_size, *spatial_shape]`, i64. Places that lie
    /// outside are an error, and so are, without `repeats`, places that repeat.
    @TensorOp(
            "sparse_positions(indices: Tensor, spatial_shape: int[], batch_size: int, repeats: bool = false) -> Tensor")
    public static Op sparse_positions() {
        return op();
    }

    // ---- convolution ----

    /// Sparse convolution (cross-correlation): `features` `[rows, in]` at the map's input places and `weight`
    /// `[out, *kernel, in / groups]` to `[rows, out]` at its output places.
    @TensorOp("sparse_conv(features: Tensor, weight: Tensor, map: value, groups: int = 1) -> Tensor")
    public static Op sparse_conv() {
        return op().autocast(Autocast.NARROW)
                .grad(
                        c -> c.grad()
                                .sparse_conv(transposedWeight(c.input(1), groups(c)), mapOf(c).inverse(), groups(c)),
                        c -> c.input(0).sparse_conv_wgrad(c.grad(), mapOf(c), groups(c)))
                .saves("features", "weight")
                .samples(() -> Samples.of(uniform(-2, 2, 5, 2), uniform(-1, 1, 3, 3, 3, 2), submanifoldMap())
                        .and(uniform(-2, 2, 5, 4), uniform(-1, 1, 2, 2, 3, 2), stridedMap(), 2L)
                        .and(uniform(-2, 2, 5, 3), uniform(-1, 1, 3, 2, 3, 1), stridedMap(), 3L));
    }

    /// The gradient of `sparse_conv` with respect to its weight, `[out, *kernel, in / groups]`, from the gradient
    /// `grad` `[rows, out]` of its result.
    @TensorOp(
            value = "sparse_conv_wgrad(features: Tensor, grad: Tensor, map: value, groups: int = 1) -> Tensor",
            internal = true)
    public static Op sparse_conv_wgrad() {
        return op().grad(
                        c -> c.input(1)
                                .sparse_conv(transposedWeight(c.grad(), groups(c)), mapOf(c).inverse(), groups(c)),
                        c -> c.input(0).sparse_conv(c.grad(), mapOf(c), groups(c)))
                .saves("features", "grad")
                .samples(() -> Samples.of(uniform(-2, 2, 5, 2), uniform(-1, 1, 5, 3), submanifoldMap())
                        .and(
                                uniform(-2, 2, 5, 4),
                                uniform(-1, 1, stridedMap().output().rows(), 2),
                                stridedMap(),
                                2L));
    }

    // ---- pooling ----

    /// The largest input of each output row, channel by channel. The gradient goes to the first of equal inputs
    /// in the order of kernel offsets. Output rows without inputs, such as batch entries without points, are 0.
    @TensorOp("sparse_max_pool(features: Tensor, map: value) -> Tensor")
    public static Op sparse_max_pool() {
        return op().composite(a -> {
                    Tensor features = a.tensor(0);
                    KernelMap map = map("sparse_max_pool", a, 1);
                    Tensor rows = features.detach().sparse_max_rows(map);
                    if (map.hasUnreachedOutputs()) {
                        Tensor zeros = features.new_zeros(new long[] {1, features.size(1)});
                        features = Tensors.cat(List.of(features, zeros));
                    }
                    return features.gather(0, rows);
                })
                .samples(() -> Samples.of(uniform(-2, 2, 5, 3), stridedMap()).and(uniform(-2, 2, 5, 3), wholeBatch()));
    }

    /// The mean of the inputs of each output row, of which there may be fewer than kernel offsets. Output rows
    /// without inputs, such as batch entries without points, are 0.
    @TensorOp("sparse_avg_pool(features: Tensor, map: value) -> Tensor")
    public static Op sparse_avg_pool() {
        return op().composite(a -> {
                    KernelMap map = map("sparse_avg_pool", a, 1);
                    Tensor counts = Tensors.kernel_map_counts(map).unsqueeze(1);
                    Tensor sums = a.tensor(0).sparse_sum_pool(map);
                    return sums.div(counts.to(sums.dtype()).clamp(Tensor.weakScalar(1L)));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 5, 3), stridedMap()).and(uniform(-2, 2, 5, 3), wholeBatch()));
    }

    /// The sum of the inputs of each output row.
    @TensorOp("sparse_sum_pool(features: Tensor, map: value) -> Tensor")
    public static Op sparse_sum_pool() {
        return op().grad(c -> c.grad()
                        .sparse_sum_pool(
                                KernelMap.of("sparse_sum_pool", c.args().value(1))
                                        .inverse()))
                .samples(() -> Samples.of(uniform(-2, 2, 5, 3), stridedMap()).and(uniform(-2, 2, 5, 3), wholeBatch()));
    }

    /// The input row that holds the maximum of each output row and channel, the first of equal ones; the number
    /// of input rows where there is none; i64.
    @TensorOp(value = "sparse_max_rows(features: Tensor, map: value) -> Tensor", internal = true)
    public static Op sparse_max_rows() {
        return op().samples(() -> Samples.of(uniform(-2, 2, 5, 3), stridedMap()));
    }

    // ---- dense ----

    /// The grids `[batch_size, *spatial_shape, channels]` that hold the features at their places and 0 elsewhere.
    @TensorOp("sparse_to_dense(features: Tensor, indices: Tensor, spatial_shape: int[], batch_size: int) -> Tensor")
    public static Op sparse_to_dense() {
        return op().composite(SparseOps::toDense)
                .samples(() -> Samples.of(uniform(-2, 2, 5, 3), places(), List.of(4L, 5L), 2L));
    }

    private static Tensor toDense(Args a) {
        Tensor features = a.tensor(0);
        Tensor indices = a.tensor(1);
        if (features.rank() != 2 || indices.rank() != 2 || features.size(0) != indices.size(0)) {
            throw new ShapeException(
                    "sparse_to_dense: features must be [rows, channels] and indices [rows, 1 + axes], not %s and %s",
                    features.describe(), indices.describe());
        }
        Tensor positions = indices.sparse_positions(a.integers(2), a.integer(3));
        long[] spatialShape = a.integers(2);
        long[] shape = new long[spatialShape.length + 2];
        shape[0] = a.integer(3);
        System.arraycopy(spatialShape, 0, shape, 1, spatialShape.length);
        long cells = Shapes.elementCount(Arrays.copyOf(shape, shape.length - 1));
        shape[shape.length - 1] = features.size(1);
        Tensor grids = features.detach().new_zeros(new long[] {cells, features.size(1)});
        return grids.index_add_(0, positions, features).reshape(shape);
    }

    // ---- weights and maps ----

    /// Weights `[out, *kernel, in / groups]` of the same convolution backward: `[in, *kernel, out / groups]`.
    private static Tensor transposedWeight(Tensor weight, long groups) {
        int last = weight.rank() - 1;
        if (groups == 1) {
            return weight.transpose(0, last);
        }
        long[] shape = weight.shape();
        long[] divided = new long[shape.length + 1];
        divided[0] = groups;
        divided[1] = shape[0] / groups;
        System.arraycopy(shape, 1, divided, 2, last);
        shape[0] = shape[last] * groups;
        shape[last] = divided[1];
        return weight.reshape(divided).transpose(1, last + 1).reshape(shape);
    }

    private static long groups(GradContext c) {
        return c.args().integer(3);
    }

    private static KernelMap mapOf(GradContext c) {
        return map("sparse_conv", c.args(), 2);
    }

    private static KernelMap map(String op, Args args, int index) {
        return KernelMap.of(op, args.value(index));
    }

    // ---- samples ----

    private static Tensor places() {
        long[][] indices = {{0, 0, 1}, {0, 1, 1}, {0, 3, 4}, {1, 2, 2}, {1, 2, 3}};
        return Tensor.of(indices, DType.INT32);
    }

    private static KernelMap submanifoldMap() {
        return kernelMap(3, 3, 1, true);
    }

    private static KernelMap stridedMap() {
        return kernelMap(2, 3, 2, false);
    }

    private static KernelMap kernelMap(long height, long width, long stride, boolean submanifold) {
        long[] one = {1};
        long[] kernelSize = {height, width};
        long[] steps = {stride};
        return (KernelMap) places().kernel_map(new long[] {4, 5}, 2, kernelSize, steps, one, one, submanifold);
    }

    private static KernelMap wholeBatch() {
        return (KernelMap) places().batch_map(2);
    }
}
