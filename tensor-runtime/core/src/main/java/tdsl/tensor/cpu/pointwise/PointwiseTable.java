package tdsl.tensor.cpu.pointwise;

import java.util.function.BiFunction;
import java.util.function.Function;
import tdsl.tensor.cpu.pointwise.formula.Formula;
import tdsl.tensor.cpu.pointwise.formula.Node;
import tdsl.tensor.cpu.pointwise.formula.Truth;
import tdsl.tensor.cpu.pointwise.formula.Value;
import tdsl.tensor.cpu.pointwise.math.Exponentials;
import tdsl.tensor.cpu.pointwise.math.Format;
import tdsl.tensor.cpu.pointwise.math.Logarithms;
import tdsl.tensor.cpu.pointwise.math.Rounding;
import tdsl.tensor.cpu.pointwise.math.SpecialFunctions;

/// What each pointwise op computes: one line per op, with its meaning for floating elements and for integers.
final class PointwiseTable {
    private PointwiseTable() {}

    /// The loops of one op are made from this.
    ///
    /// @param single  how elements of f32 are computed; null if in the way of f64
    /// @param dual    how elements of f64 are computed; null if they never get here
    /// @param integer how integers and bools are computed; null if they never get here
    record Definition(Formula single, Formula dual, Formula integer) {}

    /// The definition of an op; null if it has none. A switch, so that only what is used is linked.
    static Definition find(String op) {
        return switch (op) {
            case "abs" -> every((x, _) -> x.abs());
            case "neg" -> every((x, _) -> x.neg());
            case "sign" -> every((x, _) -> x.gt(0).select(1, x.lt(0).select(-1, x)));
            case "relu" -> every((x, _) -> x.max(Value.of(0)));
            case "relu_grad" -> every((x, output) -> output.gt(0).select(x, Value.of(0)));
            case "floor" -> real(Rounding::floor, (x, _) -> x);
            case "ceil" -> real(Rounding::ceil, (x, _) -> x);
            case "round" -> real(Rounding::round, (x, _) -> x);
            case "trunc" -> real(Rounding::trunc, (x, _) -> x);

            case "exp" -> real(Exponentials::exp);
            case "expm1" -> wide(ofOne(StrictMath.class, "expm1"));
            case "log" -> real(Logarithms::log);
            case "log1p" -> wide(ofOne(StrictMath.class, "log1p"));
            case "log10" -> wide(ofOne(StrictMath.class, "log10"));
            case "sqrt" -> real((_, x) -> x.sqrt());
            case "rsqrt" -> real((_, x) -> Value.of(1).div(x.sqrt()));
            case "reciprocal" -> real((_, x) -> Value.of(1).div(x));
            case "sin" -> wide(ofOne(StrictMath.class, "sin"));
            case "cos" -> wide(ofOne(StrictMath.class, "cos"));
            case "tan" -> wide(ofOne(StrictMath.class, "tan"));
            case "asin" -> wide(ofOne(StrictMath.class, "asin"));
            case "acos" -> wide(ofOne(StrictMath.class, "acos"));
            case "atan" -> wide(ofOne(StrictMath.class, "atan"));
            case "sinh" -> wide(ofOne(StrictMath.class, "sinh"));
            case "cosh" -> wide(ofOne(StrictMath.class, "cosh"));
            case "tanh" -> real(Exponentials::tanh);
            case "erf" -> wide(ofOne(SpecialFunctions.class, "erf"));
            case "sigmoid" -> real(Exponentials::sigmoid);

            case "add" -> every(Value::add);
            case "sub" -> every(Value::sub);
            case "mul" -> every(Value::mul);
            case "div" -> new Definition(Value::div, Value::div, null);
            case "floor_divide" -> every(of(SpecialFunctions.class, "floorDivide"));
            case "remainder" -> every(of(SpecialFunctions.class, "remainder"));
            case "pow" -> every(of(SpecialFunctions.class, "pow"));
            case "maximum" -> every(Value::max);
            case "minimum" -> every(Value::min);
            case "atan2" -> wide(of(StrictMath.class, "atan2"));

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
            case "isnan" -> every((x, _) -> x.isNaN());
            case "isinf" -> test(x -> x.abs().eq(Double.POSITIVE_INFINITY), (x, _) -> x.ne(x));
            case "isfinite" -> test(x -> x.abs().lt(Double.POSITIVE_INFINITY), (x, _) -> x.eq(x));
            default -> null;
        };
    }

    /// The same formula for all dtypes.
    private static Definition every(Formula formula) {
        return new Definition(formula, formula, formula);
    }

    /// A function of one floating element.
    private static Definition real(BiFunction<Format, Value, Node> real) {
        return real(real, null);
    }

    private static Definition real(BiFunction<Format, Value, Node> real, Formula integer) {
        return new Definition((x, _) -> real.apply(Format.SINGLE, x), (x, _) -> real.apply(Format.DOUBLE, x), integer);
    }

    private static Definition integer(Formula integer) {
        return new Definition(null, null, integer);
    }

    private static Definition test(Function<Value, Truth> real, Formula integer) {
        return new Definition((x, _) -> real.apply(x), (x, _) -> real.apply(x), integer);
    }

    /// Always computed in f64.
    private static Definition wide(Formula formula) {
        return new Definition(null, formula, null);
    }

    /// A static method of one element.
    private static Formula ofOne(Class<?> owner, String method) {
        return (x, _) -> x.call(owner, method);
    }

    /// A static method of two elements.
    private static Formula of(Class<?> owner, String method) {
        return (a, b) -> a.call(owner, method, b);
    }
}
