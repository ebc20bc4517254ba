package tdsl.tensor.formula.math;

import tdsl.tensor.formula.Value;

/// The error function and what is made from it, in f64. Polynomials are near-minimax, fitted with 60 digits.
public final class ErrorFunctions {
    private static final double ROOT_OF_HALF = Math.sqrt(0.5);
    /// Up to here the error function is computed directly, beyond as 1 minus its complement.
    private static final double SMALL = 0.85;

    /// erf(x) / x − 1 in terms of x², up to {@link #SMALL}; relative error 2^−56.
    private static final double[] DIRECT = {
        0.12837916709551256,
        -0.37612638903183293,
        0.1128379167093052,
        -0.026866170639914567,
        0.005223977568334828,
        -0.0008548323359348832,
        0.00012055185793693468,
        -1.492183443171564e-05,
        1.6398107318053477e-06,
        -1.5690545153394115e-07,
        1.0657595283048595e-08
    };
    /// erfc(x) e^(x²) (1 + 2x) in terms of (x − 3) / (x + 3), from {@link #SMALL} to 28;
    /// relative error 2^−54.
    private static final double[] COMPLEMENT = {
        1.2530080582697296,
        -0.13562110612458114,
        -0.047562294353443245,
        0.1296451587027524,
        -0.11927366341567917,
        0.06830802734453027,
        -0.02377051491040607,
        0.0025293918006079495,
        0.001888690262194116,
        -0.0007798320487846344,
        -0.00010515916945761268,
        0.00012509752260237003,
        4.947415125286984e-06,
        -2.0091817073136954e-05,
        -7.300668167928041e-07,
        3.448837776554794e-06,
        3.6816193217906594e-07,
        -5.864340784900295e-07,
        -1.7407590154777315e-07,
        9.722905060810552e-08,
        6.505581878842997e-08,
        -3.109791586291365e-08
    };

    private ErrorFunctions() {}

    /// The error function, 2/√π ∫₀ˣ e^(−t²) dt, within 1 ulp.
    public static Value erf(Value x) {
        Value magnitude = x.abs();
        Value beyond = Value.of(1).sub(complement(magnitude.gt(6).select(6, magnitude)));
        return magnitude.lt(SMALL).select(direct(x), Format.DOUBLE.withSign(beyond, x));
    }

    /// 1 − erf(x), with small relative errors also where it is small.
    public static Value erfc(Value x) {
        Value magnitude = x.abs();
        Value ofMagnitude = complement(magnitude.gt(28).select(28, magnitude));
        Value beyond = x.lt(0).select(Value.of(2).sub(ofMagnitude), ofMagnitude);
        return magnitude.lt(SMALL).select(Value.of(1).sub(direct(x)), beyond);
    }

    /// x Φ(x) with the distribution function of the normal distribution.
    public static Value gelu(Value x) {
        return x.mul(erfc(x.mul(-ROOT_OF_HALF)).mul(0.5));
    }

    private static Value direct(Value x) {
        return x.fma(x.mul(x).polynomial(DIRECT), x);
    }

    private static Value complement(Value x) {
        Value square = x.mul(x);
        Value lost = x.fma(x, square.neg());
        Value power = Exponentials.exp(Format.DOUBLE, square.neg());
        Value t = x.sub(3).div(x.add(3));
        Value factor = t.polynomial(COMPLEMENT).div(x.fma(2, 1));
        return power.mul(lost.neg().fma(factor, factor));
    }
}
