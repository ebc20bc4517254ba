package tdsl.tensor.formula.math;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tdsl.tensor.formula.Formula;
import tdsl.tensor.formula.Node;
import tdsl.tensor.formula.Truth;
import tdsl.tensor.formula.Value;

/// What each pointwise op computes: one line per op, with its meaning for floating elements and for integers.
public final class PointwiseTable {
    private PointwiseTable() {}

    /// The loops of one op are made from this.
    ///
    /// @param single  how elements of f32 are computed; null if they are widened to f64
    /// @param wide    how elements of f32 are computed that were widened; null if they are not
    /// @param dual    how elements of f64 are computed; null if they never get here
    /// @param integer how integers and bools are computed; null if they never get here
    public record Definition(Formula single, Formula wide, Formula dual, Formula integer) {}

    /// The definition of an op; null if it has none. A switch, so that only what is used is linked.
    public static Definition find(String op) {
        return switch (op) {
            case "abs" -> every((x, _) -> x.abs());
            case "neg" -> every((x, _) -> x.neg());
            case "sign" ->
                every((x, _) -> x.gt(0).select(1, x.lt(0).select(-1, x.eq(0).select(0, x))));
            case "relu" -> every((x, _) -> x.max(Value.of(0)));
            case "relu_grad" -> every((x, output) -> output.gt(0).select(x, Value.of(0)));
            case "floor" -> real(Rounding::floor, (x, _) -> x);
            case "ceil" -> real(Rounding::ceil, (x, _) -> x);
            case "round" -> real(Rounding::round, (x, _) -> x);
            case "trunc" -> real(Rounding::trunc, (x, _) -> x);

            case "exp" -> real(Exponentials::exp);
            case "exp2" -> real(Exponentials::exp2);
            case "expm1" -> real(Exponentials::expm1);
            case "log" -> real(Logarithms::log);
            case "log1p" -> wide(Logarithms::log1p);
            case "log2" -> wide(Logarithms::log2);
            case "log10" -> wide(Logarithms::log10);
            case "sqrt" -> real((_, x) -> x.sqrt());
            case "rsqrt" -> real((_, x) -> Value.of(1).div(x.sqrt()));
            case "reciprocal" -> real((_, x) -> Value.of(1).div(x));
            case "sin" -> wide(Trigonometry.sin());
            case "cos" -> wide(Trigonometry.cos());
            case "tan" -> wide(Trigonometry.tan());
            case "asin" -> wide(InverseTrigonometry::asin);
            case "acos" -> wide(InverseTrigonometry::acos);
            case "atan" -> wide(InverseTrigonometry::atan);
            case "sinh" -> real(Exponentials::sinh);
            case "cosh" -> real(Exponentials::cosh);
            case "tanh" -> real(Exponentials::tanh);
            case "asinh" -> wide(Logarithms::asinh);
            case "acosh" -> wide(Logarithms::acosh);
            case "atanh" -> wide(Logarithms::atanh);
            case "erf" -> wide(ErrorFunctions::erf);
            case "erfc" -> wide(ErrorFunctions::erfc);
            case "erfinv" -> wide(InverseErrorFunction::erfinv);
            case "lgamma" -> wide(x -> x.call(GammaFunctions.class, "lgamma"));
            case "digamma" -> wide(x -> x.call(GammaFunctions.class, "digamma"));
            case "zeta" -> wide(of(GammaFunctions.class, "zeta"));

            case "sigmoid" -> real(Exponentials::sigmoid);
            case "silu" -> real(Exponentials::silu);
            case "mish" -> real(Exponentials::mish);
            case "gelu_erf" -> wide(ErrorFunctions::gelu);
            case "softplus" -> wide(Logarithms::softplus);
            case "logsigmoid" -> wide(Logarithms::logsigmoid);

            case "add" -> every(Value::add);
            case "sub" -> every(Value::sub);
            case "mul" -> every(Value::mul);
            case "div" -> new Definition(Value::div, null, Value::div, null);
            case "floor_divide" -> javaOnly("floorDivide");
            case "remainder" -> javaOnly("remainder");
            case "pow" ->
                widened(Powers::powOfSingles, of(SpecialFunctions.class, "pow"), of(SpecialFunctions.class, "pow"));
            case "maximum" -> every(Value::max);
            case "minimum" -> every(Value::min);
            case "atan2" -> widened(InverseTrigonometry::atan2, of(StrictMath.class, "atan2"), null);

            case "copysign" -> reals((format, a, b) -> format.withSign(a.abs(), b));
            case "hypot" -> widened(Powers::hypotOfSingles, of(StrictMath.class, "hypot"), null);
            case "nextafter" -> widened(of(SpecialFunctions.class, "nextSingle"), of(Math.class, "nextAfter"), null);
            case "fmod" -> javaOnly("fmod");
            case "gcd" -> integer(of(SpecialFunctions.class, "gcd"));
            case "fmax" -> every((a, b) -> a.isNaN().select(b, b.isNaN().select(a, a.max(b))));
            case "fmin" -> every((a, b) -> a.isNaN().select(b, b.isNaN().select(a, a.min(b))));

            case "bitwise_and" -> integer((a, b) -> a.bits().and(b.bits()).value());
            case "bitwise_or" -> integer((a, b) -> a.bits().or(b.bits()).value());
            case "bitwise_xor" -> integer((a, b) -> a.bits().xor(b.bits()).value());
            case "bitwise_left_shift" -> integer(of(SpecialFunctions.class, "shiftLeft"));
            case "bitwise_right_shift" -> integer(of(SpecialFunctions.class, "shiftRight"));

            case "eq" -> every(Value::eq);
            case "ne" -> every(Value::ne);
            case "lt" -> every(Value::lt);
            case "le" -> every(Value::le);
            case "gt" -> every(Value::gt);
            case "ge" -> every(Value::ge);
            case "logical_and" -> every((a, b) -> a.ne(0).and(b.ne(0)));
            case "logical_or" -> every((a, b) -> a.ne(0).or(b.ne(0)));
            case "logical_xor" -> every((a, b) -> a.ne(0).xor(b.ne(0)));
            case "logical_not" -> every((x, _) -> x.eq(0));
            case "signbit" -> signs();
            case "isnan" -> every((x, _) -> x.isNaN());
            case "isinf" -> test(x -> x.abs().eq(Double.POSITIVE_INFINITY), (x, _) -> x.ne(x));
            case "isfinite" -> test(x -> x.abs().lt(Double.POSITIVE_INFINITY), (x, _) -> x.eq(x));
            default -> null;
        };
    }

    /// The same formula for all dtypes.
    private static Definition every(Formula formula) {
        return new Definition(formula, null, formula, formula);
    }

    /// A function of one floating element.
    private static Definition real(BiFunction<Format, Value, Node> real) {
        return real(real, null);
    }

    private static Definition real(BiFunction<Format, Value, Node> real, Formula integer) {
        return new Definition(
                (x, _) -> real.apply(Format.SINGLE, x), null, (x, _) -> real.apply(Format.DOUBLE, x), integer);
    }

    /// A function of two floating elements.
    private static Definition reals(BinaryFormula real) {
        return new Definition(
                (a, b) -> real.of(Format.SINGLE, a, b), null, (a, b) -> real.of(Format.DOUBLE, a, b), null);
    }

    @FunctionalInterface
    private interface BinaryFormula {
        Value of(Format format, Value left, Value right);
    }

    private static Definition signs() {
        return real((format, x) -> format.withSign(Value.of(1), x).lt(0), (x, _) -> x.lt(0));
    }

    private static Definition integer(Formula integer) {
        return new Definition(null, null, null, integer);
    }

    private static Definition test(Function<Value, Truth> real, Formula integer) {
        return new Definition((x, _) -> real.apply(x), null, (x, _) -> real.apply(x), integer);
    }

    /// Always computed in f64.
    private static Definition wide(Formula formula) {
        return widened(formula, formula, null);
    }

    private static Definition wide(UnaryOperator<Value> function) {
        return wide((Formula) (x, _) -> function.apply(x));
    }

    /// Of f32 computed by one formula of f64, and of f64 by another.
    private static Definition widened(Formula wide, Formula dual, Formula integer) {
        return new Definition(null, wide, dual, integer);
    }

    /// A static method of {@link SpecialFunctions} for reals, and another for integers.
    private static Definition javaOnly(String method) {
        Formula formula = of(SpecialFunctions.class, method);
        return widened(formula, formula, formula);
    }

    /// A static method of two elements.
    private static Formula of(Class<?> owner, String method) {
        return (a, b) -> a.call(owner, method, b);
    }
}
