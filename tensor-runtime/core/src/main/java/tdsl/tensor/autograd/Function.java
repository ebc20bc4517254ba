package tdsl.tensor.autograd;

import java.util.List;
import tdsl.tensor.Tensor;

/// A differentiable operation defined outside the op table, as PyTorch's `torch.autograd.Function`.
public interface Function {
    /// The operation, as messages call it.
    String name();

    /// Computes the result, with recording off.
    ///
    /// @param arguments tensors and other values
    /// @return a tensor or a list of tensors
    Object forward(FunctionContext context, Object[] arguments);

    /// The gradients with respect to the tensors among the arguments.
    ///
    /// @param gradients one per output, of its shape
    /// @return one per tensor argument, null where there is none
    List<Tensor> backward(FunctionContext context, List<Tensor> gradients);
}
