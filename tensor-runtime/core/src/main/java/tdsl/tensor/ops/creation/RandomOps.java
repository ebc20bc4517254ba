package tdsl.tensor.ops.creation;

import static tdsl.tensor.dispatch.Op.op;

import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.ops.shape.Axes;
import tdsl.tensor.random.Generator;

/// Random numbers, from the default generator: `manual_seed` makes them repeat.
public final class RandomOps {
    private RandomOps() {}

    /// Sets the seed of the default generator.
    @TensorOp("manual_seed(seed: int) -> none")
    public static Op manual_seed() {
        return op().composite(a -> {
            Generator.standard().seed(a.integer(0));
            return null;
        });
    }

    /// Uniform numbers in `[0, 1)`.
    @TensorOp("rand(shape: int..., dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op rand() {
        return op().composite(a -> Tensors.random_uniform(a.integers(0), a.dtypeOr(1, DType.FLOAT32), device(a, 2)));
    }

    /// Uniform numbers in `[0, 1)` in the shape of `input`, and its dtype unless one is given.
    @TensorOp("rand_like(input: Tensor, dtype: dtype? = none) -> Tensor")
    public static Op rand_like() {
        return op().composite(a -> Tensors.random_uniform(
                a.tensor(0).shape(), a.dtypeOr(1, a.tensor(0).dtype())));
    }

    /// Normal numbers with mean 0 and variance 1.
    @TensorOp("randn(shape: int..., dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op randn() {
        return op().composite(a -> Tensors.random_normal(a.integers(0), a.dtypeOr(1, DType.FLOAT32), device(a, 2)));
    }

    /// Normal numbers with mean 0 and variance 1 in the shape of `input`, and its dtype unless one is
    /// given.
    @TensorOp("randn_like(input: Tensor, dtype: dtype? = none) -> Tensor")
    public static Op randn_like() {
        return op().composite(a -> Tensors.random_normal(
                a.tensor(0).shape(), a.dtypeOr(1, a.tensor(0).dtype())));
    }

    /// Uniform integers from `low` up to but without `high`.
    @TensorOp("randint(low: int, high: int, shape: int[], dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op randint() {
        return op().composite(a -> DefaultDevice.with(
                device(a, 4),
                () -> integers("randint", a.integer(0), a.integer(1), a.integers(2), a.dtypeOr(3, DType.INT64))));
    }

    /// Uniform integers from `low` up to but without `high` (from 0 up to but without `low`, if there is
    /// no `high`) in the shape of `input`, and its dtype unless one is given.
    @TensorOp("randint_like(input: Tensor, low: int, high: int? = none, dtype: dtype? = none) -> Tensor")
    public static Op randint_like() {
        return op().composite(a -> {
            long low = a.isNull(2) ? 0 : a.integer(1);
            long high = a.isNull(2) ? a.integer(1) : a.integer(2);
            DType dtype = a.dtypeOr(3, a.tensor(0).dtype());
            return integers("randint_like", low, high, a.tensor(0).shape(), dtype);
        });
    }

    private static Tensor integers(String op, long low, long high, long[] shape, DType dtype) {
        if (low >= high) {
            throw new ValueException("%s: low %d must be less than high %d", op, low, high);
        }
        if (!dtype.isFloating() && (low < dtype.least() || high - 1 > dtype.greatest())) {
            throw new ValueException(
                    "%s: %d to %d are beyond %s, whose numbers are %d to %d",
                    op, low, high - 1, dtype, dtype.least(), dtype.greatest());
        }
        return Tensors.random_integers(low, high, shape).to(dtype);
    }

    /// The integers from 0 up to but without `n`, in random order.
    ///
    /// They are drawn on the processor, one after another, for every device.
    @TensorOp("randperm(n: int, device: device? = none) -> Tensor")
    public static Op randperm() {
        return op().composite(a ->
                Tensors.random_permutation(a.integer(0), Device.CPU).on(device(a, 1)));
    }

    /// The slices along `dim` in random order.
    @TensorOp(value = "shuffle(input: Tensor, dim: int = 0) -> Tensor", inPlace = true)
    public static Op shuffle() {
        return op().composite(a -> {
            int axis = Axes.argument("shuffle", a, 1);
            return a.tensor(0).index_select(axis, Tensors.randperm(a.tensor(0).size(axis)));
        });
    }

    /// Indices drawn with probabilities proportional to `input`, a vector or the rows of a matrix:
    /// `num_samples` of each, i64. Without `replacement` no index is drawn twice.
    @TensorOp("multinomial(input: Tensor, num_samples: int, replacement: bool = false) -> Tensor")
    public static Op multinomial() {
        return op().composite(RandomOps::multinomial);
    }

    /// Uniform numbers in `[0, 1)`: the kernel below `rand`.
    @TensorOp(value = "random_uniform(shape: int[], dtype: dtype, device: device? = none) -> Tensor", internal = true)
    public static Op random_uniform() {
        return op().random();
    }

    /// Standard normal numbers: the kernel below `randn`.
    @TensorOp(value = "random_normal(shape: int[], dtype: dtype, device: device? = none) -> Tensor", internal = true)
    public static Op random_normal() {
        return op().random();
    }

    /// Uniform i64 in `[low, high)`: the kernel below `randint`.
    @TensorOp(
            value = "random_integers(low: int, high: int, shape: int[], device: device? = none) -> Tensor",
            internal = true)
    public static Op random_integers() {
        return op().random();
    }

    /// The integers below `n` in random order, on the processor: the kernel below `randperm`.
    @TensorOp("random_permutation(n: int, device: device) -> Tensor")
    public static Op random_permutation() {
        return op().random();
    }

    private static Device device(Args args, int index) {
        return args.deviceOr(index, DefaultDevice.get());
    }

    private static Tensor multinomial(Args a) {
        Tensor weights = a.tensor(0).detach().to(DType.FLOAT64);
        long count = a.integer(1);
        requireWeights(weights, count, a.flag(2));
        if (!a.flag(2)) {
            // The first of independent exponential times with these rates: the smallest are a draw without replacement.
            Tensor times = Tensors.random_uniform(weights.shape(), DType.FLOAT64)
                    .neg()
                    .log1p()
                    .neg();
            return times.div(weights).topk_indices(count, -1, false);
        }
        Tensor sums = weights.cumsum(-1);
        long[] shape = weights.shape();
        shape[shape.length - 1] = count;
        Tensor drawn = Tensors.random_uniform(shape, DType.FLOAT64);
        long last = sums.size(sums.rank() - 1) - 1;
        // A product that is rounded up may reach the total.
        return sums.searchsorted(drawn.mul(sums.narrow(-1, last, 1)), true).minimum(Tensor.weakScalar(last));
    }

    private static void requireWeights(Tensor weights, long count, boolean replacement) {
        if (weights.rank() < 1 || weights.rank() > 2 || weights.elementCount() == 0) {
            throw new ValueException("multinomial: takes a vector or matrix of weights, not %s", weights.describe());
        }
        if (count < 1) {
            throw new ValueException("multinomial: num_samples must be positive, not %d", count);
        }
        if (!(Boolean) weights.ge(0).logical_and(weights.isfinite()).all().item()) {
            throw new ValueException("multinomial: weights must be finite and at least 0");
        }
        long choices = (Long) weights.gt(0).sum(-1).amin().item();
        if (choices < (replacement ? 1 : count)) {
            throw new ValueException(
                    "multinomial: %d of the weights are not 0, too few for %d draws%s",
                    choices, count, replacement ? "" : " without replacement");
        }
    }
}
