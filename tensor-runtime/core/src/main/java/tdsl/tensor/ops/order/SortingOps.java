package tdsl.tensor.ops.order;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.shape.Axes;

/// Order along an axis: sorting, and elements chosen by their rank. NaN is above all numbers.
public final class SortingOps {
    private SortingOps() {}

    private static Samples alongAxes() {
        return Samples.of(uniform(-2, 2, 3, 5))
                .and(uniform(-2, 2, 3, 5))
                .named("dim", 0L)
                .and(uniform(-2, 2, 3, 5))
                .named("dim", -1L)
                .named("keepdim", true);
    }

    /// The indices that sort along `dim`; equal elements keep their order (so `stable` changes nothing).
    @TensorOp("argsort(input: Tensor, dim: int = -1, descending: bool = false, stable: bool = true) -> Tensor")
    public static Op argsort() {
        return op().samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// The elements in order along `dim`, and their indices. Equal elements keep their order (so `stable`
    /// changes nothing).
    @TensorOp("sort(input: Tensor, dim: int = -1, descending: bool = false, stable: bool = true) -> (Tensor, Tensor)")
    public static Op sort() {
        return op().composite(a -> {
                    Tensor order = a.tensor(0).argsort(a.integer(1), a.flag(2));
                    return List.of(chosen(a.tensor(0), a.integer(1), order), order);
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)).and(uniform(-2, 2, 3, 4), 0L, true));
    }

    /// The elements in order along the first axis.
    @TensorOp("msort(input: Tensor) -> Tensor")
    public static Op msort() {
        return op().composite(a -> a.tensor(0).sort(0).getFirst()).samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// The `k` largest (or smallest) elements along `dim`, and their indices; of equal elements the
    /// first. They are in order, whether or not `sorted` asks for it.
    @TensorOp(
            "topk(input: Tensor, k: int, dim: int = -1, largest: bool = true, sorted: bool = true) -> (Tensor, Tensor)")
    public static Op topk() {
        return op().composite(a -> {
                    Tensor indices = a.tensor(0).topk_indices(a.integer(1), a.integer(2), a.flag(3));
                    return List.of(chosen(a.tensor(0), a.integer(2), indices), indices);
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 2L).and(uniform(-2, 2, 3, 4), 2L, 0L, false));
    }

    /// The indices of the `k` largest (or smallest) elements along `dim`: the kernel below `topk`.
    @TensorOp("topk_indices(input: Tensor, k: int, dim: int = -1, largest: bool = true) -> Tensor")
    public static Op topk_indices() {
        return op().samples(() -> Samples.of(uniform(-2, 2, 3, 4), 2L));
    }

    /// The `k`-th smallest element along `dim`, counted from 1. The index is `kthvalue_indices`.
    @TensorOp("kthvalue(input: Tensor, k: int, dim: int = -1, keepdim: bool = false) -> Tensor")
    public static Op kthvalue() {
        return op().composite(a -> {
                    Tensor index = a.tensor(0).kthvalue_indices(a.integer(1), a.integer(2), true);
                    return one(a.tensor(0), a.integer(2), index, a.flag(3));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), 2L)
                        .and(uniform(-2, 2, 3, 4), 1L, 0L)
                        .named("keepdim", true));
    }

    /// The index of the (first) `k`-th smallest element along `dim`, counted from 1.
    @TensorOp(
            value = "kthvalue_indices(input: Tensor, k: int, dim: int = -1, keepdim: bool = false) -> Tensor",
            internal = true)
    public static Op kthvalue_indices() {
        return op().samples(() -> Samples.of(uniform(-2, 2, 3, 4), 2L));
    }

    /// The element in the middle of the order along `dim`, or of all; the lower of two. NaN if any is.
    /// The index is `median_indices`.
    @TensorOp("median(input: Tensor, dim: int? = none, keepdim: bool = false) -> Tensor")
    public static Op median() {
        return op().composite(a -> middle(a, false)).samples(SortingOps::alongAxes);
    }

    /// The index of the median along `dim`; of the first NaN if there is one.
    @TensorOp(value = "median_indices(input: Tensor, dim: int = -1, keepdim: bool = false) -> Tensor", internal = true)
    public static Op median_indices() {
        return op().samples(SortingOps::alongAxes);
    }

    /// As median, of the elements that are not NaN. The index is `nanmedian_indices`.
    @TensorOp("nanmedian(input: Tensor, dim: int? = none, keepdim: bool = false) -> Tensor")
    public static Op nanmedian() {
        return op().composite(a -> middle(a, true)).samples(SortingOps::alongAxes);
    }

    /// The index of the median along `dim` of the elements that are not NaN; of the first NaN if there
    /// are no others.
    @TensorOp(
            value = "nanmedian_indices(input: Tensor, dim: int = -1, keepdim: bool = false) -> Tensor",
            internal = true)
    public static Op nanmedian_indices() {
        return op().samples(SortingOps::alongAxes);
    }

    /// The most frequent element along `dim`, the smallest of several. The index is `mode_indices`.
    @TensorOp("mode(input: Tensor, dim: int = -1, keepdim: bool = false) -> Tensor")
    public static Op mode() {
        return op().composite(
                        a -> one(a.tensor(0), a.integer(1), a.tensor(0).mode_indices(a.integer(1), true), a.flag(2)))
                .samples(SortingOps::alongAxes);
    }

    /// The index of the last element along `dim` that equals the mode.
    @TensorOp(value = "mode_indices(input: Tensor, dim: int = -1, keepdim: bool = false) -> Tensor", internal = true)
    public static Op mode_indices() {
        return op().samples(SortingOps::alongAxes);
    }

    private static Tensor middle(Args a, boolean ignoresNotANumber) {
        Tensor input = a.isNull(1) ? a.tensor(0).reshape(-1) : a.tensor(0);
        long dim = a.integerOr(1, 0);
        Tensor index = ignoresNotANumber ? input.nanmedian_indices(dim, true) : input.median_indices(dim, true);
        Tensor median = one(input, dim, index, a.flag(2));
        return a.isNull(1) ? median.reshape(a.flag(2) ? Axes.ones(a.tensor(0).rank()) : new long[0]) : median;
    }

    /// The elements at indices along an axis, also of a tensor without axes.
    public static Tensor chosen(Tensor input, long dim, Tensor indices) {
        if (input.rank() > 0) {
            return input.gather(dim, indices);
        }
        return input.reshape(1).gather(0, indices.reshape(-1)).reshape(indices.shape());
    }

    /// The element at one index along an axis, which `indices` has with size 1.
    public static Tensor one(Tensor input, long dim, Tensor indices, boolean keepAxis) {
        Tensor chosen = chosen(input, dim, indices);
        return keepAxis || input.rank() == 0 ? chosen : chosen.squeeze(dim);
    }
}
