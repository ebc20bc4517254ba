package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.functions.ClassDefinition;
import tdsl.interpreter.values.functions.ClassValue;
import tdsl.interpreter.values.functions.FunctionValue;

/// Makes a class of its definition and the variables around it.
public final class ClassNode extends ExpressionNode {
    private final ClassDefinition definition;

    @Child
    private CapturesNode captures;

    @Children
    private final ClosureNode[] methods;

    /// @param captures what the constructor captures
    /// @param methods in the order of the definition
    public ClassNode(ClassDefinition definition, CapturesNode captures, ClosureNode[] methods) {
        this.definition = definition;
        this.captures = captures;
        this.methods = methods;
    }

    @Override
    @ExplodeLoop
    public Object executeGeneric(VirtualFrame frame) {
        FunctionValue[] functions = new FunctionValue[methods.length];
        for (int i = 0; i < methods.length; i++) {
            functions[i] = methods[i].executeGeneric(frame);
        }
        return new ClassValue(definition, captures.execute(frame), functions);
    }
}
