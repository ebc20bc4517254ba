package tdsl.interpreter.values;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import java.util.List;
import java.util.Optional;
import tdsl.interpreter.diagnostics.CallSite;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.collections.ListValue;

/// An error as scripts hold it: what `catch e` binds, and what `throw` takes.
@ExportLibrary(InteropLibrary.class)
public final class ErrorValue implements TruffleObject {
    /// What scripts read from an error.
    public static final List<String> MEMBERS = List.of("kind", "message", "hint", "line", "trace");

    private final ErrorKind kind;
    private final String message;
    private final Optional<String> hint;
    private ScriptException thrown;

    /// An error that was not thrown yet.
    public ErrorValue(ErrorKind kind, String message, Optional<String> hint) {
        this.kind = kind;
        this.message = message;
        this.hint = hint;
    }

    /// The error that was caught.
    public ErrorValue(ScriptException thrown) {
        this(thrown.kind(), thrown.getMessage(), thrown.hint());
        this.thrown = thrown;
    }

    public ErrorKind kind() {
        return kind;
    }

    /// The exception to throw: the same one if it was caught before, so that its place and trace stay.
    @TruffleBoundary
    public ScriptException toThrow(Node site) {
        if (thrown == null) {
            thrown = new ScriptException(kind, message, site);
            hint.ifPresent(thrown::withHint);
        }
        return thrown;
    }

    /// The value of an attribute; null if errors have no such attribute.
    @TruffleBoundary
    public Object member(String name) {
        return switch (name) {
            case "kind" -> kind.label();
            case "message" -> message;
            case "hint" -> hint.isPresent() ? hint.get() : None.VALUE;
            case "line" -> thrown == null ? None.VALUE : (Object) (long) thrown.line();
            case "trace" -> new ListValue(thrown == null ? List.of() : traceLines());
            default -> null;
        };
    }

    private List<String> traceLines() {
        return thrown.trace().stream().map(CallSite::toString).toList();
    }

    @Override
    public String toString() {
        return message.isEmpty() ? kind.label() : kind.label() + ": " + message;
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return new ListValue(MEMBERS);
    }

    @ExportMessage
    boolean isMemberReadable(String name) {
        return MEMBERS.contains(name);
    }

    @ExportMessage
    Object readMember(String name) throws UnknownIdentifierException {
        Object value = member(name);
        if (value == null) {
            throw UnknownIdentifierException.create(name);
        }
        return value;
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
