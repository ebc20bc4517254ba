package tdsl.tensor.cpu.pointwise.bytecode;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.IdentityHashMap;
import java.util.Map;
import tdsl.tensor.formula.Bits;
import tdsl.tensor.formula.Formula;
import tdsl.tensor.formula.Node;

/// Writes a formula as instructions. The operands come from the stack and the result goes there; every step in
/// between has a local variable.
abstract class FormulaCode {
    final CodeBuilder code;
    final Element element;
    private final Map<Node, Integer> slots = new IdentityHashMap<>();

    FormulaCode(CodeBuilder code, Element element) {
        this.code = code;
        this.element = element;
    }

    void write(Formula formula) {
        int right = code.allocateLocal(operandKind());
        int left = code.allocateLocal(operandKind());
        takeOperand(right);
        takeOperand(left);
        Node result = formula.record();
        for (Node node : result.inOrder()) {
            switch (node.step()) {
                case LEFT -> slots.put(node, left);
                case RIGHT -> slots.put(node, right);
                // Where a branch uses them, so that calls are not made in vain.
                case CONSTANT, CALL -> {}
                default -> {
                    writeStep(node);
                    int slot = code.allocateLocal(kind(node));
                    code.storeLocal(kind(node), slot);
                    slots.put(node, slot);
                }
            }
        }
        push(result);
        giveResult(result);
    }

    final void push(Node node) {
        switch (node.step()) {
            case CONSTANT -> pushConstant(node);
            case CALL -> writeStep(node);
            default -> code.loadLocal(kind(node), slots.get(node));
        }
    }

    final void pushOperands(Node node) {
        node.operands().forEach(this::push);
    }

    /// The element type in which a node is computed.
    final Element typeOf(Node node) {
        return node instanceof Bits ? element.bits() : element;
    }

    /// The kind of variable that holds the result of a node.
    abstract TypeKind kind(Node node);

    abstract TypeKind operandKind();

    /// Stores the operand on top of the stack.
    abstract void takeOperand(int slot);

    abstract void pushConstant(Node node);

    /// Leaves the result of the step on the stack.
    abstract void writeStep(Node node);

    /// Converts the result on the stack to what the template expects.
    abstract void giveResult(Node result);
}
