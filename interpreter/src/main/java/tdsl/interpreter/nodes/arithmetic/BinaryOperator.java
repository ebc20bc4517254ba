package tdsl.interpreter.nodes.arithmetic;

import tdsl.tensor.dispatch.Op;
import tdsl.tensor.ops.OpIndex;

/// The operators between two values that tensors have, each with the op that it stands for.
public enum BinaryOperator {
    ADD("+", "add"),
    SUBTRACT("-", "sub"),
    MULTIPLY("*", "mul"),
    DIVIDE("/", "div"),
    FLOOR_DIVIDE("//", "floor_divide"),
    REMAINDER("%", "remainder"),
    MATRIX_MULTIPLY("@", "matmul"),
    POWER("**", "pow"),
    BIT_AND("&", "bitwise_and"),
    BIT_OR("|", "bitwise_or"),
    BIT_XOR("^", "bitwise_xor"),
    SHIFT_LEFT("<<", "bitwise_left_shift"),
    SHIFT_RIGHT(">>", "bitwise_right_shift"),
    EQUAL("==", "eq"),
    NOT_EQUAL("!=", "ne"),
    LESS("<", "lt"),
    LESS_OR_EQUAL("<=", "le"),
    GREATER(">", "gt"),
    GREATER_OR_EQUAL(">=", "ge");

    private final String symbol;
    private final String opName;
    private Op op;
    private Op inPlaceOp;

    BinaryOperator(String symbol, String opName) {
        this.symbol = symbol;
        this.opName = opName;
    }

    public String symbol() {
        return symbol;
    }

    /// The name of the method that the operator calls on objects.
    public String methodName() {
        return opName;
    }

    /// The op for tensors; null if the tensor library has none.
    public Op op() {
        if (op == null) {
            op = OpIndex.find(opName);
        }
        return op;
    }

    /// The op that writes its result into the left operand; null if there is none.
    public Op inPlaceOp() {
        if (inPlaceOp == null) {
            inPlaceOp = OpIndex.find(opName + "_");
        }
        return inPlaceOp;
    }
}
