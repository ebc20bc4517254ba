package tdsl.tensor.formula.math;

import java.util.function.UnaryOperator;
import tdsl.tensor.formula.Bits;
import tdsl.tensor.formula.Formula;
import tdsl.tensor.formula.LimitedFormula;
import tdsl.tensor.formula.Truth;
import tdsl.tensor.formula.Value;

/// Sine, cosine and tangent in f64.
///
/// All start from x = n π/2 + r with |r| ≤ π/4, where π/2 has three parts of 53 bits: the first product is
/// subtracted without an error since it is not rounded (fma), and the error of the second is kept. Beyond {@link
/// #LIMIT} the functions of Java's strict library are called. Polynomials are near-minimax, fitted with 60 digits.
public final class Trigonometry {
    private static final double LIMIT = 1 << 30;

    private static final double[] HALF_PI = {1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33};
    /// What numbers are rounded to integers by adding, see {@link Format#shifter}.
    private static final double SHIFTER = 0x1.8p52;

    /// (sin r − r) / r³ in terms of r²; relative error in the sine 2^−57.
    private static final double[] SINE = {
        -0.1666666666666663,
        0.008333333333321919,
        -0.00019841269829459098,
        2.7557313582703235e-06,
        -2.5050742424721862e-08,
        1.589595156087849e-10
    };
    /// (cos r − 1 + r²/2) / r⁴ in terms of r²; error in the cosine 2^−64.
    private static final double[] COSINE = {
        0.0416666666666666,
        -0.0013888888888874487,
        2.4801587289683605e-05,
        -2.7557314405075654e-07,
        2.0875729865676706e-09,
        -1.1359965108448934e-11
    };

    private Trigonometry() {}

    /// The sine within 1 ulp.
    public static Formula sin() {
        return limited("sin", x -> {
            Angle angle = reduce(x);
            Value result = angle.isOdd.select(angle.cosine(), angle.sine());
            return x.eq(0).select(x, signed(result, angle.quarters));
        });
    }

    /// The cosine within 1 ulp.
    public static Formula cos() {
        return limited("cos", x -> {
            Angle angle = reduce(x);
            Value result = angle.isOdd.select(angle.sine(), angle.cosine());
            return signed(result, angle.quarters.add(1));
        });
    }

    /// The tangent within 2 ulp.
    public static Formula tan() {
        return limited("tan", x -> {
            Angle angle = reduce(x);
            Value sine = angle.sine();
            Value cosine = angle.cosine();
            Value quotient = angle.isOdd.select(cosine, sine).div(angle.isOdd.select(sine, cosine));
            // Minus in every second quarter.
            return x.eq(0).select(x, signed(quotient, angle.quarters.shiftLeft(1)));
        });
    }

    private static Formula limited(String function, UnaryOperator<Value> inside) {
        return new LimitedFormula((x, _) -> inside.apply(x), LIMIT, (x, _) -> x.call(StrictMath.class, function));
    }

    /// The number, negated where the second bit is set.
    private static Value signed(Value magnitude, Bits quarters) {
        return magnitude.bits().xor(quarters.and(2).shiftLeft(Long.SIZE - 2)).value();
    }

    /// x = n π/2 + r + rest.
    ///
    /// @param quarters n in the last bits
    /// @param isOdd    whether n is
    private record Angle(Bits quarters, Truth isOdd, Value r, Value rest) {
        Value sine() {
            Value square = r.mul(r);
            Value correction = rest.mul(square.fma(-0.5, 1));
            return r.add(r.mul(square).fma(square.polynomial(SINE), correction));
        }

        Value cosine() {
            Value square = r.mul(r);
            Value half = square.mul(0.5);
            Value sum = Value.of(1).sub(half);
            Value lost = Value.of(1).sub(sum).sub(half);
            Value higher = square.mul(square)
                    .fma(square.polynomial(COSINE), r.mul(rest).neg());
            return sum.add(lost.add(higher));
        }
    }

    private static Angle reduce(Value x) {
        Value shifted = x.fma(2 / Math.PI, SHIFTER);
        Value n = shifted.sub(SHIFTER);
        Value exact = n.fma(-HALF_PI[0], x);
        Value second = n.mul(HALF_PI[1]);
        Value lostOfSecond = n.fma(HALF_PI[1], second.neg());
        Value r = exact.sub(second);
        Value lost = exact.sub(r).sub(second);
        Value rest = lost.sub(n.fma(HALF_PI[2], lostOfSecond));
        Value half = n.mul(0.5);
        Truth isOdd = half.ne(half.add(SHIFTER).sub(SHIFTER));
        return new Angle(shifted.bits(), isOdd, r, rest);
    }
}
