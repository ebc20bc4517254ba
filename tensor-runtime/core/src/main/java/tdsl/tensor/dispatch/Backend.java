package tdsl.tensor.dispatch;

import java.util.Optional;

/// A supplier of kernels under one dispatch key, found through {@link java.util.ServiceLoader}.
public interface Backend {
    DispatchKey key();

    /// The kernel of `op`, asked for once; empty if this backend has none.
    Optional<Kernel> kernel(Op op);
}
