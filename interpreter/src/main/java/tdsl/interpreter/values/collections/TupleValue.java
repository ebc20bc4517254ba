package tdsl.interpreter.values.collections;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.Equality;
import tdsl.interpreter.values.text.Display;

/// A fixed sequence: `(1, 2)`. Equal tuples are one dict key.
@ExportLibrary(InteropLibrary.class)
public final class TupleValue implements TruffleObject, Iterable<Object> {
    private final Object[] elements;

    private TupleValue(Object[] elements) {
        this.elements = elements;
    }

    /// A tuple of these elements; the array belongs to it from now on.
    public static TupleValue of(Object... elements) {
        return new TupleValue(elements);
    }

    public static TupleValue copyOf(List<?> elements) {
        return new TupleValue(elements.toArray());
    }

    public int size() {
        return elements.length;
    }

    public Object get(int index) {
        return elements[index];
    }

    public List<Object> elements() {
        return Arrays.asList(elements);
    }

    @Override
    public Iterator<Object> iterator() {
        return elements().iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TupleValue tuple && Equality.elementsEqual(elements(), tuple.elements());
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (Object element : elements) {
            hash = 31 * hash + DictValue.key(element).hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return Display.quoted(this);
    }

    @ExportMessage
    boolean hasArrayElements() {
        return true;
    }

    @ExportMessage
    long getArraySize() {
        return elements.length;
    }

    @ExportMessage
    boolean isArrayElementReadable(long index) {
        return index >= 0 && index < elements.length;
    }

    @ExportMessage
    @TruffleBoundary
    Object readArrayElement(long index) throws InvalidArrayIndexException {
        if (!isArrayElementReadable(index)) {
            throw InvalidArrayIndexException.create(index);
        }
        return Boundary.toForeign(elements[(int) index]);
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
