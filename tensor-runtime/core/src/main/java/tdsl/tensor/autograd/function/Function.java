package tdsl.tensor.autograd.function;

import java.util.List;
import tdsl.tensor.Tensor;

/// A differentiable operation defined outside the op table, as PyTorch's `torch.autograd.Function`. One object
/// serves any number of calls; what belongs to one call is kept in its context.
public interface Function {
    /// The operation, as messages call it.
    String name();

    /// Computes the result, with recording off.
    ///
    /// @param arguments tensors and other values
    /// @return a tensor or a list of tensors
    Object forward(FunctionContext context, Object[] arguments);

    /// The gradients with respect to the tensors among the arguments. What it computes with ops can be
    /// differentiated again.
    ///
    /// @param gradients one per output, of its shape; null for an output that nothing depended
    ///     on, where the context says {@link FunctionContext#setMaterializeGrads no}
    /// @return one per tensor argument, null where there is none
    List<Tensor> backward(FunctionContext context, List<Tensor> gradients);

    /// What messages call an argument.
    default String argumentName(int argument) {
        return "argument " + (argument + 1);
    }

    /// Calls the function, recording it if an argument requires a gradient.
    ///
    /// @return what forward returned, with history
    default Object apply(Object... arguments) {
        return FunctionNode.call(this, arguments);
    }
}
