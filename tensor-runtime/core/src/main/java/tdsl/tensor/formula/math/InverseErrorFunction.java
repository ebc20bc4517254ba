package tdsl.tensor.formula.math;

import tdsl.tensor.formula.Value;

/// The inverse of the error function, in f64. Polynomials are near-minimax, fitted with 60 digits.
public final class InverseErrorFunction {
    /// erf⁻¹(x) / x in terms of (8w − 25) / 25 with w = −log(1 − x²), for w up to 6.25; relative error 2^−58.
    private static final double[] CENTRE = {
        1.6536545626831027,
        0.7504943200799635,
        -0.058922567103778405,
        -0.0226044474534433,
        0.017808361818322422,
        -0.004137314377617044,
        -0.0012716922689355017,
        0.0012324855716044916,
        -0.0002643936636442128,
        -0.00011688886351420544,
        9.336736457299484e-05,
        -1.5027592941187096e-05,
        -1.1257221266265393e-05,
        7.129675308276721e-06,
        -6.839507434925104e-07,
        -1.0584873929327183e-06,
        5.397988707429613e-07,
        -1.1417686165065391e-08,
        -9.906018905151915e-08,
        4.037097726031442e-08,
        5.046078828470801e-09,
        -9.330305979594036e-09,
        1.4436335506736331e-09,
        1.0490240155188407e-09,
        -2.542493585197834e-10,
        -4.495978611747325e-11
    };
    /// As {@link #CENTRE} in terms of (4√w − 13) / 3, for √w up to 4; relative error 2^−59.
    private static final double[] MIDDLE = {
        3.0838856104922208,
        0.753944225770624,
        0.0030211394363747063,
        -0.0015825410894073097,
        0.0007883078513066945,
        -0.00040063569835358583,
        0.00016966502197543766,
        -4.7391827316182325e-05,
        2.405864805789804e-06,
        5.127316786334848e-06,
        -2.664793846715906e-06,
        5.264621626938461e-07,
        9.289338749101434e-08,
        -9.468946844911027e-08,
        2.63990323529153e-08,
        -3.6906087078089294e-10,
        -2.4605291139227303e-09,
        9.891297510532429e-10,
        -1.179100761769929e-10,
        -6.471554767207546e-11,
        2.4355543452655723e-11
    };
    /// As {@link #CENTRE} in terms of (20√w − 101) / 21, for √w from 4 to 6.1; relative error 2^−62.
    private static final double[] TAIL = {
        4.90042105144364,
        1.0607992684776597,
        -0.00018726854587129615,
        -0.0002318861866780218,
        8.659304863718007e-05,
        -2.3451082665499184e-05,
        5.62016532181586e-06,
        -1.276353357501793e-06,
        2.978816651182672e-07,
        -8.525118683934481e-08,
        3.5551982126830095e-08,
        -1.9082906671391367e-08,
        1.0410035542122295e-08,
        -5.093099545266916e-09,
        2.1009534054265684e-09,
        -6.837673652308002e-10,
        1.4596382804295344e-10,
        6.0570852945760795e-12,
        -2.5624713597899867e-11,
        1.2670920667164326e-11,
        -2.4235437699123555e-12
    };

    private InverseErrorFunction() {}

    /// The number whose error function is x; infinite for ±1, NaN beyond.
    public static Value erfinv(Value x) {
        Value one = Value.of(1);
        Value w = Logarithms.log(Format.DOUBLE, one.sub(x).mul(one.add(x))).neg();
        Value root = w.sqrt();
        Value beyond = root.le(4)
                .select(
                        root.fma(4.0 / 3, -13.0 / 3).polynomial(MIDDLE),
                        root.fma(20.0 / 21, -101.0 / 21).polynomial(TAIL));
        Value ratio = w.le(6.25).select(w.fma(0.32, -1).polynomial(CENTRE), beyond);
        Value infinity = x.mul(Double.POSITIVE_INFINITY);
        return x.abs().eq(1).select(infinity, x.mul(ratio));
    }
}
