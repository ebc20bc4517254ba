package tdsl.tensor.fusion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.OperandTypes;
import tdsl.tensor.fusion.PointwiseProgram.Input;
import tdsl.tensor.fusion.PointwiseProgram.Instruction;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;
import tdsl.tensor.fusion.PointwiseProgram.Result;
import tdsl.tensor.ops.OpIndex;

/// Turns recorded steps into a program: conversions become instructions, equal instructions one, and what no result
/// needs is left out, inputs included.
final class Lowering {
    private final List<Tensor> values;
    private final int inputCount;
    private final List<Tape.Step> steps;
    private final List<Integer> usedInputs = new ArrayList<>();
    private final PointwiseProgram program;

    // While building: the program's constants and instructions, and the numbers they have there.
    private final List<Tensor> constants = new ArrayList<>();
    private final Map<Object, Integer> constantNumbers = new HashMap<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<Instruction, Integer> instructionNumbers = new HashMap<>();
    private int[] numberInProgram;
    private int firstInstruction;

    /// @param values  the traced tensors, inputs first, then one per step
    /// @param results numbers among these
    Lowering(
            List<Tensor> values,
            int inputCount,
            List<Tape.Step> steps,
            List<Integer> results,
            PointwiseProgram.Reduction reduction) {
        this.values = values;
        this.inputCount = inputCount;
        this.steps = steps;
        this.program = build(results, reduction);
    }

    PointwiseProgram program() {
        return program;
    }

    /// Which of the traced inputs the program's inputs are.
    List<Integer> usedInputs() {
        return usedInputs;
    }

    private PointwiseProgram build(List<Integer> results, Reduction reduction) {
        boolean[] needed = needed(results);
        numberInProgram = new int[values.size()];
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < inputCount; i++) {
            if (needed[i]) {
                numberInProgram[i] = inputs.size();
                usedInputs.add(i);
                inputs.add(new Input(values.get(i).dtype(), values.get(i).rank() == 0));
            }
        }
        collectConstants(needed, inputs.size());
        firstInstruction = inputs.size() + constants.size();
        for (int i = 0; i < steps.size(); i++) {
            if (needed[inputCount + i]) {
                numberInProgram[inputCount + i] =
                        lower(steps.get(i), values.get(inputCount + i).dtype());
            }
        }
        return new PointwiseProgram(
                inputs,
                List.copyOf(constants),
                List.copyOf(instructions),
                results.stream()
                        .map(number -> new Result(numberInProgram[number], reduction))
                        .toList());
    }

    private boolean[] needed(List<Integer> results) {
        boolean[] needed = new boolean[values.size()];
        results.forEach(number -> needed[number] = true);
        for (int i = steps.size() - 1; i >= 0; i--) {
            for (Object argument : needed[inputCount + i] ? steps.get(i).arguments() : new Object[0]) {
                if (argument instanceof Tape.Value value) {
                    needed[value.number()] = true;
                }
            }
        }
        return needed;
    }

    private void collectConstants(boolean[] needed, int first) {
        for (int i = 0; i < steps.size(); i++) {
            for (Object argument : needed[inputCount + i] ? steps.get(i).arguments() : new Object[0]) {
                if (argument instanceof Tensor constant) {
                    int next = first + constants.size();
                    if (constantNumbers.putIfAbsent(keyOf(constant), next) == null) {
                        constants.add(constant);
                    }
                }
            }
        }
    }

    private static Object keyOf(Tensor constant) {
        // As objects, 0.0 and −0.0 differ, and NaN equals itself.
        return List.of(constant.dtype(), constant.item());
    }

    private int lower(Tape.Step step, DType result) {
        if (step.op().pointwise().isEmpty()) {
            return converted(step.arguments()[0], result);
        }
        Tensor[] operands = new Tensor[step.arguments().length];
        for (int i = 0; i < operands.length; i++) {
            Object argument = step.arguments()[i];
            operands[i] = argument instanceof Tape.Value value ? values.get(value.number()) : (Tensor) argument;
        }
        DType computed = OperandTypes.compute(step.op(), operands);
        boolean selects = OperandTypes.isSelection(step.op());
        DType arithmetic = selects ? computed : computed.arithmetic();
        List<Integer> numbers = new ArrayList<>(operands.length);
        for (int i = 0; i < operands.length; i++) {
            DType rounded = OperandTypes.operand(step.op(), i, operands[i], computed);
            int number = converted(step.arguments()[i], rounded);
            numbers.add(selects ? number : converted(number, rounded, arithmetic));
        }
        DType outcome = result == computed ? arithmetic : result;
        int value = emit(new Instruction(step.op(), arithmetic, outcome, numbers));
        return converted(value, outcome, result);
    }

    /// An operand in this dtype.
    private int converted(Object argument, DType dtype) {
        int number;
        DType from;
        if (argument instanceof Tape.Value value) {
            number = numberInProgram[value.number()];
            from = values.get(value.number()).dtype();
        } else {
            number = constantNumbers.get(keyOf((Tensor) argument));
            from = ((Tensor) argument).dtype();
        }
        return converted(number, from, dtype);
    }

    private int converted(int number, DType from, DType to) {
        return from == to ? number : emit(new Instruction(OpIndex.find("cast"), from, to, List.of(number)));
    }

    private int emit(Instruction instruction) {
        Integer known = instructionNumbers.get(instruction);
        if (known == null) {
            known = firstInstruction + instructions.size();
            instructions.add(instruction);
            instructionNumbers.put(instruction, known);
        }
        return known;
    }
}
