package tdsl.interpreter.values;

import com.oracle.truffle.api.dsl.NonIdempotent;

/// A variable that outlives or is shared between frames: one captured by a function, or one of a module's top level.
///
/// Numbers and truth values are kept unboxed, so that a loop at the top level of a script allocates nothing.
public final class Cell {
    private static final Object LONG = new Object();
    private static final Object DOUBLE = new Object();
    private static final Object BOOLEAN = new Object();

    /// One of the markers above while `bits` holds the value; otherwise the value, null before the first write.
    private Object reference;

    private long bits;

    public Cell() {}

    public Cell(Object value) {
        set(value);
    }

    @NonIdempotent
    public boolean isSet() {
        return reference != null;
    }

    public boolean isLong() {
        return reference == LONG;
    }

    public boolean isDouble() {
        return reference == DOUBLE;
    }

    public boolean isBoolean() {
        return reference == BOOLEAN;
    }

    public long getLong() {
        return bits;
    }

    public double getDouble() {
        return Double.longBitsToDouble(bits);
    }

    public boolean getBoolean() {
        return bits != 0;
    }

    /// The value, boxed; null before the first write.
    public Object get() {
        if (reference == LONG) {
            return bits;
        }
        if (reference == DOUBLE) {
            return getDouble();
        }
        if (reference == BOOLEAN) {
            return getBoolean();
        }
        return reference;
    }

    public void set(Object value) {
        if (value instanceof Long number) {
            setLong(number);
        } else if (value instanceof Double number) {
            setDouble(number);
        } else if (value instanceof Boolean truth) {
            setBoolean(truth);
        } else {
            reference = value;
        }
    }

    public void setLong(long value) {
        reference = LONG;
        bits = value;
    }

    public void setDouble(double value) {
        reference = DOUBLE;
        bits = Double.doubleToRawLongBits(value);
    }

    public void setBoolean(boolean value) {
        reference = BOOLEAN;
        bits = value ? 1 : 0;
    }
}
