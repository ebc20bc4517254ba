package tdsl.tensor.cuda.ptx;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.OperandTypes;
import tdsl.tensor.formula.Formula;
import tdsl.tensor.formula.math.PointwiseTable;
import tdsl.tensor.formula.math.PointwiseTable.Definition;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Instruction;

/// Writes what a program computes of one element.
final class ProgramWriter {
    private final PtxBody body;
    private final PointwiseProgram program;
    private final String[] values;

    private ProgramWriter(PtxBody body, PointwiseProgram program) {
        this.body = body;
        this.program = program;
        values = new String[program.valueCount()];
    }

    /// @param inputs registers with an element of each input
    /// @return registers with that of each result
    static String[] write(PtxBody body, PointwiseProgram program, String[] inputs) {
        ProgramWriter writer = new ProgramWriter(body, program);
        System.arraycopy(inputs, 0, writer.values, 0, inputs.length);
        List<Tensor> constants = program.constants();
        for (int i = 0; i < constants.size(); i++) {
            writer.values[inputs.length + i] = writer.constant(constants.get(i));
        }
        for (int i = 0; i < program.instructions().size(); i++) {
            writer.values[program.firstInstruction() + i] =
                    writer.instruction(program.instructions().get(i));
        }
        return program.results().stream()
                .map(result -> writer.values[result.value()])
                .toArray(String[]::new);
    }

    private String constant(Tensor constant) {
        Carrier carrier = Carrier.of(constant.dtype());
        Number number = constant.item() instanceof Boolean flag ? (flag ? 1 : 0) : (Number) constant.item();
        return body.make(carrier.prefix, "mov." + carrier.type, carrier.literal(number));
    }

    private String operand(Instruction instruction, int index) {
        return values[instruction.operands().get(index)];
    }

    private String instruction(Instruction instruction) {
        Op op = instruction.op();
        if (op.pointwise().isEmpty()) {
            // The only one that is no pointwise op is the conversion.
            return Conversions.convert(body, operand(instruction, 0), instruction.computed(), instruction.result());
        }
        if (OperandTypes.isSelection(op)) {
            Carrier carrier = Carrier.of(instruction.computed());
            String condition = Conversions.toPredicate(body, operand(instruction, 0));
            return body.make(
                    carrier.prefix,
                    "selp." + carrier.type,
                    operand(instruction, 1),
                    operand(instruction, 2),
                    condition);
        }
        Definition definition = PointwiseTable.find(nameOf(op));
        int last = instruction.operands().size() - 1;
        return compute(definition, instruction, operand(instruction, 0), operand(instruction, last));
    }

    private static String nameOf(Op op) {
        return op.inPlaceBase().orElse(op).name();
    }

    private String compute(Definition definition, Instruction instruction, String left, String right) {
        DType computed = instruction.computed();
        Formula formula = formula(definition, computed);
        boolean widens = computed == DType.FLOAT32 && definition.single() == null;
        if (!widens) {
            String result = FormulaWriter.write(body, Carrier.of(computed), formula, left, right);
            return finished(formula, result, computed);
        }
        String wideLeft = body.make("%d", "cvt.f64.f32", left);
        String wideRight = right.equals(left) ? wideLeft : body.make("%d", "cvt.f64.f32", right);
        String result = FormulaWriter.write(body, Carrier.DOUBLE, formula, wideLeft, wideRight);
        return FormulaWriter.isTruth(formula)
                ? Conversions.fromPredicate(body, result)
                : body.make("%f", "cvt.rn.f32.f64", result);
    }

    private String finished(Formula formula, String result, DType computed) {
        if (FormulaWriter.isTruth(formula)) {
            return Conversions.fromPredicate(body, result);
        }
        String register = result.startsWith("%")
                ? result
                : body.make(Carrier.of(computed).prefix, "mov." + Carrier.of(computed).type, result);
        return switch (computed) {
            case BOOL -> Conversions.convert(body, register, DType.INT64, DType.BOOL);
            case UINT8, INT8, INT16, INT32 -> Conversions.wrapped(body, register, computed);
            default -> register;
        };
    }

    private static Formula formula(Definition definition, DType computed) {
        return switch (computed) {
            case FLOAT32 -> definition.single() != null ? definition.single() : definition.wide();
            case FLOAT64 -> definition.dual();
            case BOOL, UINT8, INT8, INT16, INT32, INT64 -> definition.integer();
            case FLOAT16, BFLOAT16 -> throw new IllegalStateException("halves are computed in f32");
        };
    }

    /// Whether an op is a choice, or all its formulas call only functions that exist here.
    static boolean hasFormulas(Op op) {
        if (OperandTypes.isSelection(op)) {
            return true;
        }
        Definition definition = PointwiseTable.find(nameOf(op));
        return definition != null
                && isPossible(definition.single(), true)
                && isPossible(definition.wide(), true)
                && isPossible(definition.dual(), true)
                && isPossible(definition.integer(), false);
    }

    private static boolean isPossible(Formula formula, boolean isReal) {
        return formula == null || FormulaWriter.isPossible(formula, isReal);
    }
}
