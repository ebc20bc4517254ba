package tdsl.interpreter.nodes.arithmetic;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.TupleValue;

/// `left + right`; joins strings, lists and tuples.
public abstract class AddNode extends BinaryNode {
    protected AddNode(boolean updates) {
        super(BinaryOperator.ADD, updates);
    }

    @Specialization
    long integers(long left, long right) {
        try {
            return Math.addExact(left, right);
        } catch (ArithmeticException _) {
            throw overflow(left, right);
        }
    }

    @Specialization
    double floats(double left, double right) {
        return left + right;
    }

    @Specialization
    double intAndFloat(long left, double right) {
        return left + right;
    }

    @Specialization
    double floatAndInt(double left, long right) {
        return left + right;
    }

    @Specialization
    @TruffleBoundary
    String strings(String left, String right) {
        return left + right;
    }

    @Specialization
    @TruffleBoundary
    ListValue lists(ListValue left, ListValue right) {
        return new ListValue(Containers.concatenate(left.elements(), right.elements()));
    }

    @Specialization
    @TruffleBoundary
    TupleValue tuples(TupleValue left, TupleValue right) {
        return TupleValue.copyOf(Containers.concatenate(left.elements(), right.elements()));
    }

    @Fallback
    Object others(Object left, Object right) {
        return general(left, right);
    }
}
