package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;

/// `left ** right`: an int between ints unless the exponent is negative.
public abstract class PowerNode extends BinaryNode {
    protected PowerNode(boolean updates) {
        super(BinaryOperator.POWER, updates);
    }

    @Specialization(guards = "exponent >= 0")
    long integers(long base, long exponent) {
        try {
            return exactPower(base, exponent);
        } catch (ArithmeticException _) {
            throw overflow(base, exponent);
        }
    }

    @Specialization(guards = "exponent < 0")
    double negativeExponent(long base, long exponent) {
        if (base == 0) {
            throw divisionByZero();
        }
        return Math.pow(base, exponent);
    }

    @Specialization
    double floats(double base, double exponent) {
        return Math.pow(base, exponent);
    }

    @Specialization
    double intAndFloat(long base, double exponent) {
        return Math.pow(base, exponent);
    }

    @Specialization
    double floatAndInt(double base, long exponent) {
        return Math.pow(base, exponent);
    }

    /// Repeated squaring. A base of -1, 0 or 1 never overflows, whatever the exponent.
    private static long exactPower(long base, long exponent) {
        long result = 1;
        long square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                result = Math.multiplyExact(result, square);
            }
            if (left > 1) {
                square = Math.multiplyExact(square, square);
            }
        }
        return result;
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
