package tdsl.tensor.cpu.reduce;

/// How floating elements are combined, in f64.
public enum RealFold {
    ADD(0),
    MULTIPLY(1),
    MAX(Double.NEGATIVE_INFINITY),
    MIN(Double.POSITIVE_INFINITY);

    private final double start;

    RealFold(double start) {
        this.start = start;
    }

    double start() {
        return start;
    }

    double apply(double total, double value) {
        return switch (this) {
            case ADD -> total + value;
            case MULTIPLY -> total * value;
            case MAX -> Math.max(total, value);
            case MIN -> Math.min(total, value);
        };
    }

    /// Combines values with as many totals.
    void applyAll(double[] totals, double[] values, int count) {
        switch (this) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    totals[i] += values[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < count; i++) {
                    totals[i] *= values[i];
                }
            }
            case MAX -> {
                for (int i = 0; i < count; i++) {
                    totals[i] = Math.max(totals[i], values[i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < count; i++) {
                    totals[i] = Math.min(totals[i], values[i]);
                }
            }
        }
    }
}
