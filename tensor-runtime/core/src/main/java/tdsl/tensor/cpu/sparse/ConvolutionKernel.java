package tdsl.tensor.cpu.sparse;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.RowArithmetic;
import tdsl.tensor.cpu.Scratch;
import tdsl.tensor.cpu.Simd;
import tdsl.tensor.cpu.linalg.Blas;
import tdsl.tensor.cpu.sparse.tiles.TiledConvolution;
import tdsl.tensor.sparse.ConvolutionShape;
import tdsl.tensor.sparse.PairMap;
import tdsl.tensor.sparse.PositionPairs;

/// Sparse convolution by blocks of outputs that lie near each other. For each kernel offset, the input rows that have
/// a partner in the block are gathered, multiplied with the offset's weights in one product, and added to the block's
/// sums. In f32 {@link TiledConvolution} does the same faster, where there is SIMD.
///
/// A block is one thread's work from its first offset to its last and its size depends on the shapes
/// alone, so the result is the same bit by bit at any number of threads.
final class ConvolutionKernel {
    private final Rows features;
    private final OffsetWeights weights;
    private final PairMap map;
    private final ConvolutionShape shape;
    private final DType dtype;
    private final Tensor out;
    private final int blockRows;

    private ConvolutionKernel(Tensor features, Tensor weight, PairMap map, ConvolutionShape shape, Tensor out) {
        this.features = Rows.of(features);
        this.weights = OffsetWeights.of(weight, map.volume(), shape);
        this.map = map;
        this.shape = shape;
        this.dtype = features.dtype();
        this.out = out;
        this.blockRows = Blocks.rows(map.output().rows(), shape.inputChannels() + 2 * shape.outputChannels());
    }

    static Tensor run(Tensor features, Tensor weight, PairMap map, long groups) {
        ConvolutionShape shape = ConvolutionShape.of("sparse_conv", features, weight, map, groups);
        Tensor out = Tensor.empty(features.dtype(), map.output().rows(), shape.outputChannels());
        if (out.elementCount() == 0) {
            return out;
        }
        if (isTiled(features.dtype(), shape)) {
            TiledConvolution.run(features, weight, map, shape, out);
        } else {
            new ConvolutionKernel(features, weight, map, shape, out).run();
        }
        return out;
    }

    /// Whether tiles of SIMD vectors compute a convolution of these sizes, and not this class.
    static boolean isTiled(DType dtype, ConvolutionShape shape) {
        return dtype == DType.FLOAT32 && Simd.isFast() && !shape.isDepthwise();
    }

    private void run() {
        int rows = map.output().rows();
        int blocks = Math.ceilDiv(rows, blockRows);
        double work = (double) map.pairCount() * shape.inputsPerGroup() * shape.outputChannels();
        Parallel.forRange(blocks, Blocks.grain(work / blocks), (begin, end) -> {
            for (long block = begin; block < end; block++) {
                int first = (int) block * blockRows;
                block(first, Math.min(rows, first + blockRows));
            }
        });
    }

    private void block(int first, int end) {
        int count = end - first;
        Scratch scratch = Scratch.of(dtype, (long) count * (shape.inputChannels() + 2L * shape.outputChannels()), 3);
        Rows sums = Rows.in(scratch, dtype, count, shape.outputChannels());
        Rows gathered = Rows.in(scratch, dtype, count, shape.inputChannels());
        Rows products = Rows.in(scratch, dtype, count, shape.outputChannels());
        sums.memory().fill((byte) 0);
        for (int offset = 0; offset < map.volume(); offset++) {
            PositionPairs pairs = map.pairs(offset);
            int last = pairs.firstAtOrAfter(end);
            for (int next = pairs.firstAtOrAfter(first); next < last; next += count) {
                // Only a map of the batch has more pairs for an offset than the block has rows.
                int stop = Math.min(last, next + count);
                if (weights.areDiagonal()) {
                    addScaledRows(offset, pairs, next, stop, sums, first);
                } else {
                    addProducts(offset, pairs, next, stop, gathered, products, sums, first);
                }
            }
        }
        sums.scatter(map.output(), first, end, out.storage().segment());
    }

    private void addProducts(
            int offset,
            PositionPairs pairs,
            int begin,
            int end,
            Rows buffer,
            Rows products,
            Rows sums,
            int firstPosition) {
        Rows inputs = features.gathered(map.input(), pairs.inputs(), begin, end, buffer);
        int[] outputs = pairs.outputs();
        if (Rows.areNeighbours(outputs, begin, end)) {
            multiply(offset, end - begin, inputs, 1, sums.from(outputs[begin] - firstPosition));
            return;
        }
        multiply(offset, end - begin, inputs, 0, products);
        int channels = shape.outputChannels();
        for (int pair = begin; pair < end; pair++) {
            long source = (long) (pair - begin) * channels;
            long target = (long) (outputs[pair] - firstPosition) * channels;
            RowArithmetic.best().add(dtype, products.memory(), source, sums.memory(), target, channels);
        }
    }

    private void multiply(int offset, int rows, Rows inputs, int beta, Rows products) {
        for (int group = 0; group < shape.groups(); group++) {
            Blas.Matrix input = inputs.columns(group * shape.inputsPerGroup());
            Blas.Matrix product = products.columns(group * shape.outputsPerGroup());
            Blas.multiply(
                    dtype,
                    rows,
                    shape.outputsPerGroup(),
                    shape.inputsPerGroup(),
                    input,
                    weights.matrix(offset, group),
                    beta,
                    product);
        }
    }

    private void addScaledRows(int offset, PositionPairs pairs, int begin, int end, Rows sums, int firstPosition) {
        int channels = shape.outputChannels();
        for (int pair = begin; pair < end; pair++) {
            RowArithmetic.best()
                    .addProducts(
                            dtype,
                            features.memory(),
                            (long) map.input().row(pairs.inputs()[pair]) * channels,
                            weights.memory(),
                            (long) offset * channels,
                            sums.memory(),
                            (long) (pairs.outputs()[pair] - firstPosition) * channels,
                            channels);
        }
    }
}
