package tdsl.interpreter.values.collections;

import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;

/// `start:stop:step` as written in an index; null for a part that was omitted.
///
/// @param step not 0
@ExportLibrary(InteropLibrary.class)
public record SliceValue(Long start, Long stop, Long step) implements TruffleObject {
    public SliceValue {
        if (step != null && step == 0) {
            throw new IllegalArgumentException("the step of a slice must not be 0");
        }
    }

    /// The positions that this slice takes from a sequence, as Python computes them: clamped, and counted from the end
    /// if negative.
    public RangeValue positionsIn(long size) {
        long stride = step == null ? 1 : step;
        long lowest = stride > 0 ? 0 : -1;
        long highest = stride > 0 ? size : size - 1;
        long first = start == null ? (stride > 0 ? 0 : size - 1) : clamp(start, size, lowest, highest);
        long limit = stop == null ? (stride > 0 ? size : -1) : clamp(stop, size, lowest, highest);
        return RangeValue.between(first, limit, false, stride);
    }

    private static long clamp(long position, long size, long lowest, long highest) {
        long fromStart = position < 0 ? position + size : position;
        return Math.clamp(fromStart, lowest, highest);
    }

    @Override
    public String toString() {
        return part(start) + ":" + part(stop) + (step == null ? "" : ":" + step);
    }

    private static String part(Long value) {
        return value == null ? "" : value.toString();
    }

    @ExportMessage
    Object toDisplayString(@SuppressWarnings("unused") boolean allowSideEffects) {
        return toString();
    }
}
