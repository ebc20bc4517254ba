package tdsl.tensor.ops.linalg;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.GradContext;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Norms of vectors and matrices.
public final class Norms {
    private Norms() {}

    /// The elements in `dtype` if one is given.
    ///
    /// @throws DTypeException unless they are floating numbers
    public static Tensor floating(String op, Tensor input, DType dtype) {
        Tensor converted = dtype == null ? input : input.to(dtype);
        if (!converted.dtype().isFloating()) {
            throw new DTypeException("%s: takes floating numbers, not %s", op, converted.dtype())
                    .withHint("convert with .to(f32), or name a dtype");
        }
        return converted;
    }

    public static Tensor vector(String op, Tensor input, double p, long[] dims, boolean keepAxes) {
        if (p == Double.POSITIVE_INFINITY) {
            return input.abs().amax(dims, keepAxes);
        }
        if (p == Double.NEGATIVE_INFINITY) {
            return input.abs().amin(dims, keepAxes);
        }
        if (p == 0) {
            return input.ne(0).sum(dims, keepAxes, input.dtype());
        }
        if (p == 1) {
            return input.abs().sum(dims, keepAxes, null);
        }
        return p == 2
                ? input.square().sum(dims, keepAxes, null).sqrt()
                : input.abs().pow(p).sum(dims, keepAxes, null).pow(1 / p);
    }

    /// The gradient rule of `vector_norm`.
    public static Tensor vectorGrad(GradContext c) {
        long[] dims = c.args().integers(2);
        Tensor norm = unreduced(c.shape(0), dims, c.out());
        Tensor grad = unreduced(c.shape(0), dims, c.grad());
        return gradient(c.args().real(1), c.input(0).to(grad.dtype()), norm, grad, dims);
    }

    /// The gradient of a vector norm: sign(x) (|x| / norm)^(p − 1), and 0 where the norm is 0.
    ///
    /// @param norm with size 1 in the axes `dims` that were reduced, as has `grad`
    static Tensor gradient(double p, Tensor input, Tensor norm, Tensor grad, long[] dims) {
        if (p == 0) {
            return input.mul(0);
        }
        if (p == 1) {
            return input.sign().mul(grad);
        }
        if (Double.isInfinite(p)) {
            Tensor extreme = input.abs().eq(norm).to(input.dtype());
            return input.sign()
                    .mul(extreme)
                    .mul(grad.div(extreme.sum(dims, true, null).reshape(norm.shape())));
        }
        Tensor isZero = norm.eq(0);
        Tensor divisor = isZero.where(norm.ones_like(), norm);
        if (p == 2) {
            return input.mul(isZero.where(norm.zeros_like(), grad.div(divisor)));
        }
        // Where x is 0 its power has no derivative if p < 2, and none that is finite if p < 1.
        Tensor magnitude = input.abs();
        Tensor absent = magnitude.eq(0);
        Tensor quotient = absent.where(magnitude.ones_like(), magnitude).div(divisor);
        Tensor slope = absent.where(quotient.zeros_like(), quotient.pow(p - 1)).mul(input.sign());
        return slope.mul(isZero.where(norm.zeros_like(), grad));
    }

    /// A reduced value with its axes restored at size 1.
    private static Tensor unreduced(long[] shape, long[] dims, Tensor reduced) {
        long[] kept = shape.clone();
        if (dims == null) {
            Arrays.fill(kept, 1);
        } else {
            for (int axis : Shapes.axes("vector_norm", dims, shape.length)) {
                kept[axis] = 1;
            }
        }
        return reduced.reshape(kept);
    }

    /// See `norm`.
    ///
    /// @param p a Number, "fro", "nuc", or null for "fro"
    public static Tensor general(Tensor input, Object p, long[] dims, boolean keepAxes) {
        return switch (p) {
            case null -> input.vector_norm(2, dims, keepAxes);
            case Number number -> input.vector_norm(number.doubleValue(), dims, keepAxes);
            case String name when name.equals("fro") -> input.vector_norm(2, dims, keepAxes);
            case String name
            when name.equals("nuc") -> matrix(input, p, dims == null ? new long[] {-2, -1} : dims, keepAxes);
            default -> throw new ValueException("norm: p must be a number, \"fro\" or \"nuc\", not %s", p);
        };
    }

    /// @param ord a Number, "fro" or "nuc"
    public static Tensor matrix(Tensor input, Object ord, long[] dims, boolean keepAxes) {
        if (dims.length != 2) {
            throw new ShapeException("matrix_norm: dim must name two axes, not %s", Shapes.format(dims));
        }
        if (input.rank() < 2) {
            throw new ShapeException("matrix_norm: takes a matrix or a batch of them, not %s", input.describe());
        }
        int[] axes = Shapes.axes("matrix_norm", dims, input.rank());
        Tensor norm = switch (ord) {
            case String name when name.equals("fro") -> input.vector_norm(2, dims, true);
            case String name when name.equals("nuc") -> values(input, axes).sum(new long[] {-1}, false, null);
            case Number number -> numbered(input, number.doubleValue(), axes);
            default -> throw unknown(ord);
        };
        long[] shape = input.shape();
        shape[axes[0]] = 1;
        shape[axes[1]] = 1;
        Tensor kept = norm.reshape(shape);
        return keepAxes ? kept : kept.squeeze(dims);
    }

    private static Tensor numbered(Tensor input, double ord, int[] axes) {
        long[] last = {-1};
        if (Math.abs(ord) == 2) {
            Tensor values = values(input, axes);
            return ord > 0 ? values.amax(last) : values.amin(last);
        }
        boolean isOfRows = Double.isInfinite(ord);
        if (!isOfRows && Math.abs(ord) != 1) {
            throw unknown(ord);
        }
        long[] summed = {axes[isOfRows ? 1 : 0]};
        long[] compared = {axes[isOfRows ? 0 : 1]};
        Tensor sums = input.abs().sum(summed, true, null);
        return ord > 0 ? sums.amax(compared, true) : sums.amin(compared, true);
    }

    /// Singular values, of the matrices moved to the last axes.
    private static Tensor values(Tensor input, int[] axes) {
        long[] order = new long[input.rank()];
        int next = 0;
        for (int axis = 0; axis < order.length; axis++) {
            if (axis != axes[0] && axis != axes[1]) {
                order[next++] = axis;
            }
        }
        order[next] = axes[0];
        order[next + 1] = axes[1];
        return input.permute(order).svdvals();
    }

    private static ValueException unknown(Object ord) {
        ValueException error = new ValueException("matrix_norm: there is no matrix norm %s", ord);
        error.withHint("ord is \"fro\", \"nuc\", inf, -inf, 1, -1, 2 or -2");
        return error;
    }
}
