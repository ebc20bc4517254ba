package tdsl.tensor.cuda.simulator;

import java.math.BigDecimal;
import java.util.Set;
import tdsl.tensor.cuda.simulator.Arithmetic.Operation;

/// Conversions between types, by the instruction `cvt`.
final class Conversions {
    private static final int ODD = 1;

    private Conversions() {}

    static Operation of(Set<String> modifiers, Type to, Type from) {
        if (to == Type.F16X2 || to == Type.BF16X2) {
            Type half = to == Type.F16X2 ? Type.F16 : Type.BF16;
            return (a, b, _) -> rounded(half, from.number(a)) << Short.SIZE | rounded(half, from.number(b)) & 0xFFFF;
        }
        if (from.isFloating() && to.isFloating()) {
            boolean saturates = modifiers.contains("sat");
            return (a, _, _) -> {
                double value = integral(modifiers, from.number(a));
                return rounded(to, saturates ? value >= 0 ? Math.min(value, 1) : 0 : value);
            };
        }
        if (from.isFloating()) {
            return (a, _, _) -> toInteger(to, integral(modifiers, from.number(a)));
        }
        if (to.isFloating()) {
            return (a, _, _) -> fromInteger(to, from, from.integer(a));
        }
        return (a, _, _) -> to.integer(from.integer(a));
    }

    private static double integral(Set<String> modifiers, double value) {
        return modifiers.contains("rzi")
                ? value < 0 ? Math.ceil(value) : Math.floor(value)
                : modifiers.contains("rmi")
                        ? Math.floor(value)
                        : modifiers.contains("rpi")
                                ? Math.ceil(value)
                                : modifiers.contains("rni") ? Math.rint(value) : value;
    }

    /// Values beyond the type become its least or greatest; what is no number becomes 0 in narrow types and the sign
    /// bit in i64.
    private static long toInteger(Type to, double value) {
        if (Double.isNaN(value)) {
            return to.bytes() == Long.BYTES ? Long.MIN_VALUE : 0;
        }
        if (to.isSigned()) {
            long least = -1L << to.bits() - 1;
            return value <= least ? least : value >= -(double) least ? ~least : (long) value;
        }
        if (value <= 0) {
            return 0;
        }
        double beyond = Math.scalb(1.0, to.bits());
        return value >= beyond
                ? to.integer(-1)
                : value >= Long.MAX_VALUE ? (long) (value - Math.scalb(1.0, 63)) ^ Long.MIN_VALUE : (long) value;
    }

    private static long fromInteger(Type to, Type from, long value) {
        BigDecimal exact = from.isSigned() ? BigDecimal.valueOf(value) : new BigDecimal(Long.toUnsignedString(value));
        return switch (to) {
            case F32 -> Float.floatToRawIntBits(exact.floatValue());
            case F64 -> Double.doubleToRawLongBits(exact.doubleValue());
            default -> throw new SimulationException("no conversion of integers to " + to);
        };
    }

    /// To the nearest number of a type, the even one of two.
    static long rounded(Type to, double value) {
        return switch (to) {
            case F64 -> Double.doubleToRawLongBits(value);
            case F32 -> Float.floatToRawIntBits((float) value);
            // To the nearest, of two the one further from 0.
            case TF32 -> Float.floatToRawIntBits((float) value) + 0x1000 & ~0x1FFF;
            case F16 -> Float.floatToFloat16(toOdd(value));
            case BF16 -> toBrain(toOdd(value));
            default -> throw new IllegalArgumentException("not floating: " + to);
        };
    }

    /// To f32, where what is lost leaves its trace in the last bit, so that a second rounding goes the right way.
    private static float toOdd(double value) {
        float nearest = (float) value;
        if (nearest == value || Float.isNaN(nearest) || Float.isInfinite(nearest)) {
            return nearest;
        }
        int bits = Float.floatToRawIntBits(nearest);
        boolean isTooFar = Math.abs(nearest) > Math.abs(value);
        return Float.intBitsToFloat((isTooFar ? bits - 1 : bits) | ODD);
    }

    private static long toBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return 0x7FFF;
        }
        return bits + 0x7FFF + (bits >>> Short.SIZE & 1) >>> Short.SIZE;
    }
}
