package tdsl.tensor.library;

import java.util.List;
import tdsl.tensor.dispatch.DispatchKey;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Op;

/// Operators and kernels that come in a JAR of their own and are loaded at run time. The JAR names the class
/// that implements this in `META-INF/services/tdsl.tensor.library.OpLibrary`.
public interface OpLibrary {
    /// The operators that the library adds, each made by {@link Op#op()} and completed by {@link
    /// Op#declared}.
    default List<Op> ops() {
        return List.of();
    }

    /// The kernels that the library brings, for operators of its own or for others, whose kernel they
    /// replace.
    default List<OpKernel> kernels() {
        return List.of();
    }

    /// A kernel.
    ///
    /// @param op  the name of the operator
    /// @param key which tensors it is for
    record OpKernel(String op, DispatchKey key, Kernel kernel) {}
}
