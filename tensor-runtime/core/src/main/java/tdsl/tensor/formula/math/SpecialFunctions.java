package tdsl.tensor.formula.math;

import tdsl.tensor.error.IntegerArithmeticException;
import tdsl.tensor.error.ValueException;

/// Scalar functions that Java's Math lacks or defines differently.
public final class SpecialFunctions {
    private SpecialFunctions() {}

    public static double floorDivide(double a, double b) {
        if (b == 0) {
            return a / b;
        }
        double remainder = a % b;
        double quotient = (a - remainder) / b;
        return remainder != 0 && remainder < 0 != b < 0 ? Math.rint(quotient) - 1 : Math.rint(quotient);
    }

    public static double remainder(double a, double b) {
        double remainder = a % b;
        return remainder != 0 && remainder < 0 != b < 0 ? remainder + b : remainder;
    }

    public static double fmod(double a, double b) {
        return a % b;
    }

    public static long fmod(long a, long b) {
        if (b == 0) {
            throw new IntegerArithmeticException("fmod: an integer is divided by 0");
        }
        return a % b;
    }

    /// The next number of f32 from one towards another.
    public static double nextSingle(double from, double towards) {
        return Math.nextAfter((float) from, towards);
    }

    public static long floorDivide(long a, long b) {
        if (b == 0) {
            throw new IntegerArithmeticException("floor_divide: an integer is divided by 0");
        }
        return Math.floorDiv(a, b);
    }

    public static long remainder(long a, long b) {
        if (b == 0) {
            throw new IntegerArithmeticException("remainder: an integer is divided by 0");
        }
        return Math.floorMod(a, b);
    }

    /// As C defines it (ISO C99, F.9.4.4): 1 to any power is 1, and so is −1 to an infinite one. Java's is NaN
    /// there.
    public static double pow(double base, double exponent) {
        boolean isOne = base == 1 || (base == -1 && Double.isInfinite(exponent));
        return isOne ? 1 : StrictMath.pow(base, exponent);
    }

    /// By repeated squaring; wraps around as multiplication does.
    public static long pow(long base, long exponent) {
        if (exponent < 0) {
            throw new ValueException("pow: an integer to the negative power %d is not an integer", exponent);
        }
        long result = 1;
        long square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }

    /// The greatest common divisor, not negative.
    public static long gcd(long a, long b) {
        long divisor = a;
        long rest = b;
        while (rest != 0) {
            long next = divisor % rest;
            divisor = rest;
            rest = next;
        }
        return Math.abs(divisor);
    }

    public static long shiftLeft(long value, long bits) {
        return bits < 0 || bits >= Long.SIZE ? 0 : value << bits;
    }

    public static long shiftRight(long value, long bits) {
        return value >> (bits < 0 || bits >= Long.SIZE ? Long.SIZE - 1 : bits);
    }
}
