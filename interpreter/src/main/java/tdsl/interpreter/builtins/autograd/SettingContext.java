package tdsl.interpreter.builtins.autograd;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tdsl.interpreter.runtime.ContextValue;
import tdsl.interpreter.values.None;

/// A context that changes a setting, and brings the setting before back.
///
/// @param <T> the type of the setting, which may be null
@ExportLibrary(InteropLibrary.class)
final class SettingContext<T> implements ContextValue {
    private final String name;
    private final UnaryOperator<T> setter;
    private final T value;
    // The same context may be entered again before it is left.
    private final Deque<Optional<T>> previous = new ArrayDeque<>();

    /// @param setter sets the setting and gives the one before
    SettingContext(String name, UnaryOperator<T> setter, T value) {
        this.name = name;
        this.setter = setter;
        this.value = value;
    }

    @Override
    @TruffleBoundary
    public Object enter() {
        previous.push(Optional.ofNullable(setter.apply(value)));
        return None.VALUE;
    }

    @Override
    @TruffleBoundary
    public void exit() {
        setter.apply(previous.pop().orElse(null));
    }

    @Override
    public String toString() {
        return "<context " + name + ">";
    }

    @ExportMessage
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
