package tdsl.tensor.cuda.simulator;

import java.util.Set;

/// What instructions compute that only have operands in registers.
final class Arithmetic {
    /// Bits of the operands, those that an instruction does not have being 0, to bits of the result.
    @FunctionalInterface
    interface Operation {
        long of(long a, long b, long c);
    }

    @FunctionalInterface
    private interface FloatOperation {
        float of(float a, float b, float c);
    }

    @FunctionalInterface
    private interface DoubleOperation {
        double of(double a, double b, double c);
    }

    private Arithmetic() {}

    /// @param name      of the instruction, such as `add`
    /// @param modifiers what comes between the name and the type, such as `lo` or `rn`
    static Operation of(String name, Set<String> modifiers, Type type) {
        return switch (type) {
            case F32 -> floats(name, modifiers);
            case F64 -> doubles(name, modifiers);
            case F16, BF16, F16X2, BF16X2 -> throw unknown(name, type);
            default -> bits(name, modifiers, type);
        };
    }

    private static SimulationException unknown(String name, Type type) {
        return new SimulationException("the simulator does not know " + name + " of " + type);
    }

    // ---- integers and bits ----

    private static Operation bits(String name, Set<String> modifiers, Type type) {
        int bits = type.bits();
        return switch (name) {
            case "and" -> (a, b, _) -> a & b;
            case "or" -> (a, b, _) -> a | b;
            case "xor" -> (a, b, _) -> a ^ b;
            case "not" -> type == Type.PRED ? (a, _, _) -> 1 - a : (a, _, _) -> ~a;
            case "shl" -> (a, b, _) -> (b & 0xFFFFFFFFL) >= bits ? 0 : a << b;
            case "shr" -> (a, b, _) -> shiftedRight(type, type.integer(a), b & 0xFFFFFFFFL);
            case "popc" -> (a, _, _) -> Long.bitCount(Type.U64.integer(masked(a, bits)));
            case "clz" -> (a, _, _) -> Long.numberOfLeadingZeros(masked(a, bits)) - (Long.SIZE - bits);
            case "brev" -> (a, _, _) -> Long.reverse(a) >>> Long.SIZE - bits;
            case "bfind" -> bfind(modifiers.contains("shiftamt"), type);
            default -> integers(name, modifiers, type);
        };
    }

    private static long masked(long value, int bits) {
        return value << Long.SIZE - bits >>> Long.SIZE - bits;
    }

    private static long shiftedRight(Type type, long value, long places) {
        long most = Math.min(places, Long.SIZE - 1L);
        if (type.isSigned()) {
            return value >> most;
        }
        return places >= type.bits() ? 0 : value >>> most;
    }

    private static Operation bfind(boolean isShift, Type type) {
        return (a, _, _) -> {
            long value = type.integer(a);
            long looked = value < 0 && type.isSigned() ? ~value : value;
            int zeros = Long.numberOfLeadingZeros(looked) - (Long.SIZE - type.bits());
            return looked == 0 ? -1 : isShift ? zeros : type.bits() - 1 - zeros;
        };
    }

    private static Operation integers(String name, Set<String> modifiers, Type type) {
        return switch (name) {
            case "add" -> (a, b, _) -> a + b;
            case "sub" -> (a, b, _) -> a - b;
            case "mul" -> (a, b, _) -> product(modifiers, type, a, b);
            case "mad" ->
                (a, b, c) -> product(modifiers, type, a, b) + (modifiers.contains("wide") ? c : type.integer(c));
            case "div" -> (a, b, _) -> quotient(type, a, b);
            case "rem" -> (a, b, _) -> rest(type, a, b);
            case "neg" -> (a, _, _) -> -a;
            case "abs" -> (a, _, _) -> Math.abs(type.integer(a));
            case "min" -> (a, b, _) -> compare(type, a, b) <= 0 ? a : b;
            case "max" -> (a, b, _) -> compare(type, a, b) >= 0 ? a : b;
            default -> throw unknown(name, type);
        };
    }

    static int compare(Type type, long a, long b) {
        return type.isSigned()
                ? Long.compare(type.integer(a), type.integer(b))
                : Long.compareUnsigned(type.integer(a), type.integer(b));
    }

    static long product(Set<String> modifiers, Type type, long a, long b) {
        long left = type.integer(a);
        long right = type.integer(b);
        if (!modifiers.contains("hi")) {
            return left * right;
        }
        if (type.bytes() < Long.BYTES) {
            return left * right >>> type.bits();
        }
        return type.isSigned() ? Math.multiplyHigh(left, right) : Math.unsignedMultiplyHigh(left, right);
    }

    /// What a GPU gives for a division by 0 is not defined; programs do not use it.
    private static long quotient(Type type, long a, long b) {
        long divisor = type.integer(b);
        if (divisor == 0) {
            return -1;
        }
        return type.isSigned() ? type.integer(a) / divisor : Long.divideUnsigned(type.integer(a), divisor);
    }

    private static long rest(Type type, long a, long b) {
        long divisor = type.integer(b);
        if (divisor == 0) {
            return a;
        }
        return type.isSigned() ? type.integer(a) % divisor : Long.remainderUnsigned(type.integer(a), divisor);
    }

    // ---- floating point ----

    private static Operation floats(String name, Set<String> modifiers) {
        FloatOperation operation = switch (name) {
            case "add" -> (a, b, _) -> a + b;
            case "sub" -> (a, b, _) -> a - b;
            case "mul" -> (a, b, _) -> a * b;
            case "div" -> (a, b, _) -> a / b;
            case "fma" -> modifiers.contains("rm") ? Arithmetic::fmaDown : Math::fma;
            case "neg" -> (a, _, _) -> -a;
            case "abs" -> (a, _, _) -> Math.abs(a);
            case "min" -> (a, b, _) -> a != a ? b : b != b ? a : Math.min(a, b);
            case "max" -> (a, b, _) -> a != a ? b : b != b ? a : Math.max(a, b);
            case "sqrt" -> (a, _, _) -> (float) Math.sqrt(a);
            case "rcp" -> (a, _, _) -> 1 / a;
            case "rsqrt" -> (a, _, _) -> (float) (1 / Math.sqrt(a));
            case "ex2" -> (a, _, _) -> (float) Math.pow(2, a);
            case "lg2" -> (a, _, _) -> (float) (Math.log(a) / Math.log(2));
            case "copysign" -> (a, b, _) -> Math.copySign(b, a);
            default -> throw unknown(name, Type.F32);
        };
        boolean flushes = modifiers.contains("ftz");
        return (a, b, c) -> {
            float result = operation.of(flushed(a, flushes), flushed(b, flushes), flushed(c, flushes));
            int bits = Float.floatToRawIntBits(result);
            return flushes ? Float.floatToRawIntBits(flushed(bits, true)) : bits;
        };
    }

    private static float flushed(long bits, boolean flushes) {
        float value = Float.intBitsToFloat((int) bits);
        return flushes && Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
    }

    /// `a b + c` rounded down.
    private static float fmaDown(float a, float b, float c) {
        double product = (double) a * b;
        double sum = product + c;
        float rounded = (float) sum;
        double part = sum - product;
        double lost = product - (sum - part) + (c - part);
        boolean isAbove = rounded > sum || rounded == sum && lost < 0;
        return isAbove ? Math.nextDown(rounded) : rounded;
    }

    private static Operation doubles(String name, Set<String> modifiers) {
        DoubleOperation operation = switch (name) {
            case "add" -> (a, b, _) -> a + b;
            case "sub" -> (a, b, _) -> a - b;
            case "mul" -> (a, b, _) -> a * b;
            case "div" -> (a, b, _) -> a / b;
            case "fma" -> Math::fma;
            case "neg" -> (a, _, _) -> -a;
            case "abs" -> (a, _, _) -> Math.abs(a);
            case "min" -> (a, b, _) -> a != a ? b : b != b ? a : Math.min(a, b);
            case "max" -> (a, b, _) -> a != a ? b : b != b ? a : Math.max(a, b);
            case "sqrt" -> (a, _, _) -> Math.sqrt(a);
            case "rcp" -> (a, _, _) -> modifiers.contains("approx") ? upperHalf(1 / a) : 1 / a;
            case "rsqrt" -> (a, _, _) -> upperHalf(1 / Math.sqrt(a));
            case "copysign" -> (a, b, _) -> Math.copySign(b, a);
            default -> throw unknown(name, Type.F64);
        };
        return (a, b, c) -> Double.doubleToRawLongBits(
                operation.of(Double.longBitsToDouble(a), Double.longBitsToDouble(b), Double.longBitsToDouble(c)));
    }

    /// Approximations of f64 have 32 bits.
    private static double upperHalf(double value) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) & 0xFFFFFFFF00000000L);
    }

    // ---- comparisons ----

    /// @param name of the comparison, such as `lt` or, for numbers that may be none, `ltu`
    static Operation comparison(String name, Type type) {
        String ordered = type.isFloating() && name.length() == 3 ? name.substring(0, 2) : name;
        boolean below = Set.of("lt", "lo", "le", "ls", "ne", "nu").contains(ordered);
        boolean equal = Set.of("eq", "le", "ls", "ge", "hs", "nu").contains(ordered);
        boolean above = Set.of("gt", "hi", "ge", "hs", "ne", "nu").contains(ordered);
        if (!type.isFloating()) {
            return (a, b, _) -> holds(compare(type, a, b), below, equal, above);
        }
        boolean unordered = name.equals("nan") || name.length() == 3 && name.endsWith("u");
        return (a, b, _) -> {
            double left = type.number(a);
            double right = type.number(b);
            if (left != left || right != right) {
                return unordered ? 1 : 0;
            }
            return holds(left < right ? -1 : left > right ? 1 : 0, below, equal, above);
        };
    }

    private static long holds(int order, boolean below, boolean equal, boolean above) {
        return (order < 0 ? below : order > 0 ? above : equal) ? 1 : 0;
    }
}
