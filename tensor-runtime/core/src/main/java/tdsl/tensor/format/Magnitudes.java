package tdsl.tensor.format;

/// The range of some numbers, which decides on their notation.
final class Magnitudes {
    private static final double LARGEST_RATIO = 1e3;
    private static final double LARGEST_FIXED = 1e8;
    private static final double SMALLEST_FIXED = 1e-4;

    private double smallest = Double.POSITIVE_INFINITY;
    private double largest;
    private boolean allWhole = true;

    /// Only numbers with a magnitude take part: not zeros, infinities or NaNs.
    static boolean isMeasured(double value) {
        return value != 0 && Double.isFinite(value);
    }

    void add(double value) {
        if (isMeasured(value)) {
            smallest = Math.min(smallest, Math.abs(value));
            largest = Math.max(largest, Math.abs(value));
            allWhole &= value == Math.rint(value);
        }
    }

    RealNotation notation() {
        boolean wide = largest / smallest > LARGEST_RATIO || largest > LARGEST_FIXED;
        if (wide || (!allWhole && smallest < SMALLEST_FIXED)) {
            return RealNotation.SCIENTIFIC;
        }
        return allWhole ? RealNotation.WHOLE : RealNotation.FIXED;
    }
}
