package tdsl.tensor.formula.math;

import tdsl.tensor.formula.Bits;
import tdsl.tensor.formula.Truth;
import tdsl.tensor.formula.Value;

/// The binary floating formats of IEEE 754 that formulas are computed in, and what is done with their bits.
public enum Format {
    SINGLE(23, 127),
    DOUBLE(52, 1023);

    /// How many bits the fraction has.
    private final int fractionBits;
    private final int bias;

    Format(int fractionBits, int bias) {
        this.fractionBits = fractionBits;
        this.bias = bias;
    }

    /// The constant of this format.
    double pick(double single, double dual) {
        return this == SINGLE ? single : dual;
    }

    /// The polynomial of this format.
    double[] pick(double[] single, double[] dual) {
        return this == SINGLE ? single : dual;
    }

    /// ln 2 in this format.
    double ln2() {
        return pick(0.6931472f, 0.6931471805599453);
    }

    /// What ln 2 is more than {@link #ln2}.
    double ln2Rest() {
        return pick(-1.9046542121259336e-09, 2.3190468138462996e-17);
    }

    /// What a number is rounded to an integer by adding: there the last bit of the fraction counts ones. The
    /// fraction then ends in the integer plus the bias of exponents.
    double shifter() {
        return 1.5 * unit() + bias;
    }

    /// 2 to the integer in a number to which {@link #shifter} was added.
    Value powerOfTwo(Value shifted) {
        return shifted.bits().shiftLeft(fractionBits).value();
    }

    /// The smallest number from which on all are integers.
    double unit() {
        return Math.scalb(1.0, fractionBits);
    }

    /// The number with the sign of another; it must not be negative.
    public Value withSign(Value magnitude, Value sign) {
        return magnitude.bits().or(sign.bits().and(signBit())).value();
    }

    private long signBit() {
        return this == SINGLE ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    private long bitsOf(double value) {
        return this == SINGLE ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
    }

    /// A positive number as `mantissa · 2^exponent`, with a mantissa between √½ and √2.
    record Parts(Value mantissa, Value exponent) {}

    /// Takes a positive finite number apart.
    Parts split(Value x) {
        Truth isSubnormal = x.lt(Math.scalb(1.0, 1 - bias));
        Value normal = isSubnormal.select(x.mul(unit()), x);
        double rootOfHalf = Math.sqrt(0.5);
        Bits moved = normal.bits().add(bitsOf(1) - bitsOf(rootOfHalf));
        // The biased exponent as the last bits of a number that only has to be subtracted.
        Value shifted = moved.shiftRight(fractionBits).or(bitsOf(unit())).value();
        Value exponent = shifted.sub(isSubnormal.select(unit() + bias + fractionBits, unit() + bias));
        Value mantissa =
                moved.and((1L << fractionBits) - 1).add(bitsOf(rootOfHalf)).value();
        return new Parts(mantissa, exponent);
    }
}
