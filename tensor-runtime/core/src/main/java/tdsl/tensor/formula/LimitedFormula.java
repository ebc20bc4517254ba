package tdsl.tensor.formula;

/// A function of one element with a formula that holds up to a limit.
///
/// @param inside for elements not beyond the limit, and for what is not a number
/// @param limit  of the absolute value: a power of two
/// @param beyond for the rest; may be slow
public record LimitedFormula(Formula inside, double limit, Formula beyond) implements Formula {
    @Override
    public Node of(Value left, Value right) {
        Value elsewhere = (Value) beyond.of(left, right);
        return left.abs().le(limit).select((Value) inside.of(left, right), elsewhere);
    }
}
