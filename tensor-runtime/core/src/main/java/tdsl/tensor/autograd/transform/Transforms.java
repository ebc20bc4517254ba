package tdsl.tensor.autograd.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tdsl.tensor.Tensor;
import tdsl.tensor.batch.Randomness;
import tdsl.tensor.batch.Vmap;
import tdsl.tensor.error.GradException;
import tdsl.tensor.ops.Tensors;

/// Functions made of functions of tensors, as in `torch.func`. They can be nested in any way. A function
/// takes a list of tensors, which it is differentiated with respect to; whatever else it uses is a constant
/// to it, and the results depend on that with the history that it has.
public final class Transforms {
    private Transforms() {}

    /// A result and gradients.
    ///
    /// @param value     what the function returned
    /// @param gradients one per input
    public record ValueAndGradients(Tensor value, List<Tensor> gradients) {}

    /// The gradient of a function of one tensor with one element as its result.
    public static UnaryOperator<Tensor> grad(UnaryOperator<Tensor> function) {
        return input -> grad(inputs -> function.apply(inputs.getFirst()), List.of(input))
                .getFirst();
    }

    /// The gradients of a function with one element as its result.
    public static List<Tensor> grad(Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {
        return valueAndGrad(function, inputs).gradients();
    }

    /// As {@link #grad(Function, List)}, with the result of the function.
    public static ValueAndGradients valueAndGrad(Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {
        Pullback pullback = Pullback.of(given -> List.of(function.apply(given)), inputs);
        Tensor value = pullback.outputs().getFirst();
        if (value.elementCount() != 1) {
            throw new GradException("grad: the function must return one number, not %s", value.describe())
                    .withHint("jacobian differentiates functions with more");
        }
        return new ValueAndGradients(value, pullback.pull(List.of(value.detach().ones_like())));
    }

    /// The derivatives of every element of a function's result with respect to every element of its inputs.
    ///
    /// @return one per input, `[*result, *input]`
    public static List<Tensor> jacobian(Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {
        Pullback pullback = Pullback.of(given -> List.of(function.apply(given)), inputs);
        Tensor result = pullback.outputs().getFirst();
        long count = result.elementCount();
        if (count == 0) {
            return inputs.stream()
                    .map(input -> input.new_zeros(concatenated(result.shape(), input.shape())))
                    .toList();
        }
        long[] basisShape = concatenated(new long[] {count}, result.shape());
        Tensor basis = Tensors.eye(count, null, result.dtype()).reshape(basisShape);
        List<Tensor> rows = Vmap.map(pullback::pull, List.of(basis), List.of(0L), List.of(0L), Randomness.SAME);
        List<Tensor> jacobians = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            jacobians.add(rows.get(i)
                    .reshape(concatenated(result.shape(), inputs.get(i).shape())));
        }
        return jacobians;
    }

    /// The second derivatives of a function with one element as its result.
    ///
    /// @return for every input a list with one per input, `[*input, *input]`
    public static List<List<Tensor>> hessian(Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {
        List<List<Tensor>> rows = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int row = i;
            rows.add(jacobian(given -> grad(function, given).get(row), inputs));
        }
        return rows;
    }

    private static long[] concatenated(long[] first, long[] second) {
        long[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
