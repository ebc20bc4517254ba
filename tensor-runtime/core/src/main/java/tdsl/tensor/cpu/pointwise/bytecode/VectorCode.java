package tdsl.tensor.cpu.pointwise.bytecode;

import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Locale;
import tdsl.tensor.formula.Bits;
import tdsl.tensor.formula.Node;
import tdsl.tensor.formula.Step;

/// Writes a formula for SIMD lanes, as calls of the Vector API one after the other: calls of own methods in between
/// would not always be inlined, which vectors depend on to be registers. The template has fields `LANES` and
/// `BITS`, the species of the elements and of the integers of the same width.
final class VectorCode extends FormulaCode {
    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
    private static final ClassDesc MASK = ClassDesc.of("jdk.incubator.vector.VectorMask");
    private static final ClassDesc OPERATORS = ClassDesc.of("jdk.incubator.vector.VectorOperators");
    private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");
    private static final ClassDesc BINARY = OPERATORS.nested("Binary");

    private final ClassDesc template;

    VectorCode(CodeBuilder code, Element element, ClassDesc template) {
        super(code, element);
        this.template = template;
    }

    @Override
    TypeKind kind(Node node) {
        return TypeKind.REFERENCE;
    }

    @Override
    TypeKind operandKind() {
        return TypeKind.REFERENCE;
    }

    @Override
    void takeOperand(int slot) {
        code.checkcast(element.vector).astore(slot);
    }

    @Override
    void giveResult(Node result) {}

    @Override
    void pushConstant(Node node) {
        Element type = typeOf(node);
        code.getstatic(template, node instanceof Bits ? "BITS" : "LANES", SPECIES);
        switch (type) {
            case FLOAT -> code.loadConstant(node.constant().floatValue());
            case DOUBLE -> code.loadConstant(node.constant().doubleValue());
            case LONG -> code.loadConstant(node.constant().longValue());
            case INT, SHORT, BYTE, UNSIGNED_BYTE ->
                code.loadConstant(node.constant().intValue());
        }
        code.invokestatic(type.vector, "broadcast", MethodTypeDesc.of(type.vector, SPECIES, type.type));
    }

    @Override
    void writeStep(Node node) {
        ClassDesc vector = typeOf(node).vector;
        switch (node.step()) {
            case MIN, MAX -> {
                if (element == Element.UNSIGNED_BYTE) {
                    lanewise(node, "U" + node.step().name());
                } else {
                    call(node);
                }
            }
            case ADD, SUB, MUL, DIV, FMA, NEG, SQRT -> call(node);
            case ABS -> {
                if (element == Element.UNSIGNED_BYTE) {
                    pushOperands(node);
                } else {
                    call(node);
                }
            }
            case BIT_ADD, BIT_SUB, BIT_AND, BIT_OR, BIT_XOR ->
                lanewise(node, node.step().name().substring(4));
            case SHIFT_LEFT -> shift(node, "LSHL");
            case SHIFT_RIGHT -> shift(node, "LSHR");
            case LT, LE, EQ -> compare(node);
            case AND, OR, NOT -> logic(node);
            case SELECT -> {
                push(node.operands().get(2));
                push(node.operands().get(1));
                push(node.operands().get(0));
                code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
            }
            case TO_BITS -> reinterpret(node, element.vector, element.bits());
            case FROM_BITS -> reinterpret(node, element.bits().vector, element);
            case LEFT, RIGHT, CONSTANT, CALL -> throw new IllegalStateException(node.step() + " has no instructions");
        }
    }

    /// A method of the first operand that takes the others.
    private void call(Node node) {
        ClassDesc[] parameters = new ClassDesc[node.operands().size() - 1];
        Arrays.fill(parameters, VECTOR);
        pushOperands(node);
        ClassDesc vector = element.vector;
        code.invokevirtual(vector, nameOf(node), MethodTypeDesc.of(vector, parameters));
    }

    private void lanewise(Node node, String operator) {
        ClassDesc vector = typeOf(node).vector;
        push(node.operands().getFirst());
        pushOperator(operator);
        push(node.operands().getLast());
        code.invokevirtual(vector, "lanewise", MethodTypeDesc.of(vector, BINARY, VECTOR));
    }

    private void pushOperator(String operator) {
        boolean isAssociative = !operator.startsWith("LSH") && !operator.equals("SUB");
        code.getstatic(OPERATORS, operator, isAssociative ? OPERATORS.nested("Associative") : BINARY);
    }

    private void shift(Node node, String operator) {
        ClassDesc vector = typeOf(node).vector;
        push(node.operands().getFirst());
        pushOperator(operator);
        code.loadConstant(node.operands().getLast().constant().longValue());
        code.invokevirtual(vector, "lanewise", MethodTypeDesc.of(vector, BINARY, CD_long));
    }

    private void compare(Node node) {
        boolean isUnsigned = element == Element.UNSIGNED_BYTE && node.step() != Step.EQ;
        push(node.operands().getFirst());
        code.getstatic(OPERATORS, (isUnsigned ? "U" : "") + node.step().name(), COMPARISON);
        push(node.operands().getLast());
        code.invokevirtual(element.vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    }

    private void logic(Node node) {
        pushOperands(node);
        boolean isUnary = node.step() == Step.NOT;
        MethodTypeDesc type = isUnary ? MethodTypeDesc.of(MASK) : MethodTypeDesc.of(MASK, MASK);
        code.invokevirtual(MASK, nameOf(node), type);
    }

    private void reinterpret(Node node, ClassDesc from, Element to) {
        pushOperands(node);
        if (!element.isFloating()) {
            return;
        }
        String name = switch (to) {
            case FLOAT -> "reinterpretAsFloats";
            case DOUBLE -> "reinterpretAsDoubles";
            case INT -> "reinterpretAsInts";
            default -> "reinterpretAsLongs";
        };
        code.invokevirtual(from, name, MethodTypeDesc.of(to.vector));
    }

    private static String nameOf(Node node) {
        return node.step().name().toLowerCase(Locale.ROOT);
    }
}
