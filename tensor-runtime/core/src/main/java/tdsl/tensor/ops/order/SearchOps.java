package tdsl.tensor.ops.order;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;

/// Looking for values.
public final class SearchOps {
    private SearchOps() {}

    private static Tensor boundaries() {
        return Tensor.of(new double[] {-1, 0, 0.5, 0.5, 1}, 5);
    }

    /// Where values would be put into a sorted sequence: before the first element that is not less, or
    /// with `right` (or `side` "right") before the first that is greater; i64. The sequence is a vector,
    /// or has one line per line of values. With `sorter`, the indices that sort it, it need not be
    /// sorted.
    @TensorOp("searchsorted(sorted_sequence: Tensor, input: Tensor, right: bool = false, side: string? = none, sorter:"
            + " Tensor? = none, out_int32: bool = false) -> Tensor")
    public static Op searchsorted() {
        return op().composite(a -> {
                    Tensor sequence = a.isNull(4) ? a.tensor(0) : a.tensor(0).gather(-1, a.tensor(4));
                    Tensor places = sequence.insertion_indices(a.tensor(1), isRight(a));
                    return a.flag(5) ? places.to(DType.INT32) : places;
                })
                .samples(() -> Samples.of(boundaries(), uniform(-2, 2, 3, 4))
                        .and(boundaries(), Tensor.of(new double[] {0.5, 0}, 2))
                        .named("side", "right"));
    }

    private static boolean isRight(Args a) {
        return switch (a.text(3)) {
            case null -> a.flag(2);
            case "right" -> true;
            case "left" -> {
                if (a.flag(2)) {
                    throw new ValueException("searchsorted: side is \"left\", but right is true");
                }
                yield false;
            }
            default ->
                throw new ValueException("searchsorted: side must be \"left\" or \"right\", not \"%s\"", a.text(3));
        };
    }

    /// Which of the buckets between sorted boundaries each element lies in: from 0, below the first, to
    /// their number; i64, or i32 with `out_int32`. An element equal to a boundary lies below it, or with
    /// `right` above it.
    @TensorOp("bucketize(input: Tensor, boundaries: Tensor, right: bool = false, out_int32: bool = false) -> Tensor")
    public static Op bucketize() {
        return op().composite(a -> {
                    if (a.tensor(1).rank() != 1) {
                        throw new ValueException(
                                "bucketize: boundaries must be a vector, not %s",
                                a.tensor(1).describe());
                    }
                    Tensor places = a.tensor(1).insertion_indices(a.tensor(0), a.flag(2));
                    return a.flag(3) ? places.to(DType.INT32) : places;
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), boundaries()));
    }

    /// The kernel below `searchsorted`.
    @TensorOp(
            value = "insertion_indices(sorted_sequence: Tensor, input: Tensor, right: bool = false) -> Tensor",
            internal = true)
    public static Op insertion_indices() {
        return op().samples(() -> Samples.of(boundaries(), uniform(-2, 2, 3, 4)));
    }

    /// For each element, whether it is among `test_elements` (or is not, with `invert`).
    @TensorOp("isin(elements: Tensor, test_elements: Tensor, invert: bool = false) -> Tensor")
    public static Op isin() {
        return op().composite(SearchOps::isIn)
                .samples(() ->
                        Samples.of(Tensor.of(new long[][] {{1, 5, 2}, {7, 5, 0}}), Tensor.of(new long[] {5, 2, 9})));
    }

    private static Tensor isIn(Args a) {
        Tensor elements = a.tensor(0);
        Tensor sorted = a.tensor(1).reshape(-1).sort().getFirst();
        if (sorted.elementCount() == 0) {
            Tensor none = elements.zeros_like(DType.BOOL);
            return a.flag(2) ? none.logical_not() : none;
        }
        Tensor places = sorted.searchsorted(elements)
                .clamp(Tensor.weakScalar(0L), Tensor.weakScalar(sorted.elementCount() - 1));
        Tensor found = sorted.index_select(0, places.reshape(-1))
                .reshape(elements.shape())
                .eq(elements);
        return a.flag(2) ? found.logical_not() : found;
    }
}
