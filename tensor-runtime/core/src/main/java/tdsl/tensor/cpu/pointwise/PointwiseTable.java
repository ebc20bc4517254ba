package tdsl.tensor.cpu.pointwise;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import jdk.incubator.vector.VectorOperators;
import tdsl.tensor.cpu.pointwise.IntegerComparisonLoop.IntegerTest;
import tdsl.tensor.cpu.pointwise.RealComparisonLoop.RealTest;
import tdsl.tensor.cpu.pointwise.VectorLoop.VectorOperation;

/// What each pointwise op computes: one line per op, with its meaning for floating elements, for integers, and for
/// SIMD vectors of floating elements where it has one.
final class PointwiseTable {
    private PointwiseTable() {}

    /// The loops of one op are made from this.
    ///
    /// @param real    a DoubleUnaryOperator, DoubleBinaryOperator or RealTest
    /// @param integer a LongBinaryOperator or IntegerTest; null if integers never get here
    /// @param vector  null if there is none
    record Definition(Object real, Object integer, Supplier<VectorOperation> vector) {}

    /// The definition of an op; null if it has none. A switch, so that only what is used is linked.
    static Definition find(String op) {
        return switch (op) {
            case "abs" -> both(Math::abs, Math::abs, () -> (x, _) -> x.abs());
            case "neg" -> both(x -> -x, x -> -x, () -> (x, _) -> x.neg());
            case "sign" -> both(Math::signum, Long::signum, null);
            case "relu" -> both(x -> Math.max(x, 0.0), x -> Math.max(x, 0), () -> (x, _) -> x.max(x.broadcast(0)));
            case "floor" -> both(Math::floor, x -> x, null);
            case "ceil" -> both(Math::ceil, x -> x, null);
            case "round" -> both(Math::rint, x -> x, null);
            case "trunc" -> both(x -> x < 0 ? Math.ceil(x) : Math.floor(x), x -> x, null);

            // Functions that IEEE 754 does not round correctly have no SIMD form: the JVM computes their lanes by one
            // library
            // before it has compiled a loop and by another after, so that results would depend on how warm it is.
            case "exp" -> real(Math::exp, null);
            case "expm1" -> real(Math::expm1, null);
            case "log" -> real(Math::log, null);
            case "log1p" -> real(Math::log1p, null);
            case "log10" -> real(Math::log10, null);
            case "sqrt" -> real(Math::sqrt, () -> (x, _) -> x.lanewise(VectorOperators.SQRT));
            case "rsqrt" -> real(x -> 1 / Math.sqrt(x), null);
            case "reciprocal" -> real(x -> 1 / x, () -> (x, _) -> x.broadcast(1).div(x));
            case "sin" -> real(Math::sin, null);
            case "cos" -> real(Math::cos, null);
            case "tan" -> real(Math::tan, null);
            case "asin" -> real(Math::asin, null);
            case "acos" -> real(Math::acos, null);
            case "atan" -> real(Math::atan, null);
            case "sinh" -> real(Math::sinh, null);
            case "cosh" -> real(Math::cosh, null);
            case "tanh" -> real(Math::tanh, null);
            case "erf" -> real(SpecialFunctions::erf, null);
            case "sigmoid" -> real(x -> 1 / (1 + Math.exp(-x)), null);

            case "add" -> both((a, b) -> a + b, (a, b) -> a + b, () -> (a, b) -> a.add(b));
            case "sub" -> both((a, b) -> a - b, (a, b) -> a - b, () -> (a, b) -> a.sub(b));
            case "mul" -> both((a, b) -> a * b, (a, b) -> a * b, () -> (a, b) -> a.mul(b));
            case "div" -> real((a, b) -> a / b, () -> (a, b) -> a.div(b));
            case "floor_divide" -> both(SpecialFunctions::floorDivide, SpecialFunctions::floorDivide, null);
            case "remainder" -> both(SpecialFunctions::remainder, SpecialFunctions::remainder, null);
            case "pow" -> both(SpecialFunctions::pow, SpecialFunctions::pow, null);
            case "maximum" -> both(Math::max, Math::max, () -> (a, b) -> a.max(b));
            case "minimum" -> both(Math::min, Math::min, () -> (a, b) -> a.min(b));
            case "atan2" -> real(Math::atan2, null);

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

    private static Definition both(
            DoubleUnaryOperator real, LongUnaryOperator integer, Supplier<VectorOperation> vector) {
        LongBinaryOperator ignoringSecond = (x, _) -> integer.applyAsLong(x);
        return new Definition(real, ignoringSecond, vector);
    }

    private static Definition both(
            DoubleBinaryOperator real, LongBinaryOperator integer, Supplier<VectorOperation> vector) {
        return new Definition(real, integer, vector);
    }

    private static Definition real(DoubleUnaryOperator real, Supplier<VectorOperation> vector) {
        return new Definition(real, null, vector);
    }

    private static Definition real(DoubleBinaryOperator real, Supplier<VectorOperation> vector) {
        return new Definition(real, null, vector);
    }

    private static Definition integer(LongBinaryOperator integer) {
        return new Definition(null, integer, null);
    }

    private static Definition test(RealTest real, IntegerTest integer) {
        return new Definition(real, integer, null);
    }
}
