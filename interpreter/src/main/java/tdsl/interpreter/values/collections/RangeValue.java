package tdsl.interpreter.values.collections;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Evenly spaced integers: `0..10`, `0..=10`, `10..0 by -2`.
///
/// @param start the first element, if there is any
/// @param size how many elements there are
/// @param step the distance between two elements, not 0
@ExportLibrary(InteropLibrary.class)
public record RangeValue(long start, long size, long step) implements TruffleObject, Iterable<Object> {
    public RangeValue {
        if (step == 0) {
            throw new IllegalArgumentException("the step of a range must not be 0");
        }
    }

    /// The integers from `start` on, up to `end`.
    ///
    /// @throws ArithmeticException if there are more than 2^63 of them
    public static RangeValue between(long start, long end, boolean inclusive, long step) {
        boolean empty = step > 0 ? start > end : start < end;
        if (empty || !inclusive && start == end) {
            return new RangeValue(start, 0, step);
        }
        long distance = Math.subtractExact(end, start);
        long steps = distance / step;
        boolean endIsElement = distance % step == 0;
        return new RangeValue(start, endIsElement && !inclusive ? steps : Math.addExact(steps, 1), step);
    }

    /// The element at an index, which must be in `0 ..< size`.
    public long at(long index) {
        return start + index * step;
    }

    /// The value after the last element.
    public long end() {
        return start + size * step;
    }

    public boolean contains(long value) {
        if (size == 0) {
            return false;
        }
        long last = at(size - 1);
        boolean within = step > 0 ? value >= start && value <= last : value <= start && value >= last;
        return within && (value - start) % step == 0;
    }

    @Override
    public Iterator<Object> iterator() {
        return new Iterator<>() {
            private long next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public Object next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                return at(next++);
            }
        };
    }

    @Override
    public String toString() {
        return start + ".." + end() + (step == 1 ? "" : " by " + step);
    }

    @ExportMessage
    boolean hasArrayElements() {
        return true;
    }

    @ExportMessage
    long getArraySize() {
        return size;
    }

    @ExportMessage
    boolean isArrayElementReadable(long index) {
        return index >= 0 && index < size;
    }

    @ExportMessage
    Object readArrayElement(long index) throws InvalidArrayIndexException {
        if (!isArrayElementReadable(index)) {
            throw InvalidArrayIndexException.create(index);
        }
        return at(index);
    }

    @ExportMessage
    @TruffleBoundary
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
