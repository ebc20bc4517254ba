package tdsl.interpreter.values.collections;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What `enumerate`, `zip`, `map` and `filter` give: elements that are computed anew each time they are iterated.
///
/// @param name what made it, for displays
/// @param size how many elements there are, where that is known without computing them
@ExportLibrary(InteropLibrary.class)
public record SequenceView(String name, OptionalLong size, Supplier<Iterator<Object>> elements)
        implements TruffleObject, Iterable<Object> {
    @Override
    public Iterator<Object> iterator() {
        return elements.get();
    }

    @Override
    public String toString() {
        return "<" + name + ">";
    }

    @ExportMessage
    boolean hasIterator() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getIterator() {
        return new ForeignIterator(iterator());
    }

    @ExportMessage
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
