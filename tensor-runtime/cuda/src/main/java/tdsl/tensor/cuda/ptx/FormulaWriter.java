package tdsl.tensor.cuda.ptx;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import tdsl.tensor.formula.Bits;
import tdsl.tensor.formula.Formula;
import tdsl.tensor.formula.Node;
import tdsl.tensor.formula.Step;
import tdsl.tensor.formula.Truth;

/// Writes a formula as instructions. Every step is rounded as IEEE 754 says and none are contracted, so that results
/// are
/// those of the processor, bit for bit, but for functions that are called.
final class FormulaWriter {
    private final PtxBody body;
    private final Carrier carrier;
    private final Map<Node, String> registers = new IdentityHashMap<>();

    private FormulaWriter(PtxBody body, Carrier carrier) {
        this.body = body;
        this.carrier = carrier;
    }

    /// @param carrier what the formula is computed in, and the operands are
    /// @return the register of the result; of a question one that is true or false
    static String write(PtxBody body, Carrier carrier, Formula formula, String left, String right) {
        FormulaWriter writer = new FormulaWriter(body, carrier);
        Node result = formula.record();
        for (Node node : result.inOrder()) {
            switch (node.step()) {
                case LEFT -> writer.registers.put(node, left);
                case RIGHT -> writer.registers.put(node, right);
                // Where they are used, so that calls are not made in vain.
                case CONSTANT, CALL -> {}
                default -> writer.registers.put(node, writer.step(node));
            }
        }
        return writer.operand(result);
    }

    private String operand(Node node) {
        return switch (node.step()) {
            case CONSTANT -> constant(node);
            case CALL -> call(node);
            default -> registers.get(node);
        };
    }

    private String constant(Node node) {
        if (!(node instanceof Bits)) {
            return carrier.literal(node.constant());
        }
        long bits = node.constant().longValue();
        return carrier == Carrier.SINGLE ? "0x%08X".formatted((int) bits) : Long.toString(bits);
    }

    private String operand(Node node, int index) {
        return operand(node.operands().get(index));
    }

    /// The width of what a node's bits are.
    private String bits() {
        return carrier == Carrier.SINGLE ? "32" : "64";
    }

    private String bitPrefix() {
        return carrier == Carrier.SINGLE ? "%r" : "%l";
    }

    private String step(Node node) {
        return switch (node.step()) {
            case ADD, SUB -> arithmetic(node, rounded(node.step().name().toLowerCase(java.util.Locale.ROOT)));
            case MUL -> arithmetic(node, carrier.isFloating() ? rounded("mul") : "mul.lo");
            case DIV -> arithmetic(node, rounded("div"));
            case FMA -> arithmetic(node, carrier.isFloating() ? "fma.rn" : "mad.lo");
            case SQRT -> arithmetic(node, "sqrt.rn");
            case ABS -> arithmetic(node, "abs");
            case NEG -> arithmetic(node, "neg");
            case MIN -> extremum(operand(node, 0), operand(node, 1), "min");
            case MAX -> extremum(operand(node, 0), operand(node, 1), "max");
            case LT, LE, EQ ->
                body.make(
                        "%p",
                        "setp." + node.step().name().toLowerCase(java.util.Locale.ROOT) + "." + carrier.type,
                        inRegister(operand(node, 0)),
                        operand(node, 1));
            case AND -> body.make("%p", "and.pred", operand(node, 0), operand(node, 1));
            case OR -> body.make("%p", "or.pred", operand(node, 0), operand(node, 1));
            case NOT -> body.make("%p", "not.pred", operand(node, 0));
            case SELECT -> select(node);
            case TO_BITS -> reinterpreted(operand(node, 0), bitPrefix());
            case FROM_BITS -> reinterpreted(operand(node, 0), carrier.prefix);
            case BIT_ADD -> body.make(bitPrefix(), "add.s" + bits(), operand(node, 0), operand(node, 1));
            case BIT_SUB -> body.make(bitPrefix(), "sub.s" + bits(), operand(node, 0), operand(node, 1));
            case BIT_AND -> body.make(bitPrefix(), "and.b" + bits(), operand(node, 0), operand(node, 1));
            case BIT_OR -> body.make(bitPrefix(), "or.b" + bits(), operand(node, 0), operand(node, 1));
            case BIT_XOR -> body.make(bitPrefix(), "xor.b" + bits(), operand(node, 0), operand(node, 1));
            case SHIFT_LEFT -> body.make(bitPrefix(), "shl.b" + bits(), operand(node, 0), operand(node, 1));
            case SHIFT_RIGHT -> body.make(bitPrefix(), "shr.u" + bits(), operand(node, 0), operand(node, 1));
            case LEFT, RIGHT, CONSTANT, CALL -> throw new IllegalStateException(node.step() + " is no instruction");
        };
    }

    /// With the rounding said, since without it the assembler would be free to fuse operations.
    private String rounded(String operation) {
        return carrier.isFloating() ? operation + ".rn" : operation;
    }

    private String arithmetic(Node node, String operation) {
        Object[] operands = node.operands().stream().map(this::operand).toArray();
        // A literal cannot be all that there is.
        operands[0] = inRegister((String) operands[0]);
        return body.make(carrier.prefix, operation + "." + carrier.type, operands);
    }

    private String inRegister(String operand) {
        return operand.startsWith("%") ? operand : body.make(carrier.prefix, "mov." + carrier.type, operand);
    }

    String extremum(String left, String right, String operation) {
        return extremum(body, carrier, left, right, operation);
    }

    /// Not a number if an operand is; −0 is less than 0.
    static String extremum(PtxBody body, Carrier carrier, String left, String right, String operation) {
        return switch (carrier) {
            case SINGLE -> body.make("%f", operation + ".NaN.f32", left, right);
            case LONG -> body.make("%l", operation + ".s64", left, right);
            case DOUBLE -> {
                // There is no form for f64 that hands NaN on.
                String number = body.make("%d", operation + ".f64", left, right);
                String sum = body.make("%d", "add.rn.f64", left, right);
                String hasNumbers = body.make("%p", "setp.num.f64", left, right);
                yield body.make("%d", "selp.f64", number, sum, hasNumbers);
            }
        };
    }

    private String reinterpreted(String operand, String prefix) {
        if (carrier == Carrier.LONG) {
            return operand;
        }
        return body.make(prefix, "mov.b" + bits(), operand);
    }

    /// A call among the choices is made only where it is chosen.
    private String select(Node node) {
        String condition = operand(node, 0);
        Node yes = node.operands().get(1);
        Node no = node.operands().get(2);
        boolean branches = yes.step() == Step.CALL || no.step() == Step.CALL;
        if (!branches) {
            return body.make(carrier.prefix, "selp." + carrier.type, operand(yes), operand(no), condition);
        }
        Node called = yes.step() == Step.CALL ? yes : no;
        String result = body.register(carrier);
        String end = body.label();
        if (yes.step() == no.step()) {
            return body.make(carrier.prefix, "selp." + carrier.type, call(yes), call(no), condition);
        }
        body.add("mov.%s %s, %s", carrier.type, result, operand(called == yes ? no : yes));
        body.add("@%s%s bra %s", called == yes ? "!" : "", condition, end);
        body.add("mov.%s %s, %s", carrier.type, result, call(called));
        body.place(end);
        return result;
    }

    /// Functions take and return f64, or integers.
    private String call(Node node) {
        boolean isReal = carrier.isFloating();
        String type = isReal ? "f64" : "s64";
        String function = DeviceFunctions.nameOf(node.function(), isReal);
        List<String> operands = node.operands().stream()
                .map(this::operand)
                .map(this::asArgument)
                .toList();
        String result = body.register(isReal ? "%d" : "%l");
        body.calls(function);
        body.raw("{");
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < operands.size(); i++) {
            body.add(".param .b64 a%d", i).add("st.param.%s [a%d], %s", type, i, operands.get(i));
            names.append(i == 0 ? "a" : ", a").append(i);
        }
        body.add(".param .b64 result").add("call (result), %s, (%s)", function, names);
        body.add("ld.param.%s %s, [result]", type, result).raw("}");
        return carrier == Carrier.SINGLE ? body.make("%f", "cvt.rn.f32.f64", result) : result;
    }

    private String asArgument(String operand) {
        String register = inRegister(operand);
        return carrier == Carrier.SINGLE ? body.make("%d", "cvt.f64.f32", register) : register;
    }

    /// Whether all functions that the formula calls exist here.
    static boolean isPossible(Formula formula, boolean isReal) {
        return formula.record().inOrder().stream()
                .filter(node -> node.step() == Step.CALL)
                .allMatch(node -> DeviceFunctions.exists(DeviceFunctions.nameOf(node.function(), isReal)));
    }

    /// Whether a result is true or false.
    static boolean isTruth(Formula formula) {
        return formula.record() instanceof Truth;
    }
}
