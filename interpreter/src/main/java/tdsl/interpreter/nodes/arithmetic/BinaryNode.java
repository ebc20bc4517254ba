package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.NodeChild;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.diagnostics.habits.OperandHabits;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.call.LabelledOpCalls;
import tdsl.interpreter.values.Kinds;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;

/// An operator between two values. Subclasses compute with plain values; tensors go to the operator's op.
@NodeChild("left")
@NodeChild("right")
public abstract class BinaryNode extends ExpressionNode {
    private final BinaryOperator operator;
    private final boolean updates;

    /// @param updates whether this is the operator of `target op= value`, which changes a tensor in place
    protected BinaryNode(BinaryOperator operator, boolean updates) {
        this.operator = operator;
        this.updates = updates;
    }

    protected abstract ExpressionNode getLeft();

    protected abstract ExpressionNode getRight();

    /// The result where neither operand has a faster way: of tensors, or an error that names both operands.
    @TruffleBoundary
    protected final Object general(Object left, Object right) {
        Op chosen = updates && left instanceof Tensor && operator.inPlaceOp() != null
                ? operator.inPlaceOp()
                : operator.op();
        if (chosen != null
                && isOperand(left)
                && isOperand(right)
                && (left instanceof Tensor || right instanceof Tensor)) {
            return LabelledOpCalls.callBinary(this, chosen, getLeft(), left, getRight(), right);
        }
        Object result = OperatorMethods.binaryOrNull(this, operator, left, right);
        if (result != null) {
            return result;
        }
        throw unsupported(left, right);
    }

    private static boolean isOperand(Object value) {
        return value instanceof Tensor || value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    protected final ScriptException unsupported(Object left, Object right) {
        String symbol = operator.symbol();
        ScriptException error = error(
                ErrorKind.TYPE,
                "%s is not defined between %s and %s",
                symbol,
                Kinds.describe(left),
                Kinds.describe(right));
        return error.withHint(OperandHabits.hint(symbol, left, right));
    }

    protected final ScriptException overflow(long left, long right) {
        String symbol = operator.symbol();
        return error(ErrorKind.ARITHMETIC, "%d %s %d does not fit into a 64-bit int", left, symbol, right)
                .withHint("a float reaches further, with 15 to 17 digits: float(x)");
    }

    protected final ScriptException divisionByZero() {
        return error(ErrorKind.ARITHMETIC, "division by zero");
    }
}
