package tdsl.tensor.ops.indexing;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.GradContext;

/// What `scatter_reduce` computes, and its gradients. Its arguments are input, dim, index, src, reduce,
/// include_self.
final class ScatterReduction {
    private ScatterReduction() {}

    static Tensor compute(Args a) {
        long dim = a.integer(1);
        Tensor index = a.tensor(2);
        Tensor source = a.tensor(3).to(a.tensor(0).dtype());
        String reduce = a.text(4);
        Tensor result = a.tensor(0).clone();
        if (!a.flag(5)) {
            // Elements that will be combined with others begin as what changes nothing: an extreme, as one of them.
            Tensor start = switch (reduce) {
                case "amax", "amin" -> source;
                case "prod" -> source.ones_like();
                default -> source.zeros_like();
            };
            result.scatter_copy_(dim, index, start);
        }
        result.scatter_combine_(dim, index, source, reduce);
        if (!reduce.equals("mean")) {
            return result;
        }
        Tensor counts = counts(result, dim, index, a.flag(5));
        return result.dtype().isFloating() ? result.div(counts) : result.floor_divide(counts);
    }

    /// How many elements go into each of the result.
    private static Tensor counts(Tensor result, long dim, Tensor index, boolean includesSelf) {
        Tensor ones = index.ones_like(result.dtype());
        Tensor counts = result.ones_like();
        if (!includesSelf) {
            counts.scatter_copy_(dim, index, ones.zeros_like());
        }
        return counts.scatter_add_(dim, index, ones);
    }

    static Tensor gradOfInput(GradContext c) {
        long dim = c.args().integer(1);
        Tensor index = c.input(2);
        boolean includesSelf = c.args().flag(5);
        Tensor grad = switch (c.args().text(4)) {
            case "prod" -> c.grad().mul(c.input(0).ones_like().scatter_reduce(dim, index, c.input(3), "prod"));
            case "mean" -> c.grad().div(counts(c.grad().detach(), dim, index, includesSelf));
            case "amax", "amin" -> c.grad().mul(isExtreme(c)).div(ties(c));
            default -> c.grad();
        };
        return includesSelf ? grad : grad.scatter(dim, index, Tensor.weakScalar(0L));
    }

    static Tensor gradOfSource(GradContext c) {
        long dim = c.args().integer(1);
        Tensor index = c.input(2);
        Tensor grad = switch (c.args().text(4)) {
            case "prod" -> c.grad().gather(dim, index).mul(productOfOthers(c));
            case "mean" ->
                c.grad()
                        .div(counts(c.grad().detach(), dim, index, c.args().flag(5)))
                        .gather(dim, index);
            case "amax", "amin" -> c.grad().div(ties(c)).gather(dim, index).mul(isExtremeInSource(c));
            default -> c.grad().gather(dim, index);
        };
        return ScatterOps.ofSource(c, grad);
    }

    /// The part of the source that is below the index.
    private static Tensor read(GradContext c) {
        Tensor source = c.input(3);
        for (int axis = 0; axis < source.rank(); axis++) {
            source = source.narrow(axis, 0, c.input(2).size(axis));
        }
        return source;
    }

    private static Tensor isExtreme(GradContext c) {
        return c.input(0).eq(c.out()).to(c.grad().dtype());
    }

    private static Tensor isExtremeInSource(GradContext c) {
        Tensor results = c.out().gather(c.args().integer(1), c.input(2));
        return read(c).eq(results).to(c.grad().dtype());
    }

    /// How many elements are equal to each extreme; at least 1, also where nothing was written.
    private static Tensor ties(GradContext c) {
        long dim = c.args().integer(1);
        Tensor own = isExtreme(c);
        Tensor counted = c.args().flag(5) ? own : own.scatter(dim, c.input(2), Tensor.weakScalar(0L));
        Tensor ties = counted.scatter_add(dim, c.input(2), isExtremeInSource(c));
        return ties.clamp(Tensor.weakScalar(1L));
    }

    /// For each element of the source the product that it is multiplied with. A division by it would fail
    /// for 0, so zeros are counted apart.
    private static Tensor productOfOthers(GradContext c) {
        long dim = c.args().integer(1);
        Tensor index = c.input(2);
        Tensor source = read(c);
        Tensor isZero = source.eq(0);
        Tensor nonzero = source.masked_fill(isZero, Tensor.weakScalar(1L));
        Tensor products = c.input(0)
                .scatter_reduce(dim, index, nonzero, "prod", c.args().flag(5))
                .gather(dim, index);
        Tensor zeros = c.input(0)
                .zeros_like(DType.INT64)
                .scatter_add(dim, index, isZero.to(DType.INT64))
                .gather(dim, index);
        Tensor contributes = zeros.eq(isZero.to(DType.INT64)).to(c.grad().dtype());
        return products.div(nonzero).mul(contributes);
    }
}
