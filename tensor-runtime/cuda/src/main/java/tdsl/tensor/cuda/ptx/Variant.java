package tdsl.tensor.cuda.ptx;

import java.util.List;
import tdsl.tensor.DType;

/// What the code of a kernel depends on besides its program: where the inputs come from, how the elements lie, and what
/// becomes of results.
///
/// @param inputs  one per input of the program
/// @param outputs the dtypes of what is stored, one per result
/// @param form    how elements are walked over
/// @param rank    axes of a strided walk; 0 for others
public record Variant(List<Source> inputs, List<DType> outputs, Form form, int rank) {
    /// Where an input comes from.
    public enum Source {
        /// A parameter of the kernel.
        VALUE,
        /// One element in memory.
        SINGLE,
        /// As many elements as the result has, or some that are repeated along some axes.
        ELEMENTS,
        /// As ELEMENTS, repeated along the innermost axis.
        REPEATED
    }

    /// How the operands' elements lie.
    public enum Form {
        /// All in one order without gaps, at addresses that allow several to be read at once.
        VECTORS,
        /// All in one order without gaps.
        LINEAR,
        /// By strides, with numbers below 2^31; along the innermost axis several are read at once.
        STRIDED_VECTORS,
        /// By strides, with numbers below 2^31.
        STRIDED,
        /// By strides.
        STRIDED_LARGE
    }

    boolean isStrided() {
        return form.ordinal() >= Form.STRIDED_VECTORS.ordinal();
    }

    /// Whether a thread reads several elements at once.
    boolean isVector() {
        return form == Form.VECTORS || form == Form.STRIDED_VECTORS;
    }

    /// How many elements the numbers of places count by; by strides these are numbers of vectors.
    int width() {
        return form == Form.VECTORS ? KernelSource.VECTOR : 1;
    }
}
