package tdsl.interpreter.builtins.models;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.runtime.ContextValue;
import tdsl.interpreter.values.None;
import tdsl.tensor.MemoryScope;
import tdsl.tensor.random.Generator;

/// The contexts that the language offers to `with`.
public final class ContextBuiltins {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "seed(value)",
                    "A context whose random numbers start from a seed; afterwards they go on as if it had not been.",
                    call -> new SeedContext(call.integer(0)))
            .row(
                    "scope()",
                    "A context that frees the memory of the tensors made in it at its end, but for those given to `keep`.",
                    _ -> new ScopeContext())
            .row(
                    "keep(value)",
                    "The value, whose tensors then outlive the `scope()` they were made in.",
                    ContextBuiltins::keep);

    private ContextBuiltins() {}

    private static Object keep(BuiltinCall call) {
        MemoryScope scope = MemoryScope.current();
        if (scope != null) {
            ModelState.of(call.value(0)).everyTensor().forEach(scope::keep);
        }
        return call.value(0);
    }

    /// Replaces the stream of random numbers.
    @ExportLibrary(InteropLibrary.class)
    static final class SeedContext implements ContextValue {
        private final long seed;
        private final Deque<Generator.Stream> previous = new ArrayDeque<>();

        SeedContext(long seed) {
            this.seed = seed;
        }

        @Override
        @TruffleBoundary
        public Object enter() {
            previous.push(Generator.standard().reserve(0));
            Generator.standard().seed(seed);
            return None.VALUE;
        }

        @Override
        @TruffleBoundary
        public void exit() {
            Generator.standard().resume(previous.pop());
        }

        @Override
        public String toString() {
            return "<context seed(" + seed + ")>";
        }

        @ExportMessage
        Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
            return toString();
        }
    }

    /// Frees what is made in it.
    @ExportLibrary(InteropLibrary.class)
    static final class ScopeContext implements ContextValue {
        private final Deque<MemoryScope> open = new ArrayDeque<>();

        @Override
        @TruffleBoundary
        public Object enter() {
            open.push(MemoryScope.open());
            return None.VALUE;
        }

        @Override
        @TruffleBoundary
        public void exit() {
            open.pop().close();
        }

        @Override
        public String toString() {
            return "<context scope>";
        }

        @ExportMessage
        Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
            return toString();
        }
    }
}
