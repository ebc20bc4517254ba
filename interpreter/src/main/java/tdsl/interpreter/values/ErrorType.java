package tdsl.interpreter.values;

import com.oracle.truffle.api.nodes.Node;
import java.util.Optional;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.interpreter.values.functions.ParameterList;
import tdsl.interpreter.values.text.Display;

/// A kind of error as a value: called, it makes an error to throw; after `is`, it tells errors apart.
public final class ErrorType extends CallableValue {
    private static final ErrorType[] TYPES = makeTypes();

    private final ErrorKind kind;
    private final ParameterList parameters;

    private ErrorType(ErrorKind kind) {
        this.kind = kind;
        this.parameters = ParameterList.parse(kind.label() + "(message=\"\", hint=none)");
    }

    private static ErrorType[] makeTypes() {
        ErrorKind[] kinds = ErrorKind.values();
        ErrorType[] types = new ErrorType[kinds.length];
        for (ErrorKind kind : kinds) {
            types[kind.ordinal()] = new ErrorType(kind);
        }
        return types;
    }

    public static ErrorType of(ErrorKind kind) {
        return TYPES[kind.ordinal()];
    }

    /// The type that scripts know by this name.
    public static Optional<ErrorType> find(String name) {
        return ErrorKind.find(name).filter(kind -> kind != ErrorKind.INTERNAL).map(ErrorType::of);
    }

    public ErrorKind kind() {
        return kind;
    }

    @Override
    public String name() {
        return kind.label();
    }

    @Override
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        Object[] arguments = parameters.bind(site, positional, names, named, 0);
        String message = arguments[0] == null ? "" : Display.bare(arguments[0]);
        boolean hasHint = arguments[1] != null && arguments[1] != None.VALUE;
        return new ErrorValue(kind, message, hasHint ? Optional.of(Display.bare(arguments[1])) : Optional.empty());
    }

    @Override
    public String toString() {
        return kind.label();
    }
}
