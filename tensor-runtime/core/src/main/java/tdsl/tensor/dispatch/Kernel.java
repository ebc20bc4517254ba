package tdsl.tensor.dispatch;

/// One implementation of an op.
@FunctionalInterface
public interface Kernel {
    /// @return a tensor, a list of tensors, or a plain value, as the op's signature says
    Object run(Args args);
}
