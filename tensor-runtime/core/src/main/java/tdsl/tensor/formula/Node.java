package tdsl.tensor.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// One step of a formula. Formulas are recorded, not run: each method of a node makes another node, and the finished
/// graph is written as instructions of the processor or of a device.
public abstract sealed class Node permits Value, Bits, Truth {
    private final Step step;
    private final List<Node> operands;
    /// Of a constant: a Double, or the low bits of a Long. Of a call: its {@link Function}. Else null.
    private final Object detail;

    Node(Step step, Object detail, Node... operands) {
        this.step = step;
        this.detail = detail;
        this.operands = List.of(operands);
    }

    /// A static method that takes and returns doubles, or longs where the formula is about integers.
    public record Function(Class<?> owner, String name) {}

    public final Step step() {
        return step;
    }

    public final List<Node> operands() {
        return operands;
    }

    /// Of a step that is a constant.
    public final Number constant() {
        return (Number) detail;
    }

    /// Of a step that is a call.
    public final Function function() {
        return (Function) detail;
    }

    /// This node and all that it is made from, operands first and each once.
    public final List<Node> inOrder() {
        List<Node> ordered = new ArrayList<>();
        collect(ordered, Collections.newSetFromMap(new IdentityHashMap<>()));
        return ordered;
    }

    private void collect(List<Node> ordered, Set<Node> seen) {
        if (seen.add(this)) {
            operands.forEach(operand -> operand.collect(ordered, seen));
            ordered.add(this);
        }
    }
}
