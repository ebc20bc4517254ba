package tdsl.tensor.cpu.pointwise.formula;

/// A number in a formula, of the type that the formula is computed in.
public final class Value extends Node {
    static final Value LEFT = new Value(Step.LEFT);
    static final Value RIGHT = new Value(Step.RIGHT);

    private Value(Step step, Number constant, Node... operands) {
        super(step, constant, operands);
    }

    Value(Step step, Node... operands) {
        this(step, null, operands);
    }

    public static Value of(double constant) {
        return new Value(Step.CONSTANT, constant);
    }

    // ---- arithmetic ----

    public Value add(Value other) {
        return new Value(Step.ADD, this, other);
    }

    public Value add(double other) {
        return add(of(other));
    }

    public Value sub(Value other) {
        return new Value(Step.SUB, this, other);
    }

    public Value sub(double other) {
        return sub(of(other));
    }

    public Value mul(Value other) {
        return new Value(Step.MUL, this, other);
    }

    public Value mul(double other) {
        return mul(of(other));
    }

    public Value div(Value other) {
        return new Value(Step.DIV, this, other);
    }

    /// `this · factor + term`, rounded once.
    public Value fma(Value factor, Value term) {
        return new Value(Step.FMA, this, factor, term);
    }

    public Value fma(double factor, Value term) {
        return fma(of(factor), term);
    }

    public Value fma(double factor, double term) {
        return fma(of(factor), of(term));
    }

    /// The smaller of both; not a number if either is, and −0 is less than 0.
    public Value min(Value other) {
        return new Value(Step.MIN, this, other);
    }

    /// The larger of both; not a number if either is, and 0 is more than −0.
    public Value max(Value other) {
        return new Value(Step.MAX, this, other);
    }

    public Value abs() {
        return new Value(Step.ABS, this);
    }

    public Value neg() {
        return new Value(Step.NEG, this);
    }

    public Value sqrt() {
        return new Value(Step.SQRT, this);
    }

    /// `c[0] + c[1]·this + c[2]·this² + …`, by Horner's rule.
    public Value polynomial(double... c) {
        Value sum = of(c[c.length - 1]);
        for (int i = c.length - 2; i >= 0; i--) {
            sum = sum.fma(this, of(c[i]));
        }
        return sum;
    }

    // ---- questions; none holds for what is not a number ----

    public Truth lt(Value other) {
        return new Truth(Step.LT, this, other);
    }

    public Truth lt(double other) {
        return lt(of(other));
    }

    public Truth le(Value other) {
        return new Truth(Step.LE, this, other);
    }

    public Truth le(double other) {
        return le(of(other));
    }

    public Truth gt(Value other) {
        return other.lt(this);
    }

    public Truth gt(double other) {
        return gt(of(other));
    }

    public Truth ge(Value other) {
        return other.le(this);
    }

    public Truth ge(double other) {
        return ge(of(other));
    }

    public Truth eq(Value other) {
        return new Truth(Step.EQ, this, other);
    }

    public Truth eq(double other) {
        return eq(of(other));
    }

    public Truth isNaN() {
        return eq(this).not();
    }

    // ---- the number as bits ----

    /// The bits of the floating number, as an integer of the same width.
    public Bits bits() {
        return new Bits(Step.TO_BITS, this);
    }
}
