package tdsl.tensor.formula;

/// The bits of a number in a formula: an integer of the same width.
public final class Bits extends Node {
    private Bits(Step step, Object detail, Node... operands) {
        super(step, detail, operands);
    }

    Bits(Step step, Node... operands) {
        this(step, null, operands);
    }

    public static Bits of(long constant) {
        return new Bits(Step.CONSTANT, constant);
    }

    public Bits add(Bits other) {
        return new Bits(Step.BIT_ADD, this, other);
    }

    public Bits add(long other) {
        return add(of(other));
    }

    public Bits sub(long other) {
        return new Bits(Step.BIT_SUB, this, of(other));
    }

    public Bits and(Bits other) {
        return new Bits(Step.BIT_AND, this, other);
    }

    public Bits and(long mask) {
        return and(of(mask));
    }

    public Bits or(Bits other) {
        return new Bits(Step.BIT_OR, this, other);
    }

    public Bits or(long mask) {
        return or(of(mask));
    }

    public Bits xor(Bits other) {
        return new Bits(Step.BIT_XOR, this, other);
    }

    public Bits shiftLeft(int places) {
        return new Bits(Step.SHIFT_LEFT, this, of(places));
    }

    /// Zeros come in from the left.
    public Bits shiftRight(int places) {
        return new Bits(Step.SHIFT_RIGHT, this, of(places));
    }

    /// The number with these bits.
    public Value value() {
        return new Value(Step.FROM_BITS, this);
    }
}
