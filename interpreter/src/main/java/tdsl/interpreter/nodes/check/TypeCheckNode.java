package tdsl.interpreter.nodes.check;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ScriptNode;

/// Checks a value against an annotation.
public abstract class TypeCheckNode extends ScriptNode {
    /// @throws tdsl.interpreter.diagnostics.ScriptException if the value does not fit
    public abstract void execute(VirtualFrame frame, Object value);
}
