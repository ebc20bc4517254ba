package tdsl.tensor.formula;

/// A number in a formula, of the type that the formula is computed in.
public final class Value extends Node {
    static final Value LEFT = new Value(Step.LEFT);
    static final Value RIGHT = new Value(Step.RIGHT);

    private Value(Step step, Object detail, Node... operands) {
        super(step, detail, operands);
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

    /// The result of a static method that takes and returns doubles, or longs where the formula is about integers. A
    /// formula with a call has no form for lanes.
    public Value call(Class<?> owner, String method, Value... others) {
        Node[] operands = new Node[others.length + 1];
        operands[0] = this;
        System.arraycopy(others, 0, operands, 1, others.length);
        return new Value(Step.CALL, new Function(owner, method), operands);
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

    public Truth ne(Value other) {
        return eq(other).not();
    }

    public Truth ne(double other) {
        return ne(of(other));
    }

    public Truth isNaN() {
        return ne(this);
    }

    // ---- the number as bits ----

    /// The bits of a floating number, as an integer of the same width; an integer itself.
    public Bits bits() {
        return new Bits(Step.TO_BITS, this);
    }
}
