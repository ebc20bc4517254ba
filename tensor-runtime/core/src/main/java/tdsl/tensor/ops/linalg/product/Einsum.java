package tdsl.tensor.ops.linalg.product;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;

/// Sums of products in Einstein's notation, as products of matrices.
public final class Einsum {
    private Einsum() {}

    /// See `einsum`.
    public static Tensor of(String text, List<Tensor> tensors) {
        EinsumEquation equation = EinsumEquation.parse(text, tensors);
        long[] sizes = sizes(text, equation, tensors);
        BitSet output = new BitSet();
        Arrays.stream(equation.output()).forEach(output::set);
        List<LabelledTensor> operands = prepared(equation, tensors, sizes, output);
        List<BitSet> labels = operands.stream().map(LabelledTensor::labelSet).toList();
        double[] weights = Arrays.stream(sizes).asDoubleStream().toArray();
        return run(ContractionPath.find(labels, output, weights), operands).inOrder(equation.output());
    }

    /// The size of every label; an axis of size 1 broadcasts to the others with its label.
    private static long[] sizes(String text, EinsumEquation equation, List<Tensor> tensors) {
        long[] sizes = new long[equation.labelCount()];
        int[] holder = new int[sizes.length];
        Arrays.fill(sizes, 1);
        for (int operand = 0; operand < tensors.size(); operand++) {
            int[] labels = equation.operands().get(operand);
            for (int axis = 0; axis < labels.length; axis++) {
                int label = labels[axis];
                long size = tensors.get(operand).size(axis);
                if (size != 1 && sizes[label] != 1 && size != sizes[label]) {
                    throw new ShapeException(
                                    "einsum: \"%s\": label '%s' has size %d in operand %d and %d in operand %d",
                                    text, equation.name(label), sizes[label], holder[label], size, operand)
                            .withHint("the sizes of a label must be equal, or 1");
                }
                if (size != 1) {
                    sizes[label] = size;
                    holder[label] = operand;
                }
            }
        }
        return sizes;
    }

    /// The operands, with diagonals taken, without the axes of size 1 that broadcast, and summed over the
    /// labels that only one of them has.
    private static List<LabelledTensor> prepared(
            EinsumEquation equation, List<Tensor> tensors, long[] sizes, BitSet output) {
        List<LabelledTensor> operands = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            operands.add(withoutBroadcast(tensors.get(i), equation.operands().get(i), sizes));
        }
        int[] holders = new int[sizes.length];
        operands.forEach(operand -> Arrays.stream(operand.labels()).forEach(label -> holders[label]++));
        operands.replaceAll(operand -> operand.summed(label -> output.get(label) || holders[label] > 1));
        return operands;
    }

    private static LabelledTensor withoutBroadcast(Tensor tensor, int[] labels, long[] sizes) {
        int[] kept = new int[labels.length];
        long[] dropped = new long[labels.length];
        int keptCount = 0;
        int droppedCount = 0;
        for (int axis = 0; axis < labels.length; axis++) {
            if (tensor.size(axis) == 1 && sizes[labels[axis]] != 1) {
                dropped[droppedCount++] = axis;
            } else {
                kept[keptCount++] = labels[axis];
            }
        }
        Tensor squeezed = droppedCount == 0 ? tensor : tensor.squeeze(Arrays.copyOf(dropped, droppedCount));
        return LabelledTensor.of(squeezed, Arrays.copyOf(kept, keptCount));
    }

    private static LabelledTensor run(ContractionPath.Step step, List<LabelledTensor> operands) {
        if (step.isOperand()) {
            return operands.get(step.operand());
        }
        LabelledTensor left = run(step.left(), operands);
        LabelledTensor right = run(step.right(), operands);
        return LabelledTensor.multiply(left, right, step.labels()::get);
    }

    /// See `tensordot`.
    ///
    /// @param leftAxes axes of `left`, summed over with those of `right` in the same places
    public static Tensor overAxes(Tensor left, Tensor right, int[] leftAxes, int[] rightAxes) {
        int[] leftLabels = new int[left.rank()];
        int[] rightLabels = new int[right.rank()];
        Arrays.setAll(leftLabels, axis -> axis);
        Arrays.setAll(rightLabels, axis -> left.rank() + axis);
        for (int i = 0; i < leftAxes.length; i++) {
            rightLabels[rightAxes[i]] = leftAxes[i];
        }
        BitSet summed = new BitSet();
        Arrays.stream(leftAxes).forEach(summed::set);
        return LabelledTensor.multiply(
                        new LabelledTensor(left, leftLabels),
                        new LabelledTensor(right, rightLabels),
                        label -> !summed.get(label))
                .tensor();
    }
}
