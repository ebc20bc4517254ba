package tdsl.interpreter.nodes.check;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import java.util.Arrays;
import java.util.stream.Collectors;
import tdsl.interpreter.nodes.ExpressionNode;

/// A size that a signature has bound to a name, and the argument that it came from.
public final class BindingNode extends Node {
    private final String name;
    private final String source;

    @Child
    private ExpressionNode value;

    /// @param source the parameter whose argument has this size
    public BindingNode(String name, String source, ExpressionNode value) {
        this.name = name;
        this.source = source;
        this.value = value;
    }

    /// `b = 2 from q`.
    Object describe(VirtualFrame frame) {
        return text(value.executeGeneric(frame));
    }

    @TruffleBoundary
    private String text(Object size) {
        return name + " = " + size + " from " + source;
    }

    static String join(Object[] descriptions) {
        return Arrays.stream(descriptions).map(Object::toString).collect(Collectors.joining(", "));
    }
}
