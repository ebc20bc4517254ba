package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import tdsl.interpreter.values.Cell;

/// A function of a script: its code, and the variables that it captured where it was made.
@ExportLibrary(InteropLibrary.class)
public final class FunctionValue extends CallableValue {
    private final FunctionCode code;
    private final Cell[] captured;

    public FunctionValue(FunctionCode code, Cell[] captured) {
        this.code = code;
        this.captured = captured;
    }

    public FunctionCode code() {
        return code;
    }

    public RootCallTarget callTarget() {
        return code.callTarget();
    }

    public Cell[] captured() {
        return captured;
    }

    @Override
    public String name() {
        return code.name();
    }

    @Override
    @TruffleBoundary
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        Object[] arguments = code.parameters().bind(site, positional, names, named, code.parameterOffset());
        arguments[0] = captured;
        return callTarget().call(site, arguments);
    }

    /// Calls this method on an object.
    @TruffleBoundary
    Object callOn(Node site, Object receiver, Object[] positional, String[] names, Object[] named) {
        Object[] arguments = code.parameters().bind(site, positional, names, named, code.parameterOffset());
        arguments[0] = captured;
        arguments[1] = receiver;
        return callTarget().call(site, arguments);
    }

    @Override
    public String toString() {
        return "<fn " + code.name() + code.parameters().shortForm() + ">";
    }

    @ExportMessage
    boolean hasSourceLocation() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    SourceSection getSourceLocation() {
        return callTarget().getRootNode().getSourceSection();
    }
}
