package tdsl.tensor.dispatch;

import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// What a gradient rule sees: the gradient that arrives, and what the forward call kept.
public interface GradContext {
    /// The gradient with respect to the op's first output; same shape as that output.
    Tensor grad();

    /// The gradient with respect to one of several outputs; zeros if nothing depended on it.
    Tensor grad(int output);

    /// A tensor argument that the row's `saves` names.
    ///
    /// @throws tdsl.tensor.error.GradException if it was changed in place since
    Tensor input(int argument);

    /// The output, where the row saves `out`.
    Tensor out();

    /// One of several outputs, where the row saves `out`.
    Tensor out(int output);

    /// Shape of a tensor argument, saved or not.
    long[] shape(int argument);

    /// Shapes of the elements of an argument that is a list of tensors.
    List<long[]> shapes();

    DType dtype(int argument);

    /// The arguments that are not tensors; tensors in it are absent.
    Args args();

    /// Whether this tensor argument, which the signature allows to be none, was given.
    boolean has(int argument);

    /// Whether the gradient of this tensor argument will be used.
    boolean needs(int argument);
}
