package tdsl.interpreter.builtins.models;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.runtime.ContextValue;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.tensor.dispatch.CallModes;
import tdsl.tensor.dispatch.Profile;

/// `with profile() as p`: measures while it is entered, and shows what it measured. Entered again, it adds.
@ExportLibrary(InteropLibrary.class)
public final class ProfileValue implements ContextValue {
    private static final double NANOS_PER_SECOND = 1e9;

    public static final BuiltinTable METHODS = new BuiltinTable()
            .row(
                    "rows(profile)",
                    "A dict for each operation, what took longest first: its `name`, `calls`, `seconds` in all, and `own`"
                            + " seconds without the operations that it calls in turn.",
                    call -> call.typed(0, ProfileValue.class, "a profile").rows())
            .row(
                    "table(profile)",
                    "The same as text.",
                    call -> call.typed(0, ProfileValue.class, "a profile").toString());

    private final Profile profile = new Profile();
    private final Deque<Optional<Profile>> previous = new ArrayDeque<>();

    @Override
    @TruffleBoundary
    public Object enter() {
        previous.push(Optional.ofNullable(CallModes.setProfile(profile)));
        return this;
    }

    @Override
    @TruffleBoundary
    public void exit() {
        CallModes.setProfile(previous.pop().orElse(null));
    }

    private ListValue rows() {
        return new ListValue(profile.entries().stream().map(ProfileValue::row).toList());
    }

    private static DictValue row(Profile.Entry entry) {
        DictValue row = new DictValue();
        row.put("name", entry.name());
        row.put("calls", entry.calls());
        row.put("seconds", entry.nanos() / NANOS_PER_SECOND);
        row.put("own", entry.ownNanos() / NANOS_PER_SECOND);
        return row;
    }

    @Override
    public String toString() {
        return profile.toString();
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
