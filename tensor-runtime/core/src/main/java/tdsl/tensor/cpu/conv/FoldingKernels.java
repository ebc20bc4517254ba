package tdsl.tensor.cpu.conv;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;
import tdsl.tensor.ops.neural.convolution.Folding;

/// Patches as columns of matrices, and columns added back to where patches are.
final class FoldingKernels {
    private FoldingKernels() {}

    /// @param args input, kernel_size, dilation, padding, stride
    static Tensor unfold(Args args) {
        Folding folding = Folding.ofUnfold(args);
        ConvolutionGeometry geometry = folding.geometry();
        Tensor input = folding.input();
        long rows = (long) geometry.imageChannels() * geometry.kernelVolume();
        Tensor out = Tensor.empty(input.dtype(), input.size(0), rows, geometry.resultSize());
        Elements images = Elements.of(input);
        Elements columns = Elements.ofResult(out);
        Patches patches = new Patches(geometry, input.dtype());
        int lines = geometry.resultLines();
        Tiles.forEach(geometry.batch(), out.elementCount(), image -> {
            MemorySegment target = columns.from(image * rows * geometry.resultSize());
            long first = (long) image * lines;
            patches.gather(images.memory(), 0, geometry.imageChannels(), first, first + lines, target);
        });
        return folding.restored(columns.finish(out));
    }

    /// @param args input, output_size, kernel_size, dilation, padding, stride
    static Tensor fold(Args args) {
        Folding folding = Folding.ofFold(args);
        ConvolutionGeometry geometry = folding.geometry();
        Tensor input = folding.input();
        Tensor out = Tensor.empty(input.dtype(), folding.imageShape());
        Elements images = Elements.ofResult(out);
        images.memory().fill((byte) 0);
        Elements columns = Elements.of(input);
        Patches patches = new Patches(geometry, input.dtype());
        long rows = input.size(1);
        int lines = geometry.resultLines();
        Tiles.forEach(geometry.batch(), input.elementCount(), image -> {
            MemorySegment source = columns.from(image * rows * geometry.resultSize());
            long first = (long) image * lines;
            patches.scatter(source, 0, geometry.imageChannels(), first, first + lines, images.memory());
        });
        return folding.restored(images.finish(out));
    }
}
