package tdsl.tensor.fusion;

import tdsl.tensor.Tensor;

/// A program made ready to run on one device. May be used by several threads at once.
@FunctionalInterface
public interface ProgramKernel {
    /// @param inputs  one per input of the program, of its dtype; each broadcasts to `shape`
    /// @param outputs one per result, contiguous: of shape `shape`, or without axes if it is reduced
    void run(Tensor[] inputs, Tensor[] outputs, long[] shape);
}
