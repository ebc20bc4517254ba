package tdsl.tensor.cpu.sparse;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.RowArithmetic;
import tdsl.tensor.cpu.Scratch;
import tdsl.tensor.sparse.ConvolutionShape;
import tdsl.tensor.sparse.PairMap;
import tdsl.tensor.sparse.PositionPairs;

/// Sums and maxima over the input rows that a map connects with each output row, by blocks of output rows.
final class PoolKernels {
    private PoolKernels() {}

    static Tensor sum(Tensor features, PairMap map) {
        ConvolutionShape.checkRows("sparse_sum_pool", "features", features, "input", map.input());
        Rows inputs = Rows.of(features);
        Tensor out = Tensor.empty(features.dtype(), map.output().rows(), inputs.channels());
        forBlocks(map, inputs, (first, end) -> {
            Scratch scratch = Scratch.of(inputs.dtype(), (long) (end - first) * inputs.channels(), 1);
            Rows sums = Rows.in(scratch, inputs.dtype(), end - first, inputs.channels());
            sums.memory().fill((byte) 0);
            for (int offset = 0; offset < map.volume(); offset++) {
                addPairs(map, map.pairs(offset), inputs, first, end, sums);
            }
            sums.scatter(map.output(), first, end, out.storage().segment());
        });
        return out;
    }

    private static void addPairs(PairMap map, PositionPairs pairs, Rows inputs, int first, int end, Rows sums) {
        int channels = inputs.channels();
        int last = pairs.firstAtOrAfter(end);
        for (int pair = pairs.firstAtOrAfter(first); pair < last; pair++) {
            long source = (long) map.input().row(pairs.inputs()[pair]) * channels;
            long target = (long) (pairs.outputs()[pair] - first) * channels;
            RowArithmetic.best().add(inputs.dtype(), inputs.memory(), source, sums.memory(), target, channels);
        }
    }

    /// For each output row and channel the first input row with the largest value, i64; the number of
    /// input rows where there is none. A value that is not a number counts as the largest.
    static Tensor rowsOfMaxima(Tensor features, PairMap map) {
        ConvolutionShape.checkRows("sparse_max_pool", "features", features, "input", map.input());
        Rows inputs = Rows.of(features);
        Tensor out = Tensor.empty(DType.INT64, map.output().rows(), inputs.channels());
        long none = map.input().rows();
        forBlocks(map, inputs, (first, end) -> {
            long[] maxima = new long[(end - first) * inputs.channels()];
            Arrays.fill(maxima, none);
            for (int offset = 0; offset < map.volume(); offset++) {
                improve(map, map.pairs(offset), inputs, first, end, maxima, none);
            }
            MemorySegment target = out.storage().segment();
            int channels = inputs.channels();
            for (int position = first; position < end; position++) {
                long place = (long) map.output().row(position) * channels * Long.BYTES;
                MemorySegment.copy(maxima, (position - first) * channels, target, JAVA_LONG, place, channels);
            }
        });
        return out;
    }

    private static void improve(
            PairMap map, PositionPairs pairs, Rows inputs, int first, int end, long[] maxima, long none) {
        int channels = inputs.channels();
        int last = pairs.firstAtOrAfter(end);
        for (int pair = pairs.firstAtOrAfter(first); pair < last; pair++) {
            int row = map.input().row(pairs.inputs()[pair]);
            int place = (pairs.outputs()[pair] - first) * channels;
            for (int channel = 0; channel < channels; channel++) {
                long best = maxima[place + channel];
                if (best == none || isGreater(inputs, row, best, channel)) {
                    maxima[place + channel] = row;
                }
            }
        }
    }

    private static boolean isGreater(Rows inputs, long row, long best, int channel) {
        double value = at(inputs, row * inputs.channels() + channel);
        double largest = at(inputs, best * inputs.channels() + channel);
        return value > largest || (Double.isNaN(value) && !Double.isNaN(largest));
    }

    private static double at(Rows rows, long position) {
        return rows.dtype() == DType.FLOAT32
                ? rows.memory().getAtIndex(JAVA_FLOAT, position)
                : rows.memory().getAtIndex(JAVA_DOUBLE, position);
    }

    /// Works on a block of output rows.
    @FunctionalInterface
    private interface Block {
        void run(int first, int end);
    }

    private static void forBlocks(PairMap map, Rows inputs, Block body) {
        int rows = map.output().rows();
        int blockRows = Blocks.rows(rows, inputs.channels());
        int blocks = Math.ceilDiv(rows, blockRows);
        double work = (double) map.pairCount() * inputs.channels();
        Parallel.forRange(blocks, Blocks.grain(work / Math.max(1, blocks)), (begin, end) -> {
            for (long block = begin; block < end; block++) {
                int first = (int) block * blockRows;
                body.run(first, Math.min(rows, first + blockRows));
            }
        });
    }
}
