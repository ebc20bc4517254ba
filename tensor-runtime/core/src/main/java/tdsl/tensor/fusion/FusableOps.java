package tdsl.tensor.fusion;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Parameter;
import tdsl.tensor.dispatch.ParameterType;
import tdsl.tensor.random.Generator;

/// Which ops can be part of a fused expression.
public final class FusableOps {
    /// What a composite is tried with; some take no floating numbers.
    private static final DType[] TRIED = {DType.FLOAT32, DType.BOOL, DType.INT64};

    private static final Map<Op, Boolean> COMPOSITES = new ConcurrentHashMap<>();

    private FusableOps() {}

    /// Whether an op is pointwise, or a formula of such ops.
    public static boolean isPointwise(Op op) {
        if (op.isMutating() || op.hasInstalledKernel()) {
            return false;
        }
        return op.pointwise().isPresent() || mayBeFormula(op) && COMPOSITES.computeIfAbsent(op, FusableOps::isFormula);
    }

    /// Whether an op can end a fused expression by reducing all elements.
    public static boolean isReduction(Op op) {
        return Terminal.find(op) != Terminal.NONE;
    }

    private static boolean mayBeFormula(Op op) {
        return op.isComposite()
                && !op.hasGradient()
                && op.signature().result().equals("Tensor")
                && !op.signature().parameters().isEmpty()
                && op.signature().parameters().getFirst().type() == ParameterType.TENSOR
                && op.signature().parameters().stream().allMatch(FusableOps::isTensorOrNumber);
    }

    private static boolean isTensorOrNumber(Parameter parameter) {
        return switch (parameter.type()) {
            case TENSOR, FLOAT, NUMBER -> true;
            default -> false;
        };
    }

    /// By calling it on traced tensors.
    private static boolean isFormula(Op op) {
        Generator generator = Generator.standard();
        Generator.Stream before = generator.reserve(0);
        for (DType dtype : TRIED) {
            boolean isTraced = isTraced(op, dtype);
            if (!generator.reserve(0).equals(before)) {
                // A random number is no constant of a program.
                generator.resume(before);
                return false;
            }
            if (isTraced) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTraced(Op op, DType dtype) {
        try {
            return Trace.run(trace -> {
                Object[] arguments = op.signature().parameters().stream()
                        .map(Parameter::defaultValue)
                        .toArray();
                for (int i = 0; i < arguments.length; i++) {
                    boolean isTensor = op.signature().parameters().get(i).type() == ParameterType.TENSOR;
                    arguments[i] = isTensor ? trace.input(dtype, false, true) : arguments[i];
                }
                return op.call(arguments) instanceof Tensor result && trace.isComputed(result);
            });
        } catch (NotTraceableException _) {
            return false;
        }
    }
}
