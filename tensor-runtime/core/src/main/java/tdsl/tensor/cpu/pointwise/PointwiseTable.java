package tdsl.tensor.cpu.pointwise;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import tdsl.tensor.cpu.pointwise.IntegerComparisonLoop.IntegerTest;
import tdsl.tensor.cpu.pointwise.RealComparisonLoop.RealTest;
import tdsl.tensor.cpu.pointwise.VectorLoop.VectorOperation;

/// What each pointwise op computes: one line per op, with its meaning for floating elements, for integers, and for
/// SIMD vectors of floating elements where it has one.
final class PointwiseTable {
    private static final Map<String, Definition> DEFINITIONS = new HashMap<>();

    private PointwiseTable() {}

    /// The loops of one op are made from this.
    ///
    /// @param real    a DoubleUnaryOperator, DoubleBinaryOperator or RealTest
    /// @param integer a LongBinaryOperator or IntegerTest; null if integers never get here
    /// @param vector  null if there is none
    record Definition(Object real, Object integer, Supplier<VectorOperation> vector) {}

    static Definition find(String op) {
        return DEFINITIONS.get(op);
    }

    static {
        both("abs", Math::abs, Math::abs, () -> (x, _) -> x.abs());
        both("neg", x -> -x, x -> -x, () -> (x, _) -> x.neg());
        both("sign", Math::signum, Long::signum, null);
        both("relu", x -> Math.max(x, 0.0), x -> Math.max(x, 0), () -> (x, _) -> x.max(x.broadcast(0)));
        both("floor", Math::floor, x -> x, null);
        both("ceil", Math::ceil, x -> x, null);
        both("round", Math::rint, x -> x, null);
        both("trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x), x -> x, null);

        real("exp", Math::exp, () -> (x, _) -> x.lanewise(VectorOperators.EXP));
        real("expm1", Math::expm1, () -> (x, _) -> x.lanewise(VectorOperators.EXPM1));
        real("log", Math::log, () -> (x, _) -> x.lanewise(VectorOperators.LOG));
        real("log1p", Math::log1p, () -> (x, _) -> x.lanewise(VectorOperators.LOG1P));
        real("log10", Math::log10, () -> (x, _) -> x.lanewise(VectorOperators.LOG10));
        real("sqrt", Math::sqrt, () -> (x, _) -> x.lanewise(VectorOperators.SQRT));
        real("rsqrt", x -> 1 / Math.sqrt(x), () -> (x, _) -> x.broadcast(1).div(x.lanewise(VectorOperators.SQRT)));
        real("reciprocal", x -> 1 / x, () -> (x, _) -> x.broadcast(1).div(x));
        real("sin", Math::sin, () -> (x, _) -> x.lanewise(VectorOperators.SIN));
        real("cos", Math::cos, () -> (x, _) -> x.lanewise(VectorOperators.COS));
        real("tan", Math::tan, () -> (x, _) -> x.lanewise(VectorOperators.TAN));
        real("asin", Math::asin, () -> (x, _) -> x.lanewise(VectorOperators.ASIN));
        real("acos", Math::acos, () -> (x, _) -> x.lanewise(VectorOperators.ACOS));
        real("atan", Math::atan, () -> (x, _) -> x.lanewise(VectorOperators.ATAN));
        real("sinh", Math::sinh, () -> (x, _) -> x.lanewise(VectorOperators.SINH));
        real("cosh", Math::cosh, () -> (x, _) -> x.lanewise(VectorOperators.COSH));
        real("tanh", Math::tanh, () -> (x, _) -> x.lanewise(VectorOperators.TANH));
        real("erf", SpecialFunctions::erf, null);
        real("sigmoid", x -> 1 / (1 + Math.exp(-x)), () -> (x, _) -> sigmoid(x));

        both("add", (a, b) -> a + b, (a, b) -> a + b, () -> (a, b) -> a.add(b));
        both("sub", (a, b) -> a - b, (a, b) -> a - b, () -> (a, b) -> a.sub(b));
        both("mul", (a, b) -> a * b, (a, b) -> a * b, () -> (a, b) -> a.mul(b));
        real("div", (a, b) -> a / b, () -> (a, b) -> a.div(b));
        both("floor_divide", SpecialFunctions::floorDivide, SpecialFunctions::floorDivide, null);
        both("remainder", SpecialFunctions::remainder, SpecialFunctions::remainder, null);
        both("pow", Math::pow, SpecialFunctions::pow, () -> (a, b) -> a.lanewise(VectorOperators.POW, b));
        both("maximum", Math::max, Math::max, () -> (a, b) -> a.max(b));
        both("minimum", Math::min, Math::min, () -> (a, b) -> a.min(b));
        real("atan2", Math::atan2, () -> (a, b) -> a.lanewise(VectorOperators.ATAN2, b));

        integer("bitwise_and", (a, b) -> a & b);
        integer("bitwise_or", (a, b) -> a | b);
        integer("bitwise_xor", (a, b) -> a ^ b);
        integer("bitwise_left_shift", SpecialFunctions::shiftLeft);
        integer("bitwise_right_shift", SpecialFunctions::shiftRight);

        test("eq", (a, b) -> a == b, (a, b) -> a == b);
        test("ne", (a, b) -> a != b, (a, b) -> a != b);
        test("lt", (a, b) -> a < b, (a, b) -> a < b);
        test("le", (a, b) -> a <= b, (a, b) -> a <= b);
        test("gt", (a, b) -> a > b, (a, b) -> a > b);
        test("ge", (a, b) -> a >= b, (a, b) -> a >= b);
        test("logical_and", (a, b) -> a != 0 && b != 0, (a, b) -> a != 0 && b != 0);
        test("logical_or", (a, b) -> a != 0 || b != 0, (a, b) -> a != 0 || b != 0);
        test("logical_xor", (a, b) -> a != 0 ^ b != 0, (a, b) -> a != 0 ^ b != 0);
        test("logical_not", (x, _) -> x == 0, (x, _) -> x == 0);
        test("isnan", (x, _) -> Double.isNaN(x), (_, _) -> false);
        test("isinf", (x, _) -> Double.isInfinite(x), (_, _) -> false);
        test("isfinite", (x, _) -> Double.isFinite(x), (_, _) -> true);
    }

    private static void both(
            String op, DoubleUnaryOperator real, LongUnaryOperator integer, Supplier<VectorOperation> vector) {
        LongBinaryOperator ignoringSecond = (x, _) -> integer.applyAsLong(x);
        DEFINITIONS.put(op, new Definition(real, ignoringSecond, vector));
    }

    private static void both(
            String op, DoubleBinaryOperator real, LongBinaryOperator integer, Supplier<VectorOperation> vector) {
        DEFINITIONS.put(op, new Definition(real, integer, vector));
    }

    private static void real(String op, DoubleUnaryOperator real, Supplier<VectorOperation> vector) {
        DEFINITIONS.put(op, new Definition(real, null, vector));
    }

    private static void real(String op, DoubleBinaryOperator real, Supplier<VectorOperation> vector) {
        DEFINITIONS.put(op, new Definition(real, null, vector));
    }

    private static void integer(String op, LongBinaryOperator integer) {
        DEFINITIONS.put(op, new Definition(null, integer, null));
    }

    private static void test(String op, RealTest real, IntegerTest integer) {
        DEFINITIONS.put(op, new Definition(real, integer, null));
    }

    private static Vector<Object> sigmoid(Vector<Object> x) {
        Vector<Object> one = x.broadcast(1);
        return one.div(one.add(x.neg().lanewise(VectorOperators.EXP)));
    }
}
