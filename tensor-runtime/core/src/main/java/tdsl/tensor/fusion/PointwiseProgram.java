package tdsl.tensor.fusion;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;

/// Pointwise operations to be carried out on every element of some tensors, without storing what comes in between.
///
/// Values are numbered: first the inputs, then the constants, then one per instruction. All inputs broadcast to one
/// shape, which the caller knows. Nothing here depends on where a program runs.
///
/// @param constants    tensors of one element
/// @param instructions each reads values with smaller numbers than its own
public record PointwiseProgram(
        List<Input> inputs, List<Tensor> constants, List<Instruction> instructions, List<Result> results) {

    /// A tensor that a program reads.
    ///
    /// @param uniform whether it has one element, whatever the shape of the others
    public record Input(DType dtype, boolean uniform) {}

    /// One operation on one element of each operand.
    ///
    /// @param op       a pointwise op, or `cast`
    /// @param computed the dtype that the op computes in, which its operands have (but the condition of `where`)
    /// @param result   the dtype of its value
    /// @param operands numbers of values
    public record Instruction(Op op, DType computed, DType result, List<Integer> operands) {}

    /// A value that leaves the program.
    public record Result(int value, Reduction reduction) {}

    /// What becomes of a value's elements in the end.
    public enum Reduction {
        /// All are stored.
        NONE,
        /// Added up, floating ones in f64 and others in i64.
        SUM,
        /// The largest; not a number if any is.
        AMAX,
        /// The smallest; not a number if any is.
        AMIN;

        /// The dtype of the outcome.
        public DType of(DType elements) {
            return this == SUM && !elements.isFloating() ? DType.INT64 : elements;
        }
    }

    /// The number of the first instruction's value.
    public int firstInstruction() {
        return inputs.size() + constants.size();
    }

    /// How many values there are.
    public int valueCount() {
        return firstInstruction() + instructions.size();
    }

    /// The dtype of a value.
    public DType dtype(int value) {
        if (value < inputs.size()) {
            return inputs.get(value).dtype();
        }
        return value < firstInstruction()
                ? constants.get(value - inputs.size()).dtype()
                : instructions.get(value - firstInstruction()).result();
    }
}
