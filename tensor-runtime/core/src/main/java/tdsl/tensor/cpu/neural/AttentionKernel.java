package tdsl.tensor.cpu.neural;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.Scratch;
import tdsl.tensor.cpu.linalg.Blas;
import tdsl.tensor.cpu.neural.RowMath.Row;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.ops.neural.Attention;

/// Attention block by block of queries and keys, with the largest score and the sum of weights so far of
/// each query, so that a block of scores is all that is ever in memory (Dao et al. 2022).
final class AttentionKernel {
    private static final int QUERIES = 64;
    private static final int KEYS = 256;

    private final DType dtype;
    private final Elements query;
    private final Elements key;
    private final Elements value;
    private final Elements out;
    private final Tensor mask;
    private final boolean causal;
    private final double scale;
    private final int queries;
    private final int keys;
    private final int size;
    private final int valueSize;

    private AttentionKernel(Attention attention, long[] batch, DType dtype, Elements out) {
        this.dtype = dtype;
        this.query = expanded(attention.query(), batch, dtype);
        this.key = expanded(attention.key(), batch, dtype);
        this.value = expanded(attention.value(), batch, dtype);
        this.out = out;
        this.causal = attention.causal();
        this.scale = attention.scale();
        this.queries = lastSize(attention.query(), 2);
        this.keys = lastSize(attention.key(), 2);
        this.size = lastSize(attention.query(), 1);
        this.valueSize = lastSize(attention.value(), 1);
        this.mask = attention.mask() == null ? null : attention.mask().expand(appended(batch, queries, keys));
    }

    private static Elements expanded(Tensor tensor, long[] batch, DType dtype) {
        long[] shape = appended(batch, lastSize(tensor, 2), lastSize(tensor, 1));
        return Elements.of(tensor.to(dtype).expand(shape));
    }

    private static int lastSize(Tensor tensor, int back) {
        return Math.toIntExact(tensor.size(tensor.rank() - back));
    }

    private static long[] appended(long[] batch, long rows, long columns) {
        long[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = rows;
        shape[batch.length + 1] = columns;
        return shape;
    }

    static Tensor run(Attention attention) {
        DType dtype = TypeRule.promote(attention.query(), attention.key(), attention.value());
        long[] batch = attention.batchShape();
        long[] shape = appended(batch, lastSize(attention.query(), 2), lastSize(attention.value(), 1));
        Tensor result = Tensor.empty(dtype, shape);
        if (result.elementCount() == 0) {
            return result;
        }
        Elements out = Elements.ofResult(result);
        new AttentionKernel(attention, batch, dtype, out).run(Shapes.elementCount(batch));
        return out.finish(result);
    }

    private void run(long batches) {
        int blocks = Math.ceilDiv(queries, QUERIES);
        Parallel.forRange(batches * blocks, 1, (begin, end) -> {
            for (long task = begin; task < end; task++) {
                int first = (int) (task % blocks) * QUERIES;
                queries(task / blocks, first, Math.min(QUERIES, queries - first));
            }
        });
    }

    /// Some queries of one batch against all keys.
    private void queries(long batch, int first, int count) {
        long scoreCount = (long) count * KEYS;
        Scratch scratch = Scratch.of(dtype, scoreCount, 1);
        Elements scores = new Elements(scratch.take(dtype, scoreCount), dtype);
        double[] largest = new double[count];
        double[] sums = new double[count];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        long target = (batch * queries + first) * valueSize;
        int seenKeys = causal ? Math.min(keys, first + count) : keys;
        clear(target, count);
        for (int firstKey = 0; firstKey < seenKeys; firstKey += KEYS) {
            int keyCount = Math.min(KEYS, keys - firstKey);
            score(batch, first, count, firstKey, keyCount, scores);
            for (int i = 0; i < count; i++) {
                Row row = new Row(scores.memory(), dtype, (long) i * keyCount, keyCount);
                hide(batch, first + i, firstKey, row);
                Row result = new Row(out.memory(), dtype, target + (long) i * valueSize, valueSize);
                largest[i] = weigh(row, largest[i], result, sums, i);
            }
            Blas.multiply(
                    dtype,
                    count,
                    valueSize,
                    keyCount,
                    new Blas.Matrix(scores.memory(), false, keyCount),
                    new Blas.Matrix(value.from((batch * keys + firstKey) * valueSize), false, valueSize),
                    1,
                    new Blas.Matrix(out.from(target), false, valueSize));
        }
        for (int i = 0; i < count; i++) {
            Row result = new Row(out.memory(), dtype, target + (long) i * valueSize, valueSize);
            RowMath.best().shiftAndScale(result, 0, sums[i] == 0 ? 0 : 1 / sums[i], result);
        }
    }

    private void clear(long target, int count) {
        for (long i = 0; i < (long) count * valueSize; i++) {
            putReal(out.memory(), dtype, target + i, 0);
        }
    }

    private void score(long batch, int first, int count, int firstKey, int keyCount, Elements scores) {
        Blas.multiply(
                dtype,
                count,
                keyCount,
                size,
                new Blas.Matrix(query.from((batch * queries + first) * size), false, Math.max(1, size)),
                new Blas.Matrix(key.from((batch * keys + firstKey) * size), true, Math.max(1, size)),
                0,
                new Blas.Matrix(scores.memory(), false, keyCount));
        Row all = new Row(scores.memory(), dtype, 0, count * keyCount);
        RowMath.best().shiftAndScale(all, 0, scale, all);
    }

    /// Takes from the scores of a query what it does not see, or adds the mask.
    private void hide(long batch, int queryIndex, int firstKey, Row row) {
        if (causal) {
            for (int i = Math.max(0, queryIndex + 1 - firstKey); i < row.count(); i++) {
                row.put(i, Double.NEGATIVE_INFINITY);
            }
        }
        if (mask == null) {
            return;
        }
        Layout layout = mask.layout();
        long stride = layout.stride(layout.rank() - 1);
        long position = layout.position((batch * queries + queryIndex) * keys) + firstKey * stride;
        var segment = mask.storage().segment();
        for (int i = 0; i < row.count(); i++, position += stride) {
            if (mask.dtype() != DType.BOOL) {
                row.put(i, row.get(i) + realAt(segment, mask.dtype(), position));
            } else if (integerAt(segment, DType.BOOL, position) == 0) {
                row.put(i, Double.NEGATIVE_INFINITY);
            }
        }
    }

    /// Turns scores into weights relative to the largest so far, and what was summed up before likewise.
    ///
    /// @return the largest so far
    private static double weigh(Row scores, double before, Row result, double[] sums, int index) {
        RowMath math = RowMath.best();
        double largest = Math.max(before, math.largest(scores));
        if (largest == Double.NEGATIVE_INFINITY) {
            for (int i = 0; i < scores.count(); i++) {
                scores.put(i, 0);
            }
            return largest;
        }
        math.shiftAndScale(scores, -largest, 1, scores);
        SoftmaxKernels.exp(scores, scores);
        if (before != largest) {
            double factor = Math.exp(before - largest);
            sums[index] *= factor;
            math.shiftAndScale(result, 0, factor, result);
        }
        sums[index] += math.sum(scores);
        return largest;
    }
}
