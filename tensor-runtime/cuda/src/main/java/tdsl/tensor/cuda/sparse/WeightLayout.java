package tdsl.tensor.cuda.sparse;

import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.sparse.ConvolutionShape;

/// The strides of weights `[out, *kernel, in / groups]`, in elements: the structure `WeightLayout` of the kernels.
record WeightLayout(long group, long output, long offset, long input) {
    /// Weights as they lie in memory where the axes of the kernel are one after the other, else copied.
    static Tensor readable(Tensor weight) {
        long[] shape = weight.shape();
        long[] strides = weight.strides();
        for (int axis = 1; axis + 2 < shape.length; axis++) {
            if (strides[axis] != shape[axis + 1] * strides[axis + 1]) {
                return weight.contiguous();
            }
        }
        return weight;
    }

    static WeightLayout of(Tensor weight, ConvolutionShape shape) {
        long[] strides = weight.strides();
        int last = strides.length - 1;
        return new WeightLayout(
                shape.outputsPerGroup() * strides[0], strides[0], last > 1 ? strides[last - 1] : 0, strides[last]);
    }

    /// Adds the structure to the parameters of a kernel.
    Launch addTo(Launch launch) {
        return launch.int64(group).int64(output).int64(offset).int64(input);
    }
}
