package tdsl.interpreter.values.collections;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.text.Display;

/// A growable list: `[1, 2]`.
@ExportLibrary(InteropLibrary.class)
public final class ListValue implements TruffleObject, Iterable<Object> {
    private final ArrayList<Object> elements;

    public ListValue() {
        elements = new ArrayList<>();
    }

    public ListValue(List<?> elements) {
        this.elements = new ArrayList<>(elements);
    }

    public static ListValue of(Object... elements) {
        return new ListValue(Arrays.asList(elements));
    }

    public int size() {
        return elements.size();
    }

    public Object get(int index) {
        return elements.get(index);
    }

    public void set(int index, Object value) {
        elements.set(index, value);
    }

    @TruffleBoundary
    public void add(Object value) {
        elements.add(value);
    }

    /// The elements themselves, not a copy: a change to either shows in both.
    public List<Object> elements() {
        return elements;
    }

    @Override
    public Iterator<Object> iterator() {
        return elements.iterator();
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
        return elements.size();
    }

    @ExportMessage(name = "isArrayElementReadable")
    @ExportMessage(name = "isArrayElementModifiable")
    @ExportMessage(name = "isArrayElementRemovable")
    boolean isArrayElement(long index) {
        return index >= 0 && index < elements.size();
    }

    @ExportMessage
    boolean isArrayElementInsertable(long index) {
        return index == elements.size();
    }

    @ExportMessage
    @TruffleBoundary
    Object readArrayElement(long index) throws InvalidArrayIndexException {
        return Boundary.toForeign(elements.get(checked(index)));
    }

    @ExportMessage
    @TruffleBoundary
    void writeArrayElement(long index, Object value) throws InvalidArrayIndexException {
        if (index == elements.size()) {
            elements.add(Boundary.toScript(value));
        } else {
            elements.set(checked(index), Boundary.toScript(value));
        }
    }

    @ExportMessage
    @TruffleBoundary
    void removeArrayElement(long index) throws InvalidArrayIndexException {
        elements.remove(checked(index));
    }

    private int checked(long index) throws InvalidArrayIndexException {
        if (!isArrayElement(index)) {
            throw InvalidArrayIndexException.create(index);
        }
        return (int) index;
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
