package tdsl.interpreter.nodes.fusion;

import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;

/// The structure of a fused expression.
public sealed interface FusionPart {
    /// Something that is evaluated before.
    record Leaf(int number) implements FusionPart {}

    /// A number that stands in the source.
    record Number(Object value) implements FusionPart {}

    /// An operator or call.
    final class Call implements FusionPart {
        private final Op op;
        private final Object[] arguments;
        private ExpressionNode node;

        /// @param arguments in the order of the op's signature: parts, and values as ops take them
        public Call(Op op, Object[] arguments) {
            this.op = op;
            this.arguments = arguments;
        }

        /// @param callNode the node that evaluates this by itself
        public void setNode(ExpressionNode callNode) {
            node = callNode;
        }

        Op op() {
            return op;
        }

        Object[] arguments() {
            return arguments;
        }

        ExpressionNode node() {
            return node;
        }
    }

    /// Whether the value is a plain number if these leaves are.
    default boolean isNumber(long numbers) {
        return switch (this) {
            case Leaf leaf -> (numbers & 1L << leaf.number()) != 0;
            case Number _ -> true;
            case Call call -> {
                boolean all = true;
                for (Object argument : call.arguments) {
                    all &= argument instanceof FusionPart part ? part.isNumber(numbers) : isPlain(argument);
                }
                yield all;
            }
        };
    }

    private static boolean isPlain(Object argument) {
        return !(argument instanceof Tensor tensor) || tensor.isWeak();
    }
}
