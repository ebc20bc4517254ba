package tdsl.tensor.cuda.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Samples.Call;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.IntegerArithmeticException;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.random.Generator;

/// Compares an op on two devices, by the samples of its row: values and gradients, in several dtypes and layouts.
final class OpParity {
    private static final long SEED = 7;

    private final Op op;
    private final Device device;
    private final List<String> differences = new ArrayList<>();

    /// A way to change the tensors among the arguments of a sample.
    private enum Change {
        NONE(UnaryOperator.identity()),
        SINGLE(tensor -> tensor.dtype() == DType.FLOAT64 ? tensor.to(DType.FLOAT32) : tensor),
        HALF(tensor -> tensor.dtype() == DType.FLOAT64 ? tensor.to(DType.FLOAT16) : tensor),
        BRAIN(tensor -> tensor.dtype() == DType.FLOAT64 ? tensor.to(DType.BFLOAT16) : tensor),
        INTEGER(tensor -> tensor.dtype() == DType.FLOAT64 ? tensor.mul(4).to(DType.INT32) : tensor),
        TRANSPOSED(tensor -> tensor.rank() < 2
                ? tensor
                : tensor.transpose(-2, -1).contiguous().transpose(-2, -1)),
        REVERSED(tensor -> tensor.rank() < 1 ? tensor : reversed(tensor)),
        SHIFTED(OpParity::shifted),
        EMPTY(tensor -> tensor.rank() < 1 ? tensor : tensor.narrow(0, 0, 0)),
        ONE(tensor -> tensor.rank() < 1 || tensor.size(0) == 0 ? tensor : tensor.narrow(0, 0, 1));

        private final UnaryOperator<Tensor> change;

        Change(UnaryOperator<Tensor> change) {
            this.change = change;
        }

        boolean isOfLayout() {
            return ordinal() >= TRANSPOSED.ordinal();
        }
    }

    private OpParity(Op op, Device device) {
        this.op = op;
        this.device = device;
    }

    /// What differs between the processor and a device; empty if nothing does.
    static List<String> differences(Op op, Device device) {
        OpParity parity = new OpParity(op, device);
        if (op.name().equals("transfer")) {
            // Its samples say where the result is to be.
            return List.of();
        }
        List<Call> calls = op.samples().map(Samples::calls).orElse(List.of());
        for (int i = 0; i < calls.size(); i++) {
            for (Change change : Change.values()) {
                parity.compare(calls.get(i), change, "sample %d, %s".formatted(i, change));
            }
        }
        return parity.differences;
    }

    private static Tensor reversed(Tensor tensor) {
        return tensor.slice("::-1").contiguous().slice("::-1");
    }

    /// In a larger tensor, with gaps, and not at its start.
    private static Tensor shifted(Tensor tensor) {
        long[] shape = new long[tensor.rank() + 1];
        System.arraycopy(tensor.shape(), 0, shape, 0, tensor.rank());
        shape[tensor.rank()] = 3;
        Tensor larger = Tensor.empty(tensor.dtype(), shape).zero_();
        Tensor part = larger.select(tensor.rank(), 1);
        part.copy_(tensor);
        return part;
    }

    private void compare(Call call, Change change, String what) {
        Call changed = mapped(call, tensor -> tensor.isWeak() ? tensor : change.change.apply(tensor));
        Object expected = outcome(changed);
        Object found = outcome(mapped(changed, tensor -> tensor.isWeak() ? tensor : tensor.on(device)));
        if (change == Change.INTEGER && isBeyondComparison(expected, found)) {
            return;
        }
        String difference = Difference.between(expected, found, device);
        if (difference != null) {
            differences.add(what + ": " + difference);
        } else if (op.hasGradient() && !change.isOfLayout() || op.isComposite() && change == Change.NONE) {
            compareGradients(changed, what);
        }
    }

    /// Whether integers are no elements for the op, though the processor may take them and give something; or the
    /// values
    /// are an error that a GPU cannot report, such as a division by 0 or a negative power.
    private static boolean isBeyondComparison(Object expected, Object found) {
        boolean failsUnforeseen = expected instanceof RuntimeException && !(expected instanceof TensorException);
        boolean isOfValues = expected instanceof ValueException || expected instanceof IntegerArithmeticException;
        return found instanceof DTypeException || failsUnforeseen || isOfValues;
    }

    private void compareGradients(Call call, String what) {
        Object expected = gradients(call);
        Object found = gradients(mapped(call, tensor -> tensor.isWeak() ? tensor : tensor.on(device)));
        String difference = Difference.between(expected, found, device);
        if (difference != null) {
            differences.add(what + ", gradients: " + difference);
        }
    }

    /// The result of a call, or the exception that it ends in.
    private Object outcome(Call call) {
        Generator.standard().seed(SEED);
        try {
            Call own = op.isMutating() ? mapped(call, tensor -> tensor.isWeak() ? tensor : tensor.clone()) : call;
            return Difference.onHost(withoutSigns(op.callNamed(own.positional(), own.named())));
        } catch (RuntimeException error) {
            return error;
        }
    }

    /// Singular vectors have arbitrary signs: their squares are compared, and the product that they make.
    private Object withoutSigns(Object result) {
        if (!op.name().equals("svd")) {
            return result;
        }
        List<?> factors = (List<?>) result;
        Tensor left = (Tensor) factors.get(0);
        Tensor values = (Tensor) factors.get(1);
        Tensor right = (Tensor) factors.get(2);
        long count = values.size(values.rank() - 1);
        Tensor product = left.narrow(-1, 0, count).mul(values.unsqueeze(-2)).matmul(right.narrow(-2, 0, count));
        return List.of(left.square(), values, right.square(), product);
    }

    private Object gradients(Call call) {
        Generator.standard().seed(SEED);
        List<Tensor> leaves = new ArrayList<>();
        Call recorded = mapped(call, tensor -> leaf(tensor, leaves));
        try {
            Object result = withoutSigns(op.callNamed(recorded.positional(), recorded.named()));
            Tensor output = result instanceof List<?> list ? (Tensor) list.getFirst() : (Tensor) result;
            if (!output.requiresGrad() || !output.dtype().isFloating()) {
                return List.of();
            }
            // Weights that differ, so that no two gradients are exchanged unnoticed.
            Tensor weights = tdsl.tensor.ops.Tensors.iota(output.elementCount(), DType.FLOAT64, Device.CPU)
                    .mul(0.37)
                    .add(0.5)
                    .cos()
                    .reshape(output.shape());
            output.backward(weights.to(output.dtype()).on(output.device()), false, false);
            return Difference.onHost(leaves.stream()
                    .map(leaf -> leaf.grad() == null ? leaf.detached().zeros_like() : leaf.grad())
                    .toList());
        } catch (RuntimeException error) {
            return error;
        }
    }

    private static Tensor leaf(Tensor tensor, List<Tensor> leaves) {
        if (!tensor.dtype().isFloating() || tensor.isWeak()) {
            return tensor;
        }
        Tensor leaf = tensor.detached().clone().requiresGrad(true);
        leaves.add(leaf);
        return leaf;
    }

    private static Call mapped(Call call, UnaryOperator<Tensor> change) {
        List<Object> positional = new ArrayList<>();
        call.positional().forEach(value -> positional.add(mapped(value, change)));
        Map<String, Object> named = new LinkedHashMap<>();
        call.named().forEach((name, value) -> named.put(name, mapped(value, change)));
        return new Call(positional, named);
    }

    private static Object mapped(Object value, UnaryOperator<Tensor> change) {
        return switch (value) {
            case Tensor tensor -> change.apply(tensor);
            case List<?> list -> {
                List<Object> mapped = new ArrayList<>();
                list.forEach(element -> mapped.add(mapped(element, change)));
                yield mapped;
            }
            case null -> null;
            default -> value;
        };
    }
}
