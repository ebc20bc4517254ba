package tdsl.interpreter.diagnostics;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.interop.ExceptionType;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.TensorException;

/// Turns what the runtime throws into errors of the script.
public final class Failures {
    private Failures() {}

    /// A failed tensor operation as an error at the place that asked for it.
    @TruffleBoundary
    public static ScriptException fromTensor(TensorException failure, Node site) {
        ErrorKind kind = ErrorKind.find(failure.kind()).orElse(ErrorKind.INTERNAL);
        ScriptException error = new ScriptException(kind, failure.getMessage(), failure, site);
        failure.hint().ifPresent(error::withHint);
        if (failure instanceof GradException gradient) {
            addPlaces(error, gradient, site);
        }
        return error;
    }

    private static void addPlaces(ScriptException error, GradException failure, Node site) {
        error.madeAt(failure.origin());
        SourceSection change = Locations.sectionOf(Origin.nodeOf(failure.changePlace()));
        if (change != null) {
            error.withLabel(change, "changed in place here");
        }
        SourceSection here = Locations.sectionOf(site);
        if (here != null && Locations.sectionOf(Origin.nodeOf(failure.origin())) != null) {
            error.withLabel(here, "the gradient was asked for here");
        }
    }

    /// Whatever was thrown under a node, as the error that a script can catch; null if scripts must not catch it.
    @TruffleBoundary
    public static ScriptException toScript(Throwable thrown, Node site) {
        return switch (thrown) {
            case ScriptException error -> error;
            case TensorException failure -> fromTensor(failure, site);
            case StackOverflowError _ -> recursionTooDeep(site);
            case OutOfMemoryError _ ->
                new ScriptException(ErrorKind.OUT_OF_MEMORY, "the Java heap is full: " + thrown.getMessage(), site);
            case AbstractTruffleException foreign when isError(foreign) -> fromForeign(foreign, site);
            default -> null;
        };
    }

    /// False for what stops a program from outside.
    private static boolean isError(AbstractTruffleException exception) {
        try {
            ExceptionType type = InteropLibrary.getUncached().getExceptionType(exception);
            return type != ExceptionType.INTERRUPT && type != ExceptionType.EXIT;
        } catch (UnsupportedMessageException e) {
            throw new IllegalStateException("an exception without a type", e);
        }
    }

    /// Whether blocks that clean up run when this is thrown: always, unless the whole program is being cancelled.
    public static boolean allowsCleanup(Throwable thrown) {
        return !(thrown instanceof Error) || thrown instanceof VirtualMachineError;
    }

    /// The error of a script whose calls are nested so deeply that the stack is full.
    @TruffleBoundary
    public static ScriptException recursionTooDeep(Node site) {
        return new ScriptException(ErrorKind.OUT_OF_MEMORY, "recursion too deep: the stack is full", site)
                .withHint("does every path of the recursion end? A loop needs no stack");
    }

    private static ScriptException fromForeign(AbstractTruffleException foreign, Node site) {
        InteropLibrary library = InteropLibrary.getUncached();
        String message = foreign.getMessage();
        try {
            if (library.hasExceptionMessage(foreign)) {
                message = library.asString(library.getExceptionMessage(foreign));
            }
        } catch (UnsupportedMessageException e) {
            throw new IllegalStateException("a foreign exception denies its message", e);
        }
        return new ScriptException(ErrorKind.VALUE, String.valueOf(message), foreign, site);
    }
}
