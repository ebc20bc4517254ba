package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;

/// `left * right`; repeats strings, lists and tuples.
public abstract class MultiplyNode extends BinaryNode {
    protected MultiplyNode(boolean updates) {
        super(BinaryOperator.MULTIPLY, updates);
    }

    @Specialization
    long integers(long left, long right) {
        try {
            return Math.multiplyExact(left, right);
        } catch (ArithmeticException _) {
            throw overflow(left, right);
        }
    }

    @Specialization
    double floats(double left, double right) {
        return left * right;
    }

    @Specialization
    double intAndFloat(long left, double right) {
        return left * right;
    }

    @Specialization
    double floatAndInt(double left, long right) {
        return left * right;
    }

    @Specialization(guards = "isRepeatable(left)")
    Object repeat(Object left, long count) {
        return Containers.repeat(left, count);
    }

    @Specialization(guards = "isRepeatable(right)")
    Object repeat(long count, Object right) {
        return Containers.repeat(right, count);
    }

    static boolean isRepeatable(Object value) {
        return value instanceof String || value instanceof ListValue || value instanceof TupleValue;
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
