package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.CachedLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.builtins.members.ForeignMembers;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.text.Display;

/// Anything of the language that can be called. {@link #call} is the way that always works; call nodes have faster
/// ones for the common kinds.
@ExportLibrary(InteropLibrary.class)
public abstract class CallableValue implements TruffleObject {
    private static final String[] NO_NAMES = {};
    private static final Object[] NO_VALUES = {};

    /// Calls this with arguments that were collected at run time.
    ///
    /// @param site the call, for errors and traces
    /// @param names the names of the named arguments, as many as there are values in `named`
    public abstract Object call(Node site, Object[] positional, String[] names, Object[] named);

    /// Calls this with positional arguments.
    public final Object call(Node site, Object... positional) {
        return call(site, positional, NO_NAMES, NO_VALUES);
    }

    /// The name under which people know it.
    public abstract String name();

    @ExportMessage
    public boolean isExecutable() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    public Object execute(Object[] arguments, @CachedLibrary("this") InteropLibrary library) {
        return TdslContext.get(library).entered(() -> Boundary.toForeign(call(library, Boundary.toScript(arguments))));
    }

    @ExportMessage
    public boolean hasMembers() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    public Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return ForeignMembers.names(this);
    }

    @ExportMessage
    @TruffleBoundary
    public boolean isMemberReadable(String member, @CachedLibrary("this") InteropLibrary library) {
        return ForeignMembers.isReadable(library, this, member);
    }

    @ExportMessage
    @TruffleBoundary
    public Object readMember(String member, @CachedLibrary("this") InteropLibrary library)
            throws UnknownIdentifierException {
        return ForeignMembers.read(library, this, member);
    }

    @ExportMessage
    @TruffleBoundary
    public boolean isMemberInvocable(String member, @CachedLibrary("this") InteropLibrary library) {
        return ForeignMembers.isInvocable(library, this, member);
    }

    @ExportMessage
    @TruffleBoundary
    public Object invokeMember(String member, Object[] arguments, @CachedLibrary("this") InteropLibrary library)
            throws UnknownIdentifierException, UnsupportedMessageException {
        return ForeignMembers.invoke(library, this, member, arguments);
    }

    @ExportMessage
    public boolean hasExecutableName() {
        return true;
    }

    @ExportMessage
    public Object getExecutableName() {
        return name();
    }

    @ExportMessage
    @TruffleBoundary
    public Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return Display.quoted(this);
    }
}
