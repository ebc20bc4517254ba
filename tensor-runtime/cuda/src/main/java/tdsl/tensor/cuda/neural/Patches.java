package tdsl.tensor.cuda.neural;

import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;

/// The parts of images that lie under a kernel, as columns of matrices with a row for each channel and place in the
/// kernel.
final class Patches {
    private static final KernelFile FILE = new KernelFile("neural/convolution");

    private Patches() {}

    /// Fills columns with the patches of images.
    ///
    /// @param images      contiguous
    /// @param rowStride   from one row of a matrix to the next, in elements
    /// @param imageStride from one image's columns to the next one's
    static void gather(ConvolutionGeometry geometry, Tensor images, Tensor columns, long rowStride, long imageStride) {
        long count = images.size(0);
        Launch launch = FILE.kernel("gather_patches", images.dtype())
                .on(images.device())
                .tensor(images)
                .tensor(columns)
                .int64(count)
                .int64(rowStride)
                .int64(imageStride);
        long work = count * geometry.imageChannels() * geometry.resultSize();
        put(launch, geometry).launch(Grids.blocks(work, Grids.THREADS), Grids.THREADS);
    }

    /// Adds columns up at their places in images.
    ///
    /// @param columns contiguous, `[images, rows, results]`
    /// @param bias    what sums begin with, one for each channel; or null
    /// @param images  contiguous
    static void add(ConvolutionGeometry geometry, Tensor columns, Tensor bias, Tensor images) {
        Launch launch = FILE.kernel("add_patches", images.dtype())
                .on(images.device())
                .tensor(columns)
                .tensor(bias)
                .tensor(images)
                .int64(images.size(0));
        put(launch, geometry).launch(Grids.blocks(images.elementCount(), Grids.THREADS), Grids.THREADS);
    }

    private static Launch put(Launch launch, ConvolutionGeometry geometry) {
        launch.int64(geometry.imageChannels());
        int[][] sizes = {
            geometry.image(),
            geometry.kernel(),
            geometry.result(),
            geometry.stride(),
            geometry.padding(),
            geometry.dilation()
        };
        for (int[] perAxis : sizes) {
            for (int size : perAxis) {
                launch.int64(size);
            }
        }
        return launch;
    }
}
