package tdsl.tensor.sparse;

import tdsl.tensor.error.ValueException;

/// How a kernel moves over coordinates.
public enum KernelKind {
    /// Outputs exist where inputs exist, and nowhere else.
    SUBMANIFOLD,
    /// Outputs exist wherever the kernel, placed as in a dense convolution, reaches an input.
    REGULAR,
    /// The pairs of a regular kernel with input and output exchanged, as in a dense transposed convolution.
    TRANSPOSED;

    /// The kind that an op's two flags name.
    ///
    /// @throws ValueException if both are set
    public static KernelKind of(boolean submanifold, boolean transposed) {
        if (submanifold && transposed) {
            throw new ValueException("kernel_map: a kernel cannot be both submanifold and transposed");
        }
        return submanifold ? SUBMANIFOLD : transposed ? TRANSPOSED : REGULAR;
    }
}
