package tdsl.interpreter.nodes.literal;

import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.collections.RangeValue;

/// `start..end`, `start..=end`, `start..end by step`.
@NodeChild("start")
@NodeChild("end")
@NodeChild("step")
public abstract class RangeNode extends ExpressionNode {
    private final boolean inclusive;

    protected RangeNode(boolean inclusive) {
        this.inclusive = inclusive;
    }

    @Specialization
    RangeValue integers(long start, long end, long step) {
        if (step == 0) {
            throw error(ErrorKind.VALUE, "the step of a range must not be 0");
        }
        try {
            return RangeValue.between(start, end, inclusive, step);
        } catch (ArithmeticException _) {
            throw error(ErrorKind.ARITHMETIC, "the range has too many elements");
        }
    }

    @Fallback
    Object others(Object start, Object end, Object step) {
        Object wrong = !(start instanceof Long) ? start : !(end instanceof Long) ? end : step;
        throw error(ErrorKind.TYPE, "the parts of a range must be ints, not %s", Kinds.describe(wrong));
    }
}
