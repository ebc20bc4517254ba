package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.functions.ObjectValue;

/// A field or constructor parameter by its bare name, in the code of its class.
public final class FieldNode extends ExpressionNode {
    @Child
    private ExpressionNode self;

    private final int index;
    private final String name;

    public FieldNode(ExpressionNode self, int index, String name) {
        this.self = self;
        this.index = index;
        this.name = name;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object value = ((ObjectValue) self.executeGeneric(frame)).field(index);
        if (value == null) {
            CompilerDirectives.transferToInterpreter();
            throw error(ErrorKind.NAME, "the field %s is used before it is initialised", name);
        }
        return value;
    }
}
