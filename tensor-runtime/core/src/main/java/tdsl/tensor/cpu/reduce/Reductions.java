package tdsl.tensor.cpu.reduce;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// Folds of a tensor along axes.
public final class Reductions {
    private Reductions() {}

    /// Folds the axes of `input`, integers or bools, that are marked.
    ///
    /// @param shape of the result
    public static Tensor fold(Tensor input, boolean[] axes, long[] shape, DType dtype, IntegerFold fold) {
        Tensor out = Tensor.empty(dtype, shape);
        FoldPlan.run(input, axes, new IntegerFolder(input, out, fold));
        return out;
    }

    /// Folds the axes of `input`, of a floating dtype, that are marked.
    ///
    /// @param shape of the result
    public static Tensor fold(Tensor input, boolean[] axes, long[] shape, DType dtype, RealFold fold) {
        Tensor out = Tensor.empty(dtype, shape);
        FoldPlan.run(input, axes, RealFolder.of(input, out, fold));
        return out;
    }
}
