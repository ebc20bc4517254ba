package tdsl.tensor.formula;

/// The answer to a question in a formula.
public final class Truth extends Node {
    Truth(Step step, Node... operands) {
        super(step, null, operands);
    }

    public Truth and(Truth other) {
        return new Truth(Step.AND, this, other);
    }

    public Truth or(Truth other) {
        return new Truth(Step.OR, this, other);
    }

    public Truth xor(Truth other) {
        return and(other).not().and(or(other));
    }

    public Truth not() {
        return new Truth(Step.NOT, this);
    }

    /// `yes` where this holds, else `no`; both are computed.
    public Value select(Value yes, Value no) {
        return new Value(Step.SELECT, this, yes, no);
    }

    public Value select(double yes, Value no) {
        return select(Value.of(yes), no);
    }

    public Value select(Value yes, double no) {
        return select(yes, Value.of(no));
    }

    public Value select(double yes, double no) {
        return select(Value.of(yes), Value.of(no));
    }
}
