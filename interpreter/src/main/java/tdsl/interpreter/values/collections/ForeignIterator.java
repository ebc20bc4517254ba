package tdsl.interpreter.values.collections;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.StopIterationException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.Iterator;
import tdsl.interpreter.values.Boundary;

/// An iteration under way, in the hands of another language.
@ExportLibrary(InteropLibrary.class)
final class ForeignIterator implements TruffleObject {
    private final Iterator<?> elements;

    ForeignIterator(Iterator<?> elements) {
        this.elements = elements;
    }

    @ExportMessage
    boolean isIterator() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    boolean hasIteratorNextElement() {
        return elements.hasNext();
    }

    @ExportMessage
    @TruffleBoundary
    Object getIteratorNextElement() throws StopIterationException {
        if (!elements.hasNext()) {
            throw StopIterationException.create();
        }
        return Boundary.toForeign(elements.next());
    }
}
