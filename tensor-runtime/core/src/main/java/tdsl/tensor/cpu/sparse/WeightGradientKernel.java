package tdsl.tensor.cpu.sparse;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.RowArithmetic;
import tdsl.tensor.cpu.Scratch;
import tdsl.tensor.cpu.linalg.Blas;
import tdsl.tensor.cpu.sparse.tiles.TiledWeightGradient;
import tdsl.tensor.sparse.ConvolutionShape;
import tdsl.tensor.sparse.PairMap;
import tdsl.tensor.sparse.PositionPairs;

/// The gradient with respect to the weights: for each kernel offset, the product of the transposed
/// output gradients of its pairs with their features. Long lists of pairs are cut into parts of a fixed
/// length, whose sums are added in order, so that the result is the same bit by bit at any number of
/// threads. In f32 {@link TiledWeightGradient} does the same faster, where there is SIMD.
final class WeightGradientKernel {
    private static final int PAIRS_PER_PART = 8192;
    /// Pairs that are gathered and multiplied at a time.
    private static final int PAIRS_PER_PRODUCT = 512;

    private final Rows features;
    private final Rows gradients;
    private final PairMap map;
    private final ConvolutionShape shape;
    private final DType dtype;
    /// For each offset the number of its first part.
    private final int[] firstParts;
    /// A row for each part, with the weights `[out, in / groups]` of its offset.
    private final Rows sums;

    private WeightGradientKernel(Tensor features, Tensor gradient, PairMap map, ConvolutionShape shape) {
        this.features = Rows.of(features);
        this.gradients = Rows.of(gradient);
        this.map = map;
        this.shape = shape;
        this.dtype = features.dtype();
        this.firstParts = new int[map.volume() + 1];
        for (int offset = 0; offset < map.volume(); offset++) {
            firstParts[offset + 1] =
                    firstParts[offset] + Math.ceilDiv(map.pairs(offset).count(), PAIRS_PER_PART);
        }
        Tensor partialSums =
                Tensor.empty(dtype, firstParts[map.volume()], (long) shape.outputChannels() * shape.inputsPerGroup());
        this.sums = Rows.of(partialSums);
    }

    static Tensor run(Tensor features, Tensor gradient, PairMap map, long groups) {
        ConvolutionShape shape =
                ConvolutionShape.ofWeightGradient("sparse_conv_wgrad", features, gradient, map, groups);
        Tensor out = Tensor.empty(features.dtype(), shape.weightShape(map));
        if (out.elementCount() > 0 && ConvolutionKernel.isTiled(features.dtype(), shape)) {
            TiledWeightGradient.run(features, gradient, map, shape, out);
        } else if (out.elementCount() > 0) {
            out.storage().segment().fill((byte) 0);
            new WeightGradientKernel(features, gradient, map, shape).run(out);
        }
        return out;
    }

    private void run(Tensor out) {
        int parts = firstParts[map.volume()];
        double work = (double) map.pairCount() * shape.inputsPerGroup() * shape.outputChannels();
        Parallel.forRange(parts, Blocks.grain(work / Math.max(1, parts)), (begin, end) -> {
            for (int offset = 0; offset < map.volume(); offset++) {
                long first = Math.max(begin, firstParts[offset]);
                for (long part = first; part < Math.min(end, firstParts[offset + 1]); part++) {
                    sumPart(offset, (int) part);
                }
            }
        });
        for (int offset = 0; offset < map.volume(); offset++) {
            if (firstParts[offset] < firstParts[offset + 1]) {
                store(out, offset);
            }
        }
    }

    private void sumPart(int offset, int part) {
        PositionPairs pairs = map.pairs(offset);
        int begin = (part - firstParts[offset]) * PAIRS_PER_PART;
        int end = Math.min(pairs.count(), begin + PAIRS_PER_PART);
        Rows sum = sums.from(part);
        if (shape.isDepthwise()) {
            sumChannelProducts(pairs, begin, end, sum);
        } else {
            sumProducts(pairs, begin, end, sum);
        }
    }

    private void sumProducts(PositionPairs pairs, int begin, int end, Rows sum) {
        int count = Math.min(PAIRS_PER_PRODUCT, end - begin);
        Scratch scratch = Scratch.of(dtype, (long) count * (shape.inputChannels() + shape.outputChannels()), 2);
        Rows featureBuffer = Rows.in(scratch, dtype, count, shape.inputChannels());
        Rows gradientBuffer = Rows.in(scratch, dtype, count, shape.outputChannels());
        for (int first = begin; first < end; first += count) {
            int stop = Math.min(end, first + count);
            Rows inputs = features.gathered(map.input(), pairs.inputs(), first, stop, featureBuffer);
            Rows outputs = gradients.gathered(map.output(), pairs.outputs(), first, stop, gradientBuffer);
            multiply(stop - first, outputs, inputs, first == begin ? 0 : 1, sum);
        }
    }

    private void multiply(int pairs, Rows outputs, Rows inputs, int beta, Rows sum) {
        Rows matrix = new Rows(sum.memory(), dtype, shape.inputsPerGroup());
        for (int group = 0; group < shape.groups(); group++) {
            int firstOutput = group * shape.outputsPerGroup();
            Blas.multiply(
                    dtype,
                    shape.outputsPerGroup(),
                    shape.inputsPerGroup(),
                    pairs,
                    outputs.columnsTransposed(firstOutput),
                    inputs.columns(group * shape.inputsPerGroup()),
                    beta,
                    matrix.from(firstOutput).columns(0));
        }
    }

    private void sumChannelProducts(PositionPairs pairs, int begin, int end, Rows sum) {
        int channels = shape.outputChannels();
        sum.memory().asSlice(0, sum.rowBytes()).fill((byte) 0);
        for (int pair = begin; pair < end; pair++) {
            RowArithmetic.best()
                    .addProducts(
                            dtype,
                            features.memory(),
                            (long) map.input().row(pairs.inputs()[pair]) * channels,
                            gradients.memory(),
                            (long) map.output().row(pairs.outputs()[pair]) * channels,
                            sum.memory(),
                            0,
                            channels);
        }
    }

    /// Adds up the parts of an offset and puts them at its place in `[out, *kernel, in / groups]`.
    private void store(Tensor out, int offset) {
        Rows total = sums.from(firstParts[offset]);
        for (int part = firstParts[offset] + 1; part < firstParts[offset + 1]; part++) {
            RowArithmetic.best().add(dtype, sums.from(part).memory(), 0, total.memory(), 0, sums.channels());
        }
        MemorySegment target = out.storage().segment();
        long runBytes = (long) shape.inputsPerGroup() * dtype.byteSize();
        for (int channel = 0; channel < shape.outputChannels(); channel++) {
            long place = ((long) channel * map.volume() + offset) * runBytes;
            MemorySegment.copy(total.memory(), channel * runBytes, target, place, runBytes);
        }
    }
}
