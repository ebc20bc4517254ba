package tdsl.tensor.ops.creation;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.function.Supplier;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// New tensors.
public final class CreationOps {
    private CreationOps() {}

    /// A tensor of nested lists of numbers or bools, or a copy of a tensor, which stays on its device unless another is
    /// named.
    @TensorOp("tensor(data: value, dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op tensor() {
        return op().composite(a -> {
            if (a.value(0) instanceof Tensor source) {
                Tensor copy = source.detach().to(a.dtypeOr(1, source.dtype())).clone();
                return copy.on(a.deviceOr(2, source.device()));
            }
            return onDevice(
                    a, 2, () -> a.isNull(1) ? Tensor.of(a.value(0)) : Tensor.of(a.value(0), a.dtypeOr(1, null)));
        });
    }

    /// As `tensor`; a tensor that has the dtype is not copied, unless `copy` is true.
    @TensorOp("asarray(obj: value, dtype: dtype? = none, device: device? = none, copy: bool? = none) -> Tensor")
    public static Op asarray() {
        return op().composite(a -> {
            boolean copies = !a.isNull(3) && a.flag(3);
            return a.value(0) instanceof Tensor source && !copies
                    ? source.to(a.dtypeOr(1, source.dtype()))
                    : Tensors.tensor(a.value(0), a.dtypeOr(1, null), a.deviceOr(2, null));
        });
    }

    /// A tensor with arbitrary contents.
    @TensorOp("empty(shape: int..., dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op empty() {
        return op().composite(CreationOps::blank);
    }

    /// Zeros; f32 unless a dtype is given.
    @TensorOp("zeros(shape: int..., dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op zeros() {
        return op().composite(a -> blank(a).fill_(0));
    }

    /// Ones; f32 unless a dtype is given.
    @TensorOp("ones(shape: int..., dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op ones() {
        return op().composite(a -> blank(a).fill_(1));
    }

    /// A tensor with every element `fill_value`, whose dtype it has unless one is given.
    @TensorOp("full(shape: int[], fill_value: Tensor, dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op full() {
        return op().composite(a -> Tensor.empty(device(a, 3), a.dtypeOr(2, dtypeOfNumber(a.tensor(1))), a.integers(0))
                .fill_(a.tensor(1)));
    }

    /// Zeros with the shape of `input`, and its dtype unless one is given.
    @TensorOp("zeros_like(input: Tensor, dtype: dtype? = none) -> Tensor")
    public static Op zeros_like() {
        return op().composite(a -> like(a).fill_(0));
    }

    /// Ones with the shape of `input`, and its dtype unless one is given.
    @TensorOp("ones_like(input: Tensor, dtype: dtype? = none) -> Tensor")
    public static Op ones_like() {
        return op().composite(a -> like(a).fill_(1));
    }

    /// A tensor with the shape of `input` and arbitrary contents.
    @TensorOp("empty_like(input: Tensor, dtype: dtype? = none) -> Tensor")
    public static Op empty_like() {
        return op().composite(CreationOps::like);
    }

    /// A tensor with the shape and dtype of `input` and every element `fill_value`.
    @TensorOp("full_like(input: Tensor, fill_value: Tensor) -> Tensor")
    public static Op full_like() {
        return op().composite(a -> a.tensor(0).empty_like().fill_(a.tensor(1)));
    }

    /// Zeros of a given shape, with the dtype of `input` unless one is given.
    @TensorOp("new_zeros(input: Tensor, shape: int[], dtype: dtype? = none) -> Tensor")
    public static Op new_zeros() {
        return op().composite(a -> like(a, 2).fill_(0));
    }

    /// Ones of a given shape, with the dtype of `input` unless one is given.
    @TensorOp("new_ones(input: Tensor, shape: int[], dtype: dtype? = none) -> Tensor")
    public static Op new_ones() {
        return op().composite(a -> like(a, 2).fill_(1));
    }

    /// A tensor of a given shape with every element `fill_value`, with the dtype of `input` unless one is
    /// given.
    @TensorOp("new_full(input: Tensor, shape: int[], fill_value: Tensor, dtype: dtype? = none) -> Tensor")
    public static Op new_full() {
        return op().composite(a -> like(a, 3).fill_(a.tensor(2)));
    }

    /// A tensor of a given shape with arbitrary contents, with the dtype of `input` unless one is given.
    @TensorOp("new_empty(input: Tensor, shape: int[], dtype: dtype? = none) -> Tensor")
    public static Op new_empty() {
        return op().composite(a -> like(a, 2));
    }

    /// The numbers from `start` (0 if only one bound is given) up to but without `end`, in steps of
    /// `step`. i64 if all three are integers, else f32, unless a dtype is given.
    @TensorOp("arange(start: number, end: number? = none, step: number = 1, dtype: dtype? = none, device: device? ="
            + " none) -> Tensor")
    public static Op arange() {
        return op().composite(a -> onDevice(a, 4, () -> arange(a)));
    }

    /// `steps` numbers evenly spaced from `start` to `end`, both included.
    @TensorOp(
            "linspace(start: number, end: number, steps: int, dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op linspace() {
        return op().composite(a -> onDevice(a, 4, () -> {
            if (a.integer(2) < 0) {
                throw new ValueException("linspace: steps must not be negative, got %d", a.integer(2));
            }
            double step = a.integer(2) > 1 ? (a.real(1) - a.real(0)) / (a.integer(2) - 1) : 0;
            Tensor values = range(a.integer(2), DType.FLOAT64).mul(step).add(a.real(0));
            return values.to(a.dtypeOr(3, DType.FLOAT32));
        }));
    }

    /// `steps` powers of `base`, whose exponents are evenly spaced from `start` to `end`, both included.
    @TensorOp("logspace(start: number, end: number, steps: int, base: float = 10.0, dtype: dtype? = none, device:"
            + " device? = none) -> Tensor")
    public static Op logspace() {
        return op().composite(a -> onDevice(a, 5, () -> {
            Tensor exponents = Tensors.linspace(a.value(0), a.value(1), a.integer(2), DType.FLOAT64);
            Tensor base = Tensor.of(new double[] {a.real(3)}, 1);
            return base.pow(exponents).to(a.dtypeOr(4, DType.FLOAT32));
        }));
    }

    /// `steps` numbers from `start` to `end`, both included, each the same multiple of the one before.
    @TensorOp("geomspace(start: float, end: float, steps: int, dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op geomspace() {
        return op().composite(a -> onDevice(a, 4, () -> {
            double ratio = a.real(1) / a.real(0);
            if (!(ratio > 0) || Double.isInfinite(ratio)) {
                throw new ValueException(
                        "geomspace: start %s and end %s must be finite, of one sign, and not 0", a.real(0), a.real(1));
            }
            Tensor exponents = Tensors.linspace(0.0, 1.0, a.integer(2), DType.FLOAT64);
            Tensor powers = Tensor.of(new double[] {ratio}, 1).pow(exponents).mul(a.real(0));
            return powers.to(a.dtypeOr(3, DType.FLOAT32));
        }));
    }

    /// Ones on and below the `k`-th diagonal of `n` rows and `m` (or `n`) columns, zeros above.
    @TensorOp("tri(n: int, m: int? = none, k: int = 0, dtype: dtype? = none) -> Tensor")
    public static Op tri() {
        return op().composite(a -> {
            Tensor rows = range(a.integer(0), DType.INT64).unsqueeze(1);
            Tensor columns = range(a.integerOr(1, a.integer(0)), DType.INT64);
            return columns.sub(a.integer(2)).le(rows).to(a.dtypeOr(3, DType.FLOAT32));
        });
    }

    /// The identity matrix with `n` rows and `m` (or `n`) columns.
    @TensorOp("eye(n: int, m: int? = none, dtype: dtype? = none, device: device? = none) -> Tensor")
    public static Op eye() {
        return op().composite(a -> onDevice(a, 3, () -> {
            long columns = a.integerOr(1, a.integer(0));
            Tensor rows = range(a.integer(0), DType.INT64).unsqueeze(1);
            return rows.eq(range(columns, DType.INT64)).to(a.dtypeOr(2, DType.FLOAT32));
        }));
    }

    /// Writes `value` into every element.
    @TensorOp("fill_(input: Tensor, value: Tensor) -> Tensor")
    public static Op fill_() {
        return op().composite(a -> a.tensor(0).copy_(a.tensor(1)));
    }

    /// Writes 0 into every element.
    @TensorOp("zero_(input: Tensor) -> Tensor")
    public static Op zero_() {
        return op().composite(a -> a.tensor(0).fill_(0));
    }

    /// 0, 1, 2, … in a contiguous 1-d tensor.
    @TensorOp(value = "iota(count: int, dtype: dtype, device: device? = none) -> Tensor", internal = true)
    public static Op iota() {
        return op();
    }

    private static Tensor range(long count, DType dtype) {
        return Tensors.iota(count, dtype);
    }

    /// Where a call wants its result.
    private static Device device(Args args, int index) {
        return args.deviceOr(index, DefaultDevice.get());
    }

    private static Tensor onDevice(Args args, int index, Supplier<Tensor> made) {
        return args.isNull(index) ? made.get() : DefaultDevice.with(device(args, index), made);
    }

    private static Tensor blank(Args args) {
        return Tensor.empty(device(args, 2), args.dtypeOr(1, DType.FLOAT32), args.integers(0));
    }

    /// Of the shape of the first argument.
    private static Tensor like(Args args) {
        Tensor input = args.tensor(0);
        return Tensor.empty(input.device(), args.dtypeOr(1, input.dtype()), input.shape());
    }

    /// Of the shape that is the second argument.
    private static Tensor like(Args args, int dtype) {
        Tensor input = args.tensor(0);
        return Tensor.empty(input.device(), args.dtypeOr(dtype, input.dtype()), args.integers(1));
    }

    private static DType dtypeOfNumber(Tensor number) {
        return number.isWeak() ? DType.defaultOf(number.dtype().category()) : number.dtype();
    }

    private static final double LONGEST_RANGE = 1L << 62;

    private static Object number(Object value) {
        return value instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : value;
    }

    private static Tensor arange(Args a) {
        boolean single = a.isNull(1);
        Object start = single ? Long.valueOf(0) : number(a.value(0));
        Object end = number(single ? a.value(0) : a.value(1));
        Object step = number(a.value(2));
        if (((Number) step).doubleValue() == 0) {
            throw new ValueException("arange: step must not be 0");
        }
        if (start instanceof Long first && end instanceof Long last && step instanceof Long by) {
            if (Math.abs((double) last - first) > LONGEST_RANGE) {
                throw new ValueException("arange: from %d to %d is too far", first, last);
            }
            long distance = by > 0 ? last - first : first - last;
            long count = Math.max(0, Math.ceilDiv(distance, Math.abs(by)));
            return range(count, DType.INT64).mul(by).add(first).to(a.dtypeOr(3, DType.INT64));
        }
        double first = ((Number) start).doubleValue();
        double by = ((Number) step).doubleValue();
        long count = (long) Math.max(0, Math.ceil((((Number) end).doubleValue() - first) / by));
        return range(count, DType.FLOAT64).mul(by).add(first).to(a.dtypeOr(3, DType.FLOAT32));
    }

    /// A copy, contiguous, with its own storage.
    @TensorOp("clone(input: Tensor) -> Tensor")
    public static Op cloned() {
        return op().grad(c -> c.grad()).onnx("Identity").samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// The input itself if its elements lie in row-major order, else a copy that does.
    @TensorOp("contiguous(input: Tensor) -> Tensor")
    public static Op contiguous() {
        return op().composite(a ->
                        a.tensor(0).isContiguous() ? a.tensor(0) : a.tensor(0).clone())
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// Writes `value`, broadcast and converted, into `input`.
    @TensorOp("copy_(input: Tensor, value: Tensor) -> Tensor")
    public static Op copy_() {
        return op().mutating().grad(c -> c.grad().zeros_like(), c -> c.grad());
    }

    /// The input with another dtype or on another device; itself if it is so already. Floating to integer truncates
    /// towards 0.
    @TensorOp("to(input: Tensor, target: value) -> Tensor")
    public static Op to() {
        return op().composite(a -> switch (a.value(1)) {
                    case DType dtype
                    when dtype == a.tensor(0).dtype() && !a.tensor(0).isWeak() -> a.tensor(0);
                    case DType dtype -> a.tensor(0).cast(dtype);
                    case String device -> on(Device.parse(device), a.tensor(0));
                    case Device device -> on(device, a.tensor(0));
                    default ->
                        throw new TypeException(
                                "to: the target must be a dtype such as f32 or a device such as \"cpu\"");
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), DType.FLOAT64));
    }

    private static Tensor on(Device device, Tensor input) {
        return input.device() == device ? input : input.transfer(device);
    }

    /// A copy of the input on a device.
    @TensorOp("transfer(input: Tensor, device: device) -> Tensor")
    public static Op transfer() {
        return op().composite(a -> {
                    Tensor moved = a.tensor(0).on(a.value(1, Device.class));
                    return moved == a.tensor(0) ? moved.clone() : moved;
                })
                .grad(c -> c.grad())
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), Device.CPU));
    }

    /// A copy of the input with another dtype.
    @TensorOp(value = "cast(input: Tensor, dtype: dtype) -> Tensor", internal = true)
    public static Op cast() {
        return op().grad(c -> c.grad().to(c.dtype(0))).samples(() -> Samples.of(uniform(-2, 2, 3, 4), DType.FLOAT64));
    }

    /// The same values, cut off from the graph.
    @TensorOp("detach(input: Tensor) -> Tensor")
    public static Op detach() {
        return op().composite(a -> a.tensor(0).detached());
    }
}
