package tdsl.tensor.cpu.pointwise.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// One step of a formula. Formulas are recorded, not run: each method of a node makes another node, and the finished
/// graph is written as instructions, see {@link FormulaCode}.
public abstract sealed class Node permits Value, Bits, Truth {
    final Step step;
    final List<Node> operands;
    /// Of a constant: a Double, or the low bits of a Long. Of a call: its {@link Function}. Else null.
    final Object detail;

    Node(Step step, Object detail, Node... operands) {
        this.step = step;
        this.detail = detail;
        this.operands = List.of(operands);
    }

    /// A static method that takes and returns doubles, or longs where the formula is about integers.
    record Function(Class<?> owner, String name) {}

    Number constant() {
        return (Number) detail;
    }

    /// This node and all that it is made from, operands first and each once.
    List<Node> inOrder() {
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
