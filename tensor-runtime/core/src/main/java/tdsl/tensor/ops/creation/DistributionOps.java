package tdsl.tensor.ops.creation;

import static tdsl.tensor.dispatch.Op.op;

import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Numbers of various distributions, from the default generator; those with an underscore fill their
/// argument.
public final class DistributionOps {
    private DistributionOps() {}

    /// 1 with the probability that the element of `input` (or the number `p`, if given) says, else 0.
    @TensorOp("bernoulli(input: Tensor, p: float? = none) -> Tensor")
    public static Op bernoulli() {
        return op().composite(a -> {
            Tensor input = a.tensor(0);
            return coins(input, a.isNull(1) ? input : Tensor.weakScalar(a.real(1)));
        });
    }

    /// Fills with 1 with probability `p`, a number or a tensor, else 0.
    @TensorOp("bernoulli_(input: Tensor, p: Tensor? = none) -> Tensor")
    public static Op bernoulli_() {
        return op().composite(a -> {
            Tensor p = a.isNull(1) ? Tensor.weakScalar(0.5) : a.tensor(1);
            Shapes.broadcast("bernoulli_", a.tensor(0).shape(), p.shape());
            return a.tensor(0).copy_(coins(a.tensor(0), p));
        });
    }

    /// Poisson numbers with the rates `input`, in its dtype.
    @TensorOp("poisson(input: Tensor) -> Tensor")
    public static Op poisson() {
        return op().random();
    }

    /// Normal numbers with mean `mean` and standard deviation `std` (1, if not given), tensors or
    /// numbers, in the shape that they broadcast to, or `size` where both are numbers.
    @TensorOp("normal(mean: Tensor, std: Tensor? = none, size: int[]? = none, dtype: dtype? = none) -> Tensor")
    public static Op normal() {
        return op().composite(DistributionOps::normal);
    }

    /// Fills with normal numbers.
    @TensorOp("normal_(input: Tensor, mean: float = 0.0, std: float = 1.0) -> Tensor")
    public static Op normal_() {
        return op().composite(a -> {
            requireNotNegative("normal_", "std", a.real(2));
            return a.tensor(0).copy_(scaled(normals(a), a.real(2), a.real(1)));
        });
    }

    /// Fills with uniform numbers in `[from, to)`.
    @TensorOp("uniform_(input: Tensor, from: float = 0.0, to: float = 1.0) -> Tensor")
    public static Op uniform_() {
        return op().composite(a -> {
            if (!(a.real(1) <= a.real(2))) {
                throw new ValueException("uniform_: from %s must not be above to %s", a.real(1), a.real(2));
            }
            return a.tensor(0).copy_(scaled(uniforms(a), a.real(2) - a.real(1), a.real(1)));
        });
    }

    /// Fills with exponential numbers of rate `lambd`.
    @TensorOp("exponential_(input: Tensor, lambd: float = 1.0) -> Tensor")
    public static Op exponential_() {
        return op().composite(a -> {
            requirePositive("exponential_", "lambd", a.real(1));
            return a.tensor(0).copy_(logarithms(a).div(-a.real(1)));
        });
    }

    /// Fills with how many trials of success probability `p` there are up to the first success.
    @TensorOp("geometric_(input: Tensor, p: float) -> Tensor")
    public static Op geometric_() {
        return op().composite(a -> {
            double p = a.real(1);
            if (!(p > 0 && p < 1)) {
                throw new ValueException("geometric_: p must lie between 0 and 1, not be %s", p);
            }
            Tensor trials = logarithms(a).div(Math.log1p(-p)).ceil();
            return a.tensor(0).copy_(trials.maximum(Tensor.weakScalar(1L)));
        });
    }

    /// Fills with Cauchy numbers.
    @TensorOp("cauchy_(input: Tensor, median: float = 0.0, sigma: float = 1.0) -> Tensor")
    public static Op cauchy_() {
        return op().composite(a -> {
            requirePositive("cauchy_", "sigma", a.real(2));
            Tensor angles = uniforms(a).sub(0.5).mul(Math.PI);
            return a.tensor(0).copy_(scaled(angles.tan(), a.real(2), a.real(1)));
        });
    }

    /// Fills with numbers whose logarithms are normal with this mean and standard deviation.
    @TensorOp("log_normal_(input: Tensor, mean: float = 1.0, std: float = 2.0) -> Tensor")
    public static Op log_normal_() {
        return op().composite(a -> {
            requirePositive("log_normal_", "std", a.real(2));
            return a.tensor(0).copy_(scaled(normals(a), a.real(2), a.real(1)).exp());
        });
    }

    /// Fills with uniform integers from `from` up to but without `to`; with one number, from 0 up to it;
    /// with none, over all that the dtype holds exactly and are not negative.
    @TensorOp("random_(input: Tensor, from: int? = none, to: int? = none) -> Tensor")
    public static Op random_() {
        return op().composite(a -> {
            Tensor input = a.tensor(0);
            long low = a.isNull(2) ? 0 : a.integerOr(1, 0);
            long high = !a.isNull(2) ? a.integer(2) : a.isNull(1) ? limit(input.dtype()) : a.integer(1);
            if (low >= high) {
                throw new ValueException("random_: from %d must be less than to %d", low, high);
            }
            return input.copy_(Tensors.random_integers(low, high, input.shape()));
        });
    }

    /// One more than the largest integer up to which a dtype holds all.
    private static long limit(DType dtype) {
        return switch (dtype) {
            case BOOL -> 2;
            case UINT8 -> 1L << 8;
            case INT8 -> 1L << 7;
            case INT16 -> 1L << 15;
            case INT32 -> 1L << 31;
            case INT64 -> Long.MAX_VALUE;
            case FLOAT16 -> (1L << 11) + 1;
            case BFLOAT16 -> (1L << 8) + 1;
            case FLOAT32 -> (1L << 24) + 1;
            case FLOAT64 -> (1L << 53) + 1;
        };
    }

    private static Tensor coins(Tensor like, Tensor p) {
        Tensor probabilities = p.detach();
        if (!(Boolean)
                probabilities.ge(0).logical_and(probabilities.le(1)).all().item()) {
            throw new ValueException("bernoulli: probabilities must lie between 0 and 1");
        }
        DType drawn = probabilities.dtype() == DType.FLOAT64 && !probabilities.isWeak() ? DType.FLOAT64 : DType.FLOAT32;
        return Tensors.random_uniform(like.shape(), drawn).lt(probabilities).to(like.dtype());
    }

    private static Tensor normal(Args a) {
        Tensor mean = a.tensor(0);
        Tensor std = a.isNull(1) ? Tensor.weakScalar(1.0) : a.tensor(1);
        if ((Boolean) std.detach().lt(0).any().item()) {
            throw new ValueException("normal: a standard deviation is negative");
        }
        boolean numbers = mean.rank() == 0 && std.rank() == 0;
        if (!a.isNull(2) && !numbers) {
            throw new TypeException("normal: size is for a mean and a standard deviation that are numbers");
        }
        long[] shape = a.isNull(2) ? Shapes.broadcast("normal", mean.shape(), std.shape()) : a.integers(2);
        DType promoted = numbers ? DType.FLOAT32 : TypeRule.promote(mean, std);
        DType dtype = a.dtypeOr(3, promoted.isFloating() ? promoted : DType.FLOAT32);
        return Tensors.random_normal(shape, dtype).mul(std).add(mean).to(dtype);
    }

    /// The dtype to draw in for a tensor to fill, which is floating.
    private static DType drawn(Tensor target) {
        if (!target.dtype().isFloating()) {
            throw new DTypeException("a continuous distribution fills floating tensors, not %s", target.describe());
        }
        return target.dtype().arithmetic();
    }

    private static Tensor uniforms(Args a) {
        return Tensors.random_uniform(a.tensor(0).shape(), drawn(a.tensor(0)));
    }

    private static Tensor normals(Args a) {
        return Tensors.random_normal(a.tensor(0).shape(), drawn(a.tensor(0)));
    }

    /// Logarithms of uniform numbers in `(0, 1]`.
    private static Tensor logarithms(Args a) {
        DType dtype = a.tensor(0).dtype().isFloating() ? drawn(a.tensor(0)) : DType.FLOAT32;
        return Tensors.random_uniform(a.tensor(0).shape(), dtype).neg().log1p();
    }

    private static Tensor scaled(Tensor numbers, double factor, double shift) {
        Tensor stretched = factor == 1 ? numbers : numbers.mul(factor);
        return shift == 0 ? stretched : stretched.add(shift);
    }

    private static void requirePositive(String op, String name, double value) {
        if (!(value > 0)) {
            throw new ValueException("%s: %s must be positive, not %s", op, name, value);
        }
    }

    private static void requireNotNegative(String op, String name, double value) {
        if (!(value >= 0)) {
            throw new ValueException("%s: %s must not be negative, not %s", op, name, value);
        }
    }
}
