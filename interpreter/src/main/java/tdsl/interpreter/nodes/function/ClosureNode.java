package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.functions.FunctionCode;
import tdsl.interpreter.values.functions.FunctionValue;

/// Makes a function of its code and the variables around it.
public final class ClosureNode extends ExpressionNode {
    private final FunctionCode code;

    @Child
    private CapturesNode captures;

    public ClosureNode(FunctionCode code, CapturesNode captures) {
        this.code = code;
        this.captures = captures;
    }

    @Override
    public FunctionValue executeGeneric(VirtualFrame frame) {
        return new FunctionValue(code, captures.execute(frame));
    }
}
