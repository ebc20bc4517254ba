package tdsl.interpreter.nodes.fusion;

import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.fusion.FusedExpression;

/// A fused expression for certain leaves being plain numbers. Calls between plain numbers only are not fused: the
/// language computes them, by its own rules, and their values are leaves of the program.
final class FusionVariant {
    private final long numbers;
    private final FusedExpression expression;
    private final boolean hasNumberCalls;

    /// Of the program's leaves, each a {@link FusionPart.Leaf} or a call between numbers.
    @CompilationFinal(dimensions = 1)
    private final FusionPart[] sources;

    /// @param numbers a bit for each leaf that is a plain number
    FusionVariant(FusionPart.Call root, long numbers) {
        this.numbers = numbers;
        Builder builder = new Builder(numbers);
        builder.operand(root);
        sources = builder.sources.toArray(FusionPart[]::new);
        hasNumberCalls = builder.sources.stream().anyMatch(FusionPart.Call.class::isInstance);
        expression = builder.calls.size() < 2 ? null : new FusedExpression(builder.calls);
    }

    /// Lists the calls that are fused, each after those whose results it takes.
    private static final class Builder {
        private final long numbers;
        private final List<FusionPart> sources = new ArrayList<>();
        private final List<FusedExpression.Call> calls = new ArrayList<>();

        Builder(long numbers) {
            this.numbers = numbers;
        }

        Object operand(FusionPart part) {
            return switch (part) {
                case FusionPart.Number number -> Tensor.weakScalar(number.value());
                case FusionPart.Leaf leaf -> leaf(leaf);
                case FusionPart.Call call when call.isNumber(numbers) -> leaf(call);
                case FusionPart.Call call -> {
                    Object[] arguments = call.arguments().clone();
                    for (int i = 0; i < arguments.length; i++) {
                        arguments[i] = arguments[i] instanceof FusionPart argument ? operand(argument) : arguments[i];
                    }
                    calls.add(new FusedExpression.Call(call.op(), arguments, call.node()));
                    yield new FusedExpression.Result(calls.size() - 1);
                }
            };
        }

        private FusedExpression.Leaf leaf(FusionPart source) {
            if (!sources.contains(source)) {
                sources.add(source);
            }
            return new FusedExpression.Leaf(sources.indexOf(source));
        }
    }

    long numbers() {
        return numbers;
    }

    /// Null if too little is left to be fused.
    FusedExpression expression() {
        return expression;
    }

    /// Whether {@link #inputs} needs the values of the leaves in the frame.
    boolean hasNumberCalls() {
        return hasNumberCalls;
    }

    /// What the program takes.
    ///
    /// @param values of the leaves
    @ExplodeLoop
    Object[] inputs(VirtualFrame frame, Object[] values) {
        Object[] inputs = new Object[sources.length];
        for (int i = 0; i < sources.length; i++) {
            inputs[i] = switch (sources[i]) {
                case FusionPart.Leaf leaf -> values[leaf.number()];
                case FusionPart.Call call -> call.node().executeGeneric(frame);
                case FusionPart.Number number -> number.value();
            };
        }
        return inputs;
    }
}
