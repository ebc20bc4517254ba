package tdsl.tensor.ops.order;

import static tdsl.tensor.dispatch.Op.op;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.ops.shape.Axes;

/// Distinct elements. NaN differs from itself.
public final class UniqueOps {
    private UniqueOps() {}

    /// The distinct elements in order (whether or not `sorted` asks for it), or the distinct slices along
    /// `dim`. With `return_inverse` also the index of each element (slice) among them, with
    /// `return_counts` also how often each occurs.
    @TensorOp("unique(input: Tensor, sorted: bool = true, return_inverse: bool = false, return_counts: bool = false,"
            + " dim: int? = none) -> value")
    public static Op unique() {
        return op().composite(a -> {
            Runs runs = Runs.ofEqual(a.tensor(0), axis("unique", a, 4), true);
            return runs.results(a.flag(2), a.flag(3));
        });
    }

    /// As unique, without sorting: only elements (slices) that follow each other are compared.
    @TensorOp("unique_consecutive(input: Tensor, return_inverse: bool = false, return_counts: bool = false, dim: int? ="
            + " none) -> value")
    public static Op unique_consecutive() {
        return op().composite(a -> {
            Runs runs = Runs.ofEqual(a.tensor(0), axis("unique_consecutive", a, 3), false);
            return runs.results(a.flag(1), a.flag(2));
        });
    }

    /// The distinct elements, the index of the first of each, the index of each element among the
    /// distinct ones, and how often each occurs, as in the Array API.
    @TensorOp("unique_all(x: Tensor) -> Tensor[]")
    public static Op unique_all() {
        return op().composite(a -> {
            Runs runs = Runs.ofEqual(a.tensor(0), null, true);
            return List.of(runs.values(), runs.firstIndices(), runs.inverse(), runs.counts());
        });
    }

    /// The distinct elements and how often each occurs, as in the Array API.
    @TensorOp("unique_counts(x: Tensor) -> (Tensor, Tensor)")
    public static Op unique_counts() {
        return op().composite(a -> {
            Runs runs = Runs.ofEqual(a.tensor(0), null, true);
            return List.of(runs.values(), runs.counts());
        });
    }

    /// The distinct elements and the index of each element among them, as in the Array API.
    @TensorOp("unique_inverse(x: Tensor) -> (Tensor, Tensor)")
    public static Op unique_inverse() {
        return op().composite(a -> {
            Runs runs = Runs.ofEqual(a.tensor(0), null, true);
            return List.of(runs.values(), runs.inverse());
        });
    }

    /// The distinct elements, as in the Array API.
    @TensorOp("unique_values(x: Tensor) -> Tensor")
    public static Op unique_values() {
        return op().composite(a -> Runs.ofEqual(a.tensor(0), null, true).values());
    }

    private static Integer axis(String op, Args args, int index) {
        return args.isNull(index) ? null : Integer.valueOf(Axes.argument(op, args, index));
    }

    /// Runs of equal elements (or slices along an axis) in some order.
    ///
    /// @param items  the elements as a vector, or the tensor
    /// @param axis   the axis that slices lie along
    /// @param order  the order, as indices; null for the order in which they lie
    /// @param starts where runs begin in that order
    /// @param shape  of the inverse
    private record Runs(Tensor items, int axis, Tensor order, Tensor starts, long[] shape) {

        static Runs ofEqual(Tensor input, Integer axis, boolean sorted) {
            Tensor detached = input.detach();
            Tensor items = axis == null ? detached.reshape(-1) : detached;
            int along = axis == null ? 0 : axis;
            // One row per slice; a vector has a single column.
            Tensor rows = axis == null
                    ? items.unsqueeze(1)
                    : items.movedim(new long[] {along}, 0).unsqueeze(1).flatten(1, -1);
            Tensor order = sorted ? lexicographic(rows) : null;
            Tensor ordered = order == null ? rows : rows.index_select(0, order);
            long[] shape = axis == null ? input.shape() : new long[] {items.size(along)};
            return new Runs(items, along, order, starts(ordered), shape);
        }

        /// The order of rows by their first column, then by their second, and so on: the sorts are
        /// stable.
        private static Tensor lexicographic(Tensor rows) {
            if (rows.size(1) == 0) {
                return Tensors.iota(rows.size(0), DType.INT64);
            }
            long last = rows.size(1) - 1;
            Tensor order = rows.select(1, last).argsort(0);
            for (long column = last - 1; column >= 0; column--) {
                Tensor keys = rows.select(1, column).index_select(0, order);
                order = order.index_select(0, keys.argsort(0));
            }
            return order;
        }

        private static Tensor starts(Tensor rows) {
            long count = rows.size(0);
            if (count == 0) {
                return Tensor.empty(rows.device(), DType.INT64, 0);
            }
            Tensor differs = rows.narrow(0, 1, count - 1)
                    .ne(rows.narrow(0, 0, count - 1))
                    .any(1);
            Tensor first = Tensor.empty(rows.device(), DType.BOOL, 1).fill_(1);
            return Tensors.cat(List.of(first, differs)).argwhere().reshape(-1);
        }

        Tensor firstIndices() {
            return order == null ? starts : order.index_select(0, starts);
        }

        Tensor values() {
            return items.index_select(axis, firstIndices());
        }

        Tensor counts() {
            Tensor end = Tensor.of(new long[] {items.size(axis)});
            return starts.diff(1, 0, null, end);
        }

        /// The number of the run that each element lies in.
        Tensor inverse() {
            Tensor runs = starts.bincount(null, items.size(axis)).cumsum(0).sub(1);
            return (order == null ? runs : runs.zeros_like().scatter(0, order, runs)).reshape(shape);
        }

        Object results(boolean withInverse, boolean withCounts) {
            List<Tensor> results = new ArrayList<>(List.of(values()));
            if (withInverse) {
                results.add(inverse());
            }
            if (withCounts) {
                results.add(counts());
            }
            return results.size() == 1 ? results.getFirst() : results;
        }
    }
}
