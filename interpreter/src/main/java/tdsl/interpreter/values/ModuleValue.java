package tdsl.interpreter.values;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.List;
import tdsl.interpreter.values.collections.ListValue;

/// What `import` gives: the public names at the top level of a module.
@ExportLibrary(InteropLibrary.class)
public final class ModuleValue implements TruffleObject {
    private final Scope scope;

    public ModuleValue(Scope scope) {
        this.scope = scope;
    }

    public String name() {
        return scope.name();
    }

    /// The value of a public name; null if there is none.
    @TruffleBoundary
    public Object member(String name) {
        return isPublic(name) ? scope.get(name) : null;
    }

    /// The variable behind a public name; null if there is none.
    @TruffleBoundary
    public Cell cell(String name) {
        return member(name) == null ? null : scope.cell(name);
    }

    @TruffleBoundary
    public List<String> memberNames() {
        return scope.names().stream().filter(ModuleValue::isPublic).toList();
    }

    /// Whether the module has this name for itself alone.
    @TruffleBoundary
    public boolean hasPrivate(String name) {
        return !isPublic(name) && scope.get(name) != null;
    }

    /// Names that begin with `_` are the module's own.
    public static boolean isPublic(String name) {
        return !name.startsWith("_");
    }

    @Override
    public String toString() {
        return "<module " + name() + ">";
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return new ListValue(memberNames());
    }

    @ExportMessage
    boolean isMemberReadable(String name) {
        return member(name) != null;
    }

    @ExportMessage
    Object readMember(String name) throws UnknownIdentifierException {
        Object value = member(name);
        if (value == null) {
            throw UnknownIdentifierException.create(name);
        }
        return Boundary.toForeign(value);
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
