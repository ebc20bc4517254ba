package tdsl.tensor.cpu.indexing;

import tdsl.tensor.error.ValueException;

/// What a write does with the element that is there.
enum Combine {
    REPLACE,
    SUM,
    PROD,
    AMAX,
    AMIN;

    /// @param reduce a name as PyTorch has it; a mean is a sum, divided later
    static Combine named(String op, String reduce) {
        return switch (reduce) {
            case "sum", "mean" -> SUM;
            case "prod" -> PROD;
            case "amax" -> AMAX;
            case "amin" -> AMIN;
            default ->
                throw new ValueException(
                        "%s: reduce must be \"sum\", \"prod\", \"mean\", \"amax\" or \"amin\", not \"%s\"", op, reduce);
        };
    }

    double apply(double held, double value) {
        return switch (this) {
            case REPLACE -> value;
            case SUM -> held + value;
            case PROD -> held * value;
            case AMAX -> Math.max(held, value);
            case AMIN -> Math.min(held, value);
        };
    }

    long apply(long held, long value) {
        return switch (this) {
            case REPLACE -> value;
            case SUM -> held + value;
            case PROD -> held * value;
            case AMAX -> Math.max(held, value);
            case AMIN -> Math.min(held, value);
        };
    }
}
