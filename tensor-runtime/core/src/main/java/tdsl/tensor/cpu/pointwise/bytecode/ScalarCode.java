package tdsl.tensor.cpu.pointwise.bytecode;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Locale;
import tdsl.tensor.formula.Node;
import tdsl.tensor.formula.Step;
import tdsl.tensor.formula.Truth;
import tdsl.tensor.formula.Value;

/// Writes a formula for single elements. The template has doubles or longs, whatever the formula is computed in.
final class ScalarCode extends FormulaCode {
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

    ScalarCode(CodeBuilder code, Element element) {
        super(code, element);
    }

    @Override
    TypeKind kind(Node node) {
        return node instanceof Truth ? TypeKind.INT : typeOf(node).kind;
    }

    @Override
    TypeKind operandKind() {
        return element.kind;
    }

    @Override
    void takeOperand(int slot) {
        convert(templateKind(), element.kind);
        code.storeLocal(element.kind, slot);
    }

    @Override
    void giveResult(Node result) {
        if (result instanceof Value) {
            convert(element.kind, templateKind());
        }
    }

    private TypeKind templateKind() {
        return element.isFloating() ? TypeKind.DOUBLE : TypeKind.LONG;
    }

    private void convert(TypeKind from, TypeKind to) {
        if (from != to) {
            code.with(ConvertInstruction.of(from, to));
        }
    }

    @Override
    void pushConstant(Node node) {
        switch (typeOf(node)) {
            case FLOAT -> code.loadConstant(node.constant().floatValue());
            case DOUBLE -> code.loadConstant(node.constant().doubleValue());
            case LONG -> code.loadConstant(node.constant().longValue());
            case INT -> code.loadConstant(node.constant().intValue());
            default -> throw new IllegalStateException("there are no single elements of " + element);
        }
    }

    @Override
    void writeStep(Node node) {
        switch (node.step()) {
            case ADD, SUB, MUL, DIV, NEG -> operator(node, node.step().name());
            case BIT_ADD, BIT_SUB, BIT_AND, BIT_OR, BIT_XOR ->
                operator(node, node.step().name().substring(4));
            case SHIFT_LEFT, SHIFT_RIGHT -> shift(node);
            case FMA, MIN, MAX, ABS -> math(node);
            case SQRT -> {
                // The root in f64, rounded to f32, is the correctly rounded root in f32.
                callWide(node, Math.class, "sqrt");
            }
            case CALL -> callWide(node, node.function().owner(), node.function().name());
            case LT, LE, EQ -> compare(node);
            case AND, OR -> {
                pushOperands(node);
                code.with(OperatorInstruction.of(node.step() == Step.AND ? Opcode.IAND : Opcode.IOR));
            }
            case NOT -> {
                pushOperands(node);
                code.iconst_1().ixor();
            }
            case SELECT -> {
                push(node.operands().getFirst());
                code.ifThenElse(
                        _ -> push(node.operands().get(1)),
                        _ -> push(node.operands().get(2)));
            }
            case TO_BITS -> reinterpret(node, "floatToRawIntBits", "doubleToRawLongBits");
            case FROM_BITS -> reinterpret(node, "intBitsToFloat", "longBitsToDouble");
            case LEFT, RIGHT, CONSTANT -> throw new IllegalStateException(node.step() + " is not computed");
        }
    }

    private void operator(Node node, String name) {
        pushOperands(node);
        code.with(OperatorInstruction.of(Opcode.valueOf(typeOf(node).letter + name)));
    }

    private void shift(Node node) {
        push(node.operands().getFirst());
        code.loadConstant(node.operands().getLast().constant().intValue());
        String name = node.step() == Step.SHIFT_LEFT ? "SHL" : "USHR";
        code.with(OperatorInstruction.of(Opcode.valueOf(typeOf(node).letter + name)));
    }

    private void math(Node node) {
        pushOperands(node);
        ClassDesc[] parameters = new ClassDesc[node.operands().size()];
        Arrays.fill(parameters, element.type);
        code.invokestatic(
                MATH, node.step().name().toLowerCase(Locale.ROOT), MethodTypeDesc.of(element.type, parameters));
    }

    /// Calls a method that takes and returns what the template has.
    private void callWide(Node node, Class<?> owner, String name) {
        for (Node operand : node.operands()) {
            push(operand);
            convert(element.kind, templateKind());
        }
        ClassDesc wide = templateKind() == TypeKind.DOUBLE ? CD_double : CD_long;
        ClassDesc[] parameters = new ClassDesc[node.operands().size()];
        Arrays.fill(parameters, wide);
        code.invokestatic(owner.describeConstable().orElseThrow(), name, MethodTypeDesc.of(wide, parameters));
        convert(templateKind(), element.kind);
    }

    private void compare(Node node) {
        pushOperands(node);
        switch (element) {
            // What is not a number counts as larger, so that nothing is less than it.
            case FLOAT -> code.fcmpg();
            case DOUBLE -> code.dcmpg();
            case LONG -> code.lcmp();
            default ->
                code.invokestatic(
                        ClassDesc.of("java.lang.Integer"), "compare", MethodTypeDesc.of(CD_int, CD_int, CD_int));
        }
        Opcode holds = switch (node.step()) {
            case LT -> Opcode.IFLT;
            case LE -> Opcode.IFLE;
            default -> Opcode.IFEQ;
        };
        code.ifThenElse(holds, CodeBuilder::iconst_1, CodeBuilder::iconst_0);
    }

    private void reinterpret(Node node, String single, String dual) {
        pushOperands(node);
        if (!element.isFloating()) {
            return;
        }
        boolean isSingle = element == Element.FLOAT;
        ClassDesc real = isSingle ? CD_float : CD_double;
        ClassDesc bits = isSingle ? CD_int : CD_long;
        boolean toBits = node.step() == Step.TO_BITS;
        code.invokestatic(
                ClassDesc.of(isSingle ? "java.lang.Float" : "java.lang.Double"),
                isSingle ? single : dual,
                MethodTypeDesc.of(toBits ? bits : real, toBits ? real : bits));
    }
}
