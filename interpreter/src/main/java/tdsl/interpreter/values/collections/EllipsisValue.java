package tdsl.interpreter.values.collections;

/// `...` in an index: as many full slices as needed.
public final class EllipsisValue {
    public static final EllipsisValue VALUE = new EllipsisValue();

    private EllipsisValue() {}

    @Override
    public String toString() {
        return "...";
    }
}
