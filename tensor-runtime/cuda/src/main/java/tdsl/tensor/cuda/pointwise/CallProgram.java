package tdsl.tensor.cuda.pointwise;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.OperandTypes;
import tdsl.tensor.fusion.PointwiseProgram;
import tdsl.tensor.fusion.PointwiseProgram.Input;
import tdsl.tensor.fusion.PointwiseProgram.Instruction;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.PointwiseProgram.Result;
import tdsl.tensor.ops.OpIndex;

/// Makes the program of a single call: operands are converted, the op computes, and its result is converted to what it
/// goes to.
final class CallProgram {
    private static final Op CAST = OpIndex.find("cast");

    private final List<Input> inputs = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();

    private CallProgram() {}

    /// A copy of one dtype to another, or the same.
    static PointwiseProgram conversion(DType from, DType to) {
        CallProgram program = new CallProgram();
        program.inputs.add(new Input(from, false));
        return program.finished(program.converted(0, from, to));
    }

    /// @param computed what {@link OperandTypes#compute} says
    /// @param target   the dtype of what the result goes to
    static PointwiseProgram of(Op op, Tensor[] operands, DType computed, DType target) {
        CallProgram program = new CallProgram();
        for (Tensor operand : operands) {
            program.inputs.add(new Input(operand.dtype(), operand.elementCount() == 1));
        }
        boolean selects = OperandTypes.isSelection(op);
        DType arithmetic = selects ? computed : computed.arithmetic();
        List<Integer> numbers = new ArrayList<>(operands.length);
        for (int i = 0; i < operands.length; i++) {
            DType rounded = OperandTypes.operand(op, i, operands[i], computed);
            int number = program.converted(i, operands[i].dtype(), rounded);
            numbers.add(selects ? number : program.converted(number, rounded, arithmetic));
        }
        DType result = op.pointwise().orElseThrow().output(computed);
        DType outcome = result == computed ? arithmetic : result;
        int value = program.emit(new Instruction(op, arithmetic, outcome, numbers));
        return program.finished(program.converted(program.converted(value, outcome, result), result, target));
    }

    private PointwiseProgram finished(int value) {
        return new PointwiseProgram(inputs, List.of(), instructions, List.of(new Result(value, Reduction.NONE)));
    }

    private int converted(int number, DType from, DType to) {
        return from == to ? number : emit(new Instruction(CAST, from, to, List.of(number)));
    }

    private int emit(Instruction instruction) {
        instructions.add(instruction);
        return inputs.size() + instructions.size() - 1;
    }
}
