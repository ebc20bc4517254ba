package tdsl.tensor.ops.neural;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Integers as vectors.
public final class EmbeddingOps {
    private EmbeddingOps() {}

    private static Tensor indices() {
        return Tensor.of(new long[][] {{0, 2, 1}, {2, 2, 0}});
    }

    /// Class numbers as rows that are 1 at the class and 0 elsewhere, `[...]` to `[..., num_classes]`;
    /// i64. With `num_classes` −1, one class more than the greatest number.
    @TensorOp("one_hot(input: Tensor, num_classes: int = -1) -> Tensor")
    public static Op one_hot() {
        return op().composite(EmbeddingOps::oneHot)
                .samples(() -> Samples.of(indices()).and(indices(), 5L));
    }

    /// Rows of `weight` `[count, size]` picked by integers `[...]`, to `[..., size]`. The row
    /// `padding_idx` gets no gradient; it may count from the end. With `max_norm`, rows that are picked and have a
    /// larger `norm_type`-norm are first shortened to it, in place.
    @TensorOp(
            "embedding(input: Tensor, weight: Tensor, padding_idx: int? = none, max_norm: float? = none, norm_type: float = 2.0) -> Tensor")
    public static Op embedding() {
        return op().composite(a -> {
                    checkIndices("embedding", a);
                    if (!a.isNull(3)) {
                        shorten(a.tensor(1), a.tensor(0), a.real(3), a.real(4));
                    }
                    Tensor rows = rows(a.tensor(0), a.tensor(1));
                    if (a.isNull(2)) {
                        return rows;
                    }
                    int padding = Shapes.axis("embedding: padding_idx", a.integer(2), (int)
                            a.tensor(1).size(0));
                    return a.tensor(0).eq(padding).unsqueeze(-1).where(rows.detach(), rows);
                })
                .samples(() -> Samples.of(indices(), uniform(-2, 2, 3, 4)));
    }

    /// Embeddings of bags of integers combined by `mode` "sum", "mean" or "max". The bags are the rows of
    /// `input` `[bags, count]`, or parts of a vector that start at `offsets` `[bags]`. `per_sample_weights`, of
    /// input's shape, are factors for mode "sum"; `padding_idx` does not count. An empty bag gives 0.
    @TensorOp(
            "embedding_bag(input: Tensor, weight: Tensor, offsets: Tensor? = none, mode: string = \"mean\", per_sample_weights: Tensor? = none, padding_idx: int? = none) -> Tensor")
    public static Op embedding_bag() {
        return op().composite(Widening.of(EmbeddingOps::bag))
                .samples(() -> Samples.of(indices(), uniform(-2, 2, 3, 4))
                        .and(Tensor.of(new long[] {0, 2, 1, 2}), uniform(-2, 2, 3, 4), Tensor.of(new long[] {0, 1}))
                        .named("mode", "sum")
                        .named("per_sample_weights", uniform(0.5, 2, 4))
                        .and(indices(), uniform(-2, 2, 3, 4))
                        .named("mode", "max"));
    }

    private static Tensor oneHot(Args a) {
        Tensor input = a.tensor(0);
        if (input.dtype().isFloating()) {
            throw new DTypeException("one_hot: takes integers, not %s", input.describe());
        }
        long classes = a.integer(1);
        if (input.elementCount() == 0 && classes <= 0) {
            throw new ValueException("one_hot: num_classes must be given for %s", input.describe());
        }
        if (input.elementCount() > 0) {
            long least = (Long) input.to(DType.INT64).min().item();
            long most = (Long) input.to(DType.INT64).max().item();
            if (least < 0 || classes != -1 && most >= classes) {
                throw new ValueException(
                        "one_hot: class number %d is out of range for %d classes", least < 0 ? least : most, classes);
            }
            classes = classes == -1 ? most + 1 : classes;
        }
        return input.unsqueeze(-1).eq(Tensors.iota(classes, DType.INT64)).to(DType.INT64);
    }

    private static void checkIndices(String op, Args a) {
        if (!a.tensor(0).dtype().isIntegral() || a.tensor(1).rank() != 2) {
            throw new ShapeException(
                    "%s: takes integers and a matrix with a row for each, not %s and %s",
                    op, a.tensor(0).describe(), a.tensor(1).describe());
        }
    }

    private static void shorten(Tensor weight, Tensor indices, double most, double norm) {
        boolean outside = GradMode.set(false);
        try {
            Tensor used = indices.unique_values();
            weight.index_copy_(0, used, weight.index_select(0, used).renorm(norm, 0, most));
        } finally {
            GradMode.set(outside);
        }
    }

    private static Tensor rows(Tensor indices, Tensor weight) {
        long[] shape = Arrays.copyOf(indices.shape(), indices.rank() + 1);
        shape[indices.rank()] = weight.size(1);
        return weight.index_select(0, indices.reshape(-1)).reshape(shape);
    }

    private static Tensor bag(Args a) {
        checkIndices("embedding_bag", a);
        Tensor input = a.tensor(0);
        if (input.rank() != (a.isNull(2) ? 2 : 1)) {
            throw new ShapeException(
                    "embedding_bag: takes [bags, count], or a vector and offsets, not %s", input.describe());
        }
        Tensor bags = a.isNull(2) ? bagOfRow(input) : bagOfOffsets(input, a.tensor(2));
        long count = a.isNull(2) ? input.size(0) : a.tensor(2).size(0);
        Tensor indices = input.reshape(-1);
        Tensor rows = rows(indices, a.tensor(1));
        if (!a.isNull(4)) {
            if (!a.text(3).equals("sum")) {
                throw new ValueException("embedding_bag: per_sample_weights need mode=\"sum\"");
            }
            rows = rows.mul(a.tensor(4).reshape(-1, 1));
        }
        Tensor counted = a.isNull(5) ? indices.eq(indices) : indices.ne(a.integer(5));
        rows = counted.unsqueeze(1).where(rows, rows.zeros_like());
        Tensor zeros = rows.new_zeros(new long[] {count, rows.size(1)});
        return switch (a.text(3)) {
            case "sum" -> zeros.index_add(0, bags, rows);
            case "mean" -> {
                Tensor ones = counted.to(rows.dtype());
                Tensor sizes = rows.new_zeros(new long[] {count}).index_add(0, bags, ones);
                yield zeros.index_add(0, bags, rows)
                        .div(sizes.clamp(Tensor.weakScalar(1L), null).unsqueeze(1));
            }
            case "max" -> largest(bags, count, rows, counted);
            default ->
                throw new ValueException(
                        "embedding_bag: mode must be \"sum\", \"mean\" or \"max\", not \"%s\"", a.text(3));
        };
    }

    private static Tensor bagOfRow(Tensor input) {
        return Tensors.iota(input.size(0), DType.INT64)
                .unsqueeze(1)
                .expand(input.shape())
                .reshape(-1);
    }

    private static Tensor bagOfOffsets(Tensor input, Tensor offsets) {
        Tensor places = Tensors.iota(input.size(0), DType.INT64);
        return places.unsqueeze(1)
                .ge(offsets.unsqueeze(0))
                .sum(new long[] {1}, false, null)
                .sub(1);
    }

    private static Tensor largest(Tensor bags, long count, Tensor rows, Tensor counted) {
        // [bags, entries, 1]: whether the entry is one of the bag.
        Tensor member = Tensors.iota(count, DType.INT64)
                .unsqueeze(1)
                .eq(bags.unsqueeze(0))
                .logical_and(counted.unsqueeze(0))
                .unsqueeze(2);
        Tensor lowest = rows.new_zeros(new long[0]).sub(Double.POSITIVE_INFINITY);
        Tensor maxima = member.where(rows.unsqueeze(0), lowest).amax(new long[] {1}, false);
        Tensor occupied = member.any(new long[] {1}, false);
        return occupied.where(maxima, maxima.zeros_like());
    }
}
