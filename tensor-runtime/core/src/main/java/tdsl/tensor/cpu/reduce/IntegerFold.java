package tdsl.tensor.cpu.reduce;

/// How integers and bools are combined, in i64.
public enum IntegerFold {
    ADD(0),
    MULTIPLY(1),
    MAX(Long.MIN_VALUE),
    MIN(Long.MAX_VALUE),
    /// 1 if any element is not 0.
    OR(0),
    /// 1 if no element is 0.
    AND(1);

    private final long start;

    IntegerFold(long start) {
        this.start = start;
    }

    long start() {
        return start;
    }

    long apply(long total, long value) {
        return switch (this) {
            case ADD -> total + value;
            case MULTIPLY -> total * value;
            case MAX -> Math.max(total, value);
            case MIN -> Math.min(total, value);
            case OR -> total | (value != 0 ? 1 : 0);
            case AND -> total & (value != 0 ? 1 : 0);
        };
    }

    /// Combines values with as many totals.
    void applyAll(long[] totals, long[] values, int count) {
        switch (this) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    totals[i] += values[i];
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
            default -> {
                for (int i = 0; i < count; i++) {
                    totals[i] = apply(totals[i], values[i]);
                }
            }
        }
    }
}
