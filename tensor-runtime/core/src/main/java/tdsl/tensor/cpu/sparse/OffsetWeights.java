package tdsl.tensor.cpu.sparse;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.cpu.linalg.Blas;
import tdsl.tensor.sparse.ConvolutionShape;

/// The weights of a convolution by kernel offset and group, read where they are if a matrix product can.
final class OffsetWeights {
    /// Native; starts at the first weight.
    private final MemorySegment memory;
    private final DType dtype;
    private final ConvolutionShape shape;
    private final boolean diagonal;
    /// Do the weights of one output channel lie side by side, or those of one input channel?
    private final boolean inputsContiguous;
    private final long outputStride;
    private final long offsetStride;
    private final long inputStride;

    private OffsetWeights(Tensor weights, ConvolutionShape shape, boolean diagonal) {
        Layout layout = weights.layout();
        this.dtype = weights.dtype();
        this.shape = shape;
        this.diagonal = diagonal;
        this.outputStride = layout.stride(0);
        this.offsetStride = layout.stride(1);
        this.inputStride = layout.stride(2);
        this.inputsContiguous = isMatrix(inputStride, outputStride, shape.inputsPerGroup());
        this.memory = nativeElements(weights);
    }

    /// @param weight `[out, *kernel, in / groups]`
    static OffsetWeights of(Tensor weight, int volume, ConvolutionShape shape) {
        long[] flat = {shape.outputChannels(), volume, shape.inputsPerGroup()};
        Tensor plain = weight.detached();
        if (shape.isDepthwise()) {
            Tensor byOffset = plain.reshape(shape.outputChannels(), volume).t().contiguous();
            return new OffsetWeights(byOffset.reshape(1, volume, shape.outputChannels()), shape, true);
        }
        Layout view = plain.layout().reshape(flat);
        boolean usable = view != null
                && (isMatrix(view.stride(2), view.stride(0), view.size(2))
                        || isMatrix(view.stride(0), view.stride(2), view.size(0)));
        return new OffsetWeights(
                usable ? plain.viewAs(view) : plain.contiguous().view(flat), shape, false);
    }

    /// Can a matrix product read runs of `count` elements that lie `runStride` apart?
    private static boolean isMatrix(long elementStride, long runStride, long count) {
        return elementStride == 1 && runStride >= Math.max(1, count) && runStride <= Integer.MAX_VALUE;
    }

    private static MemorySegment nativeElements(Tensor weights) {
        int elementBytes = weights.dtype().byteSize();
        Layout layout = weights.layout();
        if (layout.elementCount() == 0) {
            return MemorySegment.NULL;
        }
        long first = layout.offset() * elementBytes;
        long end = (layout.highest() + 1) * elementBytes;
        return Elements.inNativeMemory(weights.storage().segment().asSlice(first, end - first));
    }

    /// Does each channel have one weight per offset and mix with no other? Then the weights are `[offsets,
    /// channels]`.
    boolean areDiagonal() {
        return diagonal;
    }

    MemorySegment memory() {
        return memory;
    }

    /// The weights of one offset and group: a row for each input channel, a column for each output channel.
    Blas.Matrix matrix(int offset, int group) {
        long first = (long) group * shape.outputsPerGroup() * outputStride + offset * offsetStride;
        MemorySegment start = memory.asSlice(first * dtype.byteSize());
        return inputsContiguous
                ? new Blas.Matrix(start, true, (int) outputStride)
                : new Blas.Matrix(start, false, (int) inputStride);
    }
}
