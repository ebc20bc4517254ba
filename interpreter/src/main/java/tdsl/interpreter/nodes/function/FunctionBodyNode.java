package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.Tag;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.check.TypeCheckNode;
import tdsl.interpreter.nodes.control.Jump;

/// A function from its call to its result: takes the arguments into variables, then runs the statements.
public final class FunctionBodyNode extends ExpressionNode {
    @Children
    private final ExpressionNode[] prologue;

    @Child
    private ExpressionNode body;

    @Child
    private TypeCheckNode resultCheck;

    /// @param resultCheck null if the result may be anything
    public FunctionBodyNode(ExpressionNode[] prologue, ExpressionNode body, TypeCheckNode resultCheck) {
        this.prologue = prologue;
        this.body = body;
        this.resultCheck = resultCheck;
    }

    @Override
    @ExplodeLoop
    public Object executeGeneric(VirtualFrame frame) {
        for (ExpressionNode parameter : prologue) {
            parameter.executeVoid(frame);
        }
        Object result = result(frame);
        if (resultCheck != null) {
            resultCheck.execute(frame, result);
        }
        return result;
    }

    private Object result(VirtualFrame frame) {
        try {
            return body.executeGeneric(frame);
        } catch (Jump.Return jump) {
            return jump.value();
        }
    }

    @Override
    public boolean hasTag(Class<? extends Tag> tag) {
        return tag == StandardTags.RootTag.class || tag == StandardTags.RootBodyTag.class;
    }
}
