package tdsl.tensor.cpu.pointwise;

import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import tdsl.tensor.cpu.pointwise.IntegerComparisonLoop.IntegerTest;
import tdsl.tensor.cpu.pointwise.RealComparisonLoop.RealTest;
import tdsl.tensor.cpu.pointwise.formula.Formula;
import tdsl.tensor.cpu.pointwise.formula.Node;
import tdsl.tensor.cpu.pointwise.formula.Value;
import tdsl.tensor.cpu.pointwise.math.Exponentials;
import tdsl.tensor.cpu.pointwise.math.Format;
import tdsl.tensor.cpu.pointwise.math.Logarithms;

/// What each pointwise op computes: one line per op, with its meaning for floating elements and for integers.
final class PointwiseTable {
    private PointwiseTable() {}

    /// The loops of one op are made from this.
    ///
    /// @param single  how elements of f32 are computed; null if in the way of f64
    /// @param dual    how elements of f64 are computed; null if by an operator
    /// @param real    else the operator: a DoubleUnaryOperator, DoubleBinaryOperator or RealTest
    /// @param integer a LongBinaryOperator or IntegerTest; null if integers never get here
    record Definition(Formula single, Formula dual, Object real, Object integer) {}

    /// The definition of an op; null if it has none. A switch, so that only what is used is linked.
    static Definition find(String op) {
        return switch (op) {
            case "abs" -> both((x, _) -> x.abs(), (x, _) -> Math.abs(x));
            case "neg" -> both((x, _) -> x.neg(), (x, _) -> -x);
            case "sign" -> scalar(Math::signum, (x, _) -> Long.signum(x));
            case "relu" -> both((x, _) -> x.max(Value.of(0)), (x, _) -> Math.max(x, 0));
            case "floor" -> scalar(Math::floor, (x, _) -> x);
            case "ceil" -> scalar(Math::ceil, (x, _) -> x);
            case "round" -> scalar(Math::rint, (x, _) -> x);
            case "trunc" -> scalar(x -> x < 0 ? Math.ceil(x) : Math.floor(x), (x, _) -> x);

            case "exp" -> real(Exponentials::exp);
            case "expm1" -> scalar(StrictMath::expm1, null);
            case "log" -> real(Logarithms::log);
            case "log1p" -> scalar(StrictMath::log1p, null);
            case "log10" -> scalar(StrictMath::log10, null);
            case "sqrt" -> real((_, x) -> x.sqrt());
            case "rsqrt" -> real((_, x) -> Value.of(1).div(x.sqrt()));
            case "reciprocal" -> real((_, x) -> Value.of(1).div(x));
            case "sin" -> scalar(StrictMath::sin, null);
            case "cos" -> scalar(StrictMath::cos, null);
            case "tan" -> scalar(StrictMath::tan, null);
            case "asin" -> scalar(StrictMath::asin, null);
            case "acos" -> scalar(StrictMath::acos, null);
            case "atan" -> scalar(StrictMath::atan, null);
            case "sinh" -> scalar(StrictMath::sinh, null);
            case "cosh" -> scalar(StrictMath::cosh, null);
            case "tanh" -> real(Exponentials::tanh);
            case "erf" -> scalar(SpecialFunctions::erf, null);
            case "sigmoid" -> real(Exponentials::sigmoid);

            case "add" -> both(Value::add, (a, b) -> a + b);
            case "sub" -> both(Value::sub, (a, b) -> a - b);
            case "mul" -> both(Value::mul, (a, b) -> a * b);
            case "div" -> both(Value::div, null);
            case "floor_divide" -> scalars(SpecialFunctions::floorDivide, SpecialFunctions::floorDivide);
            case "remainder" -> scalars(SpecialFunctions::remainder, SpecialFunctions::remainder);
            case "pow" -> scalars(SpecialFunctions::pow, SpecialFunctions::pow);
            case "maximum" -> both(Value::max, Math::max);
            case "minimum" -> both(Value::min, Math::min);
            case "atan2" -> scalars(StrictMath::atan2, null);

            case "bitwise_and" -> integer((a, b) -> a & b);
            case "bitwise_or" -> integer((a, b) -> a | b);
            case "bitwise_xor" -> integer((a, b) -> a ^ b);
            case "bitwise_left_shift" -> integer(SpecialFunctions::shiftLeft);
            case "bitwise_right_shift" -> integer(SpecialFunctions::shiftRight);

            case "eq" -> test((a, b) -> a == b, (a, b) -> a == b);
            case "ne" -> test((a, b) -> a != b, (a, b) -> a != b);
            case "lt" -> test((a, b) -> a < b, (a, b) -> a < b);
            case "le" -> test((a, b) -> a <= b, (a, b) -> a <= b);
            case "gt" -> test((a, b) -> a > b, (a, b) -> a > b);
            case "ge" -> test((a, b) -> a >= b, (a, b) -> a >= b);
            case "logical_and" -> test((a, b) -> a != 0 && b != 0, (a, b) -> a != 0 && b != 0);
            case "logical_or" -> test((a, b) -> a != 0 || b != 0, (a, b) -> a != 0 || b != 0);
            case "logical_xor" -> test((a, b) -> a != 0 ^ b != 0, (a, b) -> a != 0 ^ b != 0);
            case "logical_not" -> test((x, _) -> x == 0, (x, _) -> x == 0);
            case "isnan" -> test((x, _) -> Double.isNaN(x), (_, _) -> false);
            case "isinf" -> test((x, _) -> Double.isInfinite(x), (_, _) -> false);
            case "isfinite" -> test((x, _) -> Double.isFinite(x), (_, _) -> true);
            default -> null;
        };
    }

    /// The same formula in every floating format.
    private static Definition both(Formula real, LongBinaryOperator integer) {
        return new Definition(real, real, null, integer);
    }

    /// A function of one floating element.
    private static Definition real(BiFunction<Format, Value, Node> real) {
        return new Definition(
                (x, _) -> real.apply(Format.SINGLE, x), (x, _) -> real.apply(Format.DOUBLE, x), null, null);
    }

    /// Computed one element at a time.
    private static Definition scalar(DoubleUnaryOperator real, LongBinaryOperator integer) {
        return new Definition(null, null, real, integer);
    }

    /// As {@link #scalar}, of two elements.
    private static Definition scalars(DoubleBinaryOperator real, LongBinaryOperator integer) {
        return new Definition(null, null, real, integer);
    }

    private static Definition integer(LongBinaryOperator integer) {
        return new Definition(null, null, null, integer);
    }

    private static Definition test(RealTest real, IntegerTest integer) {
        return new Definition(null, null, real, integer);
    }
}
