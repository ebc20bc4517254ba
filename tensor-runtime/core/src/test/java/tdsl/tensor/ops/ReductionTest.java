package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ValueException;

/// Reductions over every subset of axes, against lists of the elements that go into each result.
class ReductionTest {
    private static final List<long[]> SHAPES = List.of(
            new long[] {},
            new long[] {5},
            new long[] {3, 4},
            new long[] {2, 3, 4},
            new long[] {2, 1, 3, 2},
            new long[] {2, 0, 3},
            new long[] {0});

    private static double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.elementCount()];
        Arrays.setAll(
                values,
                i -> ElementAccess.realAt(
                        tensor.storage().segment(),
                        tensor.dtype(),
                        tensor.layout().position(i)));
        return values;
    }

    /// The elements of each result in row-major order.
    private static List<List<Double>> groups(Tensor input, boolean[] reduced) {
        long[] shape = input.shape();
        int count = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            count *= reduced[axis] ? 1 : (int) shape[axis];
        }
        List<List<Double>> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            groups.add(new ArrayList<>());
        }
        double[] values = values(input);
        for (int i = 0; i < values.length; i++) {
            int group = 0;
            int rest = i;
            int block = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                int at = (int) (rest % shape[axis]);
                rest /= (int) shape[axis];
                if (!reduced[axis]) {
                    group += at * block;
                    block *= (int) shape[axis];
                }
            }
            groups.get(group).add(values[i]);
        }
        return groups;
    }

    /// The op under test.
    @FunctionalInterface
    private interface Reduction {
        Tensor apply(Tensor input, long[] dims, boolean keep);
    }

    /// Checks a reduction of contiguous, transposed and reversed tensors over every subset of axes.
    ///
    /// @param needsElements whether reducing nothing is an error
    private static void check(
            Reduction reduction, ToDoubleFunction<List<Double>> expected, DType dtype, boolean needsElements) {
        for (long[] shape : SHAPES) {
            Tensor plain = Samples.uniform(-3, 3, shape).to(dtype);
            Tensor transposed =
                    shape.length < 2 ? plain : plain.transpose(0, -1).clone().transpose(0, -1);
            Tensor reversed = shape.length == 0 ? plain : plain.flip(0).clone().flip(0);
            for (Tensor input : List.of(plain, transposed, reversed)) {
                for (int subset = 1; subset < 1 << shape.length; subset++) {
                    check(reduction, expected, input, subset, needsElements);
                }
            }
        }
    }

    private static void check(
            Reduction reduction,
            ToDoubleFunction<List<Double>> expected,
            Tensor input,
            int subset,
            boolean needsElements) {
        int rank = input.rank();
        boolean[] reduced = new boolean[rank];
        List<Long> dims = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            if ((subset >> axis & 1) != 0) {
                reduced[axis] = true;
                // Counted from the end for every other one.
                dims.add(axis % 2 == 0 ? axis : (long) axis - rank);
            }
        }
        long[] axes = dims.stream().mapToLong(Long::longValue).toArray();
        List<List<Double>> groups = groups(input, reduced);
        if (needsElements && groups.stream().anyMatch(List::isEmpty)) {
            assertThrows(ValueException.class, () -> reduction.apply(input, axes, false));
            return;
        }
        double[] wanted = groups.stream().mapToDouble(expected).toArray();
        for (boolean keep : new boolean[] {false, true}) {
            Tensor result = reduction.apply(input, axes, keep);
            assertArrayEquals(resultShape(input.shape(), reduced, keep), result.shape());
            assertArrayEquals(wanted, values(result), 1e-5, () -> input.describe() + dims);
        }
    }

    private static long[] resultShape(long[] shape, boolean[] reduced, boolean keep) {
        LongStream.Builder sizes = LongStream.builder();
        for (int axis = 0; axis < shape.length; axis++) {
            if (!reduced[axis]) {
                sizes.add(shape[axis]);
            } else if (keep) {
                sizes.add(1);
            }
        }
        return sizes.build().toArray();
    }

    private static DoubleStream stream(List<Double> elements) {
        return elements.stream().mapToDouble(Double::doubleValue);
    }

    private static double mean(List<Double> elements) {
        return stream(elements).sum() / elements.size();
    }

    private static double variance(List<Double> elements) {
        double mean = mean(elements);
        double squares = stream(elements).map(x -> (x - mean) * (x - mean)).sum();
        return squares / Math.max(0, elements.size() - 1);
    }

    @Test
    void sumsOverAnyAxes() {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32, DType.INT32, DType.UINT8, DType.BOOL)) {
            check((x, dims, keep) -> x.sum(dims, keep, null), e -> stream(e).sum(), dtype, false);
        }
    }

    @Test
    void meansAndVariancesOverAnyAxes() {
        check((x, dims, keep) -> x.mean(dims, keep), ReductionTest::mean, DType.FLOAT64, false);
        check((x, dims, keep) -> x.mean(dims, keep), ReductionTest::mean, DType.FLOAT32, false);
        check((x, dims, keep) -> x.mean(dims, keep), ReductionTest::mean, DType.INT64, false);
        check((x, dims, keep) -> x.var(dims, 1.0, keep), ReductionTest::variance, DType.FLOAT64, false);
    }

    @Test
    void extremaOverAnyAxes() {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32, DType.INT64, DType.UINT8)) {
            check((x, dims, keep) -> x.amax(dims, keep), e -> stream(e).max().getAsDouble(), dtype, true);
            check((x, dims, keep) -> x.amin(dims, keep), e -> stream(e).min().getAsDouble(), dtype, true);
        }
    }

    @Test
    void truthOverAnyAxes() {
        for (DType dtype : List.of(DType.FLOAT32, DType.INT64, DType.BOOL)) {
            check((x, dims, keep) -> x.any(dims, keep), e -> stream(e).anyMatch(v -> v != 0) ? 1 : 0, dtype, false);
            check((x, dims, keep) -> x.all(dims, keep), e -> stream(e).allMatch(v -> v != 0) ? 1 : 0, dtype, false);
        }
    }

    @Test
    void productsAndPositionsAlongOneAxis() {
        for (long[] shape : List.of(new long[] {5}, new long[] {3, 4}, new long[] {2, 3, 4})) {
            Tensor input = Samples.uniform(-3, 3, shape);
            for (int axis = 0; axis < shape.length; axis++) {
                boolean[] reduced = new boolean[shape.length];
                reduced[axis] = true;
                List<List<Double>> groups = groups(input, reduced);
                assertArrayEquals(
                        each(groups, e -> stream(e).reduce(1, (a, b) -> a * b)),
                        values(input.prod((long) axis)),
                        1e-12);
                assertArrayEquals(
                        each(groups, e -> e.indexOf(stream(e).max().getAsDouble())), values(input.argmax((long) axis)));
                assertArrayEquals(
                        each(groups, e -> e.indexOf(stream(e).min().getAsDouble())), values(input.argmin((long) axis)));
            }
        }
    }

    private static double[] each(List<List<Double>> groups, ToDoubleFunction<List<Double>> function) {
        return groups.stream().mapToDouble(function).toArray();
    }

    @Test
    void withoutAxesAllElementsAreReduced() {
        Tensor input = Tensor.of(new double[][] {{1, -2}, {3, 0.5}});
        assertEquals(2.5, input.sum().item());
        assertEquals(-3.0, input.prod().item());
        assertEquals(3.0, input.amax().item());
        assertEquals(2L, input.argmax().item());
        assertEquals(1L, input.argmin().item());
        assertEquals(4L, input.count_nonzero().item());
        assertArrayEquals(new long[] {1, 1}, input.argmax(null, true).shape());
    }

    @Test
    void nothingSumsToZeroAndMultipliesToOne() {
        Tensor empty = Tensor.empty(DType.FLOAT32, 0);
        assertEquals(0.0, empty.sum().item());
        assertEquals(1.0, empty.prod().item());
        assertEquals(false, empty.any().item());
        assertEquals(true, empty.all().item());
        assertTrue(Double.isNaN((Double) empty.mean().item()));
        assertEquals(
                "amax: f32[0] has no elements to choose from",
                assertThrows(ValueException.class, empty::amax).getMessage());
        assertEquals(
                "argmin: f32[0] has no elements to choose from",
                assertThrows(ValueException.class, empty::argmin).getMessage());
    }

    @Test
    void integersAddUpInLongs() {
        Tensor bytes = Tensor.of(new long[] {200, 200, 200}).to(DType.UINT8);
        assertEquals(600L, bytes.sum().item());
        assertEquals(8_000_000L, bytes.prod().item());
        assertEquals(DType.UINT8, bytes.amax().dtype());
        assertEquals(2L, Tensor.of(new boolean[] {true, true, false}).sum().item());
    }

    @Test
    void aSumInAnotherDTypeConvertsTheElementsFirst() {
        Tensor halves = Tensor.of(new double[] {0.5, 1.5, 1.5});
        assertEquals(2L, halves.sum(null, false, DType.INT64).item());
        Tensor large = Tensor.of(new long[] {1, 2}).to(DType.INT32);
        assertEquals(DType.FLOAT64, large.sum(null, false, DType.FLOAT64).dtype());
        assertEquals(3.0, large.sum(null, false, DType.FLOAT64).item());
    }

    @Test
    void notANumberWinsEveryExtremum() {
        Tensor input = Tensor.of(new double[] {1, Double.NaN, 3, Double.NaN});
        assertTrue(Double.isNaN((Double) input.amax().item()));
        assertTrue(Double.isNaN((Double) input.amin().item()));
        assertEquals(1L, input.argmax().item());
        assertEquals(1L, input.argmin().item());
        assertTrue(Double.isNaN((Double) input.sum().item()));
    }

    @Test
    void theFirstOfEqualExtremaIsFound() {
        Tensor input = Tensor.of(new long[] {3, 1, 3, 1});
        assertEquals(0L, input.argmax().item());
        assertEquals(1L, input.argmin().item());
        Tensor infinite = Tensor.of(new double[] {0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY});
        assertEquals(1L, infinite.argmax().item());
        assertEquals(1L, infinite.neg().argmin().item());
    }

    @Test
    void infinitiesReduceToThemselves() {
        Tensor input = Tensor.of(new double[] {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY});
        assertEquals(Double.NEGATIVE_INFINITY, input.amax().item());
        assertEquals(0L, input.argmax().item());
        assertEquals(Double.NEGATIVE_INFINITY, input.logsumexp(0).item());
        assertEquals(Double.POSITIVE_INFINITY, input.neg().amin().item());
    }

    @Test
    void aMillionFloatsAddUpAccurately() {
        int count = 1_000_000;
        float[] numbers = new float[count];
        double exact = 0;
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (0.1 + (i % 7) * 1e-3);
            exact += numbers[i];
        }
        Tensor input = Tensor.of(numbers);
        assertEquals(exact, (Double) input.sum().item(), exact * 6e-8);
        assertEquals(exact / count, (Double) input.mean().item(), 1e-8);
        Tensor columns = input.reshape(1000, 1000).sum(0);
        assertEquals(exact, (Double) columns.to(DType.FLOAT64).sum().item(), exact * 6e-8);
    }

    @Test
    void doublesAddUpPairwise() {
        double[] tenths = new double[1 << 20];
        Arrays.fill(tenths, 0.1);
        assertEquals(104857.6, (Double) Tensor.of(tenths, tenths.length).sum().item(), 1e-9);
    }

    @Test
    void cumulativeSumsRunAlongTheirAxis() {
        Tensor input = Tensor.of(new long[][] {{1, 2, 3}, {4, 5, 6}});
        assertEquals(
                List.of(List.of(1L, 3L, 6L), List.of(4L, 9L, 15L)),
                input.cumsum(1).toList());
        assertEquals(
                List.of(List.of(1L, 2L, 3L), List.of(5L, 7L, 9L)),
                input.cumsum(0).toList());
        assertEquals(
                List.of(List.of(1L, 5L), List.of(2L, 7L), List.of(3L, 9L)),
                input.transpose(0, 1).cumsum(-1).toList());
        assertEquals(DType.INT64, input.to(DType.UINT8).cumsum(0).dtype());
        assertArrayEquals(
                new long[] {2, 0}, Tensor.empty(DType.FLOAT32, 2, 0).cumsum(1).shape());
        Tensor single = Tensor.of(3.5).requiresGrad(true);
        single.cumsum(0).mul(2).backward();
        assertEquals(3.5, single.cumsum(-1).item());
        assertEquals(2.0, single.grad().item());
    }

    @Test
    void axesThatDoNotExistOrRepeatAreNamed() {
        Tensor input = Tensor.of(new double[2][3]);
        assertEquals(
                "any: axis 2 is out of range for a tensor of rank 2",
                assertThrows(IndexException.class, () -> input.any(2)).getMessage());
        assertEquals(
                "all: axis -3 is out of range for a tensor of rank 2",
                assertThrows(IndexException.class, () -> input.all(-3)).getMessage());
        assertEquals(
                "sum: axis -1 is named twice",
                assertThrows(ValueException.class, () -> input.sum(1, -1)).getMessage());
    }

    @Test
    void equalExtremesShareTheGradientExceptAlongOneAxis() {
        for (boolean largest : new boolean[] {true, false}) {
            Tensor input = Tensor.of(new double[] {1, 2, 2, 1, 1, 2}, 2, 3).requiresGrad(true);
            (largest ? input.max() : input.min()).backward();
            assertEquals(1.0 / 3, values(input.grad())[largest ? 1 : 0]);
            input.setGrad(null);
            (largest ? input.max(1) : input.min(1)).sum().backward();
            double[] expected = largest ? new double[] {0, 1, 0, 0, 0, 1} : new double[] {1, 0, 0, 1, 0, 0};
            assertArrayEquals(expected, values(input.grad()));
        }
    }
}
