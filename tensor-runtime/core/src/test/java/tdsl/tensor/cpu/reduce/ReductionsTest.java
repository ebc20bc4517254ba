package tdsl.tensor.cpu.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;

/// Reductions of many shapes, layouts and dtypes against loops over the elements.
class ReductionsTest {
    private final int threadsBefore = Parallel.threads();

    @AfterEach
    void restoreThreads() {
        Parallel.setThreads(threadsBefore);
    }

    private static Tensor random(DType dtype, long... shape) {
        Random random = new Random(Arrays.hashCode(shape));
        int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        double[] values = random.doubles(count, -3, 3).toArray();
        Tensor numbers = Tensor.of(values, shape);
        return dtype == DType.BOOL ? numbers.gt(-2.9) : numbers.to(dtype);
    }

    /// A tensor in several layouts.
    static Stream<Tensor> inputs() {
        List<Tensor> inputs = new ArrayList<>();
        DType[] dtypes = {DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.INT64, DType.INT32, DType.INT8, DType.BOOL
        };
        for (DType dtype : dtypes) {
            for (long n : new long[] {1, 13, 207, 4098}) {
                inputs.add(random(dtype, n));
                inputs.add(random(dtype, n, 3));
                inputs.add(random(dtype, 3, n));
                inputs.add(random(dtype, n, 9).t());
                inputs.add(random(dtype, 2 * n).index(List.of(new IndexItem.Slice(null, null, 2L))));
                inputs.add(random(dtype, n).flip(0));
            }
            inputs.add(random(dtype, 7, 207, 5));
            inputs.add(random(dtype, 7, 13, 41).permute(2, 0, 1));
            inputs.add(random(dtype, 13, 1, 30).expand(13, 4, 30));
            inputs.add(random(dtype, 1300, 40));
            inputs.add(random(dtype, 3, 1300, 9));
            inputs.add(random(dtype, 700, 2, 40));
            inputs.add(random(dtype, 90000));
        }
        return inputs.stream();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void valuesAreThoseOfALoop(Tensor input) {
        for (long[] dims : axes(input.rank())) {
            checkSum(input, dims);
            checkExtrema(input, dims);
        }
    }

    private static List<long[]> axes(int rank) {
        List<long[]> axes = new ArrayList<>();
        for (int set = 1; set < 1 << rank; set++) {
            int chosen = set;
            axes.add(Stream.iterate(0L, axis -> axis + 1)
                    .limit(rank)
                    .filter(axis -> (chosen >> axis & 1) != 0)
                    .mapToLong(axis -> axis)
                    .toArray());
        }
        return axes;
    }

    private static void checkSum(Tensor input, long[] dims) {
        DType dtype = input.dtype().isFloating() ? DType.FLOAT64 : DType.INT64;
        double[][] lists = elements(input, dims);
        List<Object> sums = flat(input.sum(dims, false, dtype));
        assertEquals(lists.length, sums.size());
        for (int i = 0; i < lists.length; i++) {
            double magnitude = Arrays.stream(lists[i]).map(Math::abs).sum();
            assertEquals(Arrays.stream(lists[i]).sum(), number(sums.get(i)), magnitude * 1e-14, input.describe());
        }
    }

    private static void checkExtrema(Tensor input, long[] dims) {
        double[][] lists = elements(input, dims);
        List<Object> largest = flat(input.amax(dims, false));
        List<Object> smallest = flat(input.amin(dims, false));
        List<Object> any = flat(input.any(dims, false));
        List<Object> all = flat(input.all(dims, false));
        for (int i = 0; i < lists.length; i++) {
            assertEquals(Arrays.stream(lists[i]).max().orElseThrow(), number(largest.get(i)), input.describe());
            assertEquals(Arrays.stream(lists[i]).min().orElseThrow(), number(smallest.get(i)), input.describe());
            assertEquals(Arrays.stream(lists[i]).anyMatch(value -> value != 0), any.get(i), input.describe());
            assertEquals(Arrays.stream(lists[i]).allMatch(value -> value != 0), all.get(i), input.describe());
        }
        if (dims.length == 1) {
            List<Object> where = flat(input.argmax(dims[0], false));
            for (int i = 0; i < lists.length; i++) {
                double maximum = Arrays.stream(lists[i]).max().orElseThrow();
                int first = 0;
                while (lists[i][first] != maximum) {
                    first++;
                }
                assertEquals((long) first, where.get(i), input.describe());
            }
        }
    }

    /// The elements of each result, read through the layout.
    private static double[][] elements(Tensor input, long[] dims) {
        long[] order = Stream.concat(
                        Stream.iterate(0L, axis -> axis + 1)
                                .limit(input.rank())
                                .filter(axis -> Arrays.stream(dims).noneMatch(dim -> dim == axis)),
                        Arrays.stream(dims).boxed())
                .mapToLong(Long::longValue)
                .toArray();
        long each = Arrays.stream(dims).map(dim -> input.size((int) dim)).reduce(1, (a, b) -> a * b);
        List<Object> values = flat(input.permute(order).to(DType.FLOAT64));
        double[][] lists = new double[(int) (values.size() / each)][(int) each];
        for (int i = 0; i < values.size(); i++) {
            lists[(int) (i / each)][(int) (i % each)] = (Double) values.get(i);
        }
        return lists;
    }

    private static double number(Object value) {
        return value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).doubleValue();
    }

    private static List<Object> flat(Tensor tensor) {
        List<Object> values = new ArrayList<>();
        collect(tensor.toList(), values);
        return values;
    }

    private static void collect(Object nested, List<Object> into) {
        if (nested instanceof List<?> list) {
            list.forEach(element -> collect(element, into));
        } else {
            into.add(nested);
        }
    }

    @Test
    void sumsHaveTheSameBitsOnAnyNumberOfThreads() {
        List<Tensor> inputs = List.of(
                random(DType.FLOAT64, 90001),
                random(DType.FLOAT64, 1300, 40),
                random(DType.FLOAT64, 40, 1300).t());
        for (Tensor input : inputs) {
            Parallel.setThreads(1);
            List<Object> alone = List.of(flat(input.sum()), flat(input.sum(new long[] {0}, false, null)));
            for (int threads : new int[] {2, 3, 7}) {
                Parallel.setThreads(threads);
                assertEquals(alone, List.of(flat(input.sum()), flat(input.sum(new long[] {0}, false, null))));
            }
        }
    }

    @Test
    void sumsAreTheSameWithAndWithoutSimd() {
        for (long n : new long[] {13, 207, 4098, 90001}) {
            for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
                // Large enough to lie in native memory, where SIMD is used.
                Tensor input = random(dtype, n, 300);
                for (RealFold fold : RealFold.values()) {
                    boolean[] axes = {true, false};
                    long[] shape = {300};
                    Tensor scalar = Tensor.empty(dtype, shape);
                    FoldPlan.run(input, axes, new RealFolder(input, scalar, fold));
                    assertEquals(flat(scalar), flat(Reductions.fold(input, axes, shape, dtype, fold)));
                    Tensor whole = Tensor.empty(dtype);
                    FoldPlan.run(input, new boolean[] {true, true}, new RealFolder(input, whole, fold));
                    assertEquals(
                            whole.item(),
                            Reductions.fold(input, new boolean[] {true, true}, new long[0], dtype, fold)
                                    .item());
                }
            }
        }
    }

    @Test
    void nothingSumsToZero() {
        assertEquals(0.0, Tensor.empty(DType.FLOAT32, 0).sum().item());
        assertEquals(
                List.of(0.0, 0.0),
                Tensor.empty(DType.FLOAT32, 2, 0)
                        .sum(new long[] {1}, false, null)
                        .toList());
        assertEquals(
                List.of(),
                Tensor.empty(DType.FLOAT32, 0, 3)
                        .sum(new long[] {1}, false, null)
                        .toList());
        assertEquals(List.of(1L, 1L), Tensor.empty(DType.INT64, 0, 2).prod(0L).toList());
    }

    @Test
    void notANumberIsAnExtremumAndTheFirstOneIsFound() {
        double[] values = new double[5000];
        values[100] = 7;
        values[3000] = Double.NaN;
        values[4000] = Double.NaN;
        Tensor input = Tensor.of(values, 5000).to(DType.FLOAT32);
        assertEquals(Double.NaN, input.amax().item());
        assertEquals(Double.NaN, input.amin().item());
        assertEquals(3000L, input.argmax().item());
        assertEquals(3000L, input.argmin().item());
        assertEquals(3000L, input.reshape(1, 5000).expand(3, 5000).argmax().item());
    }

    /// A plain loop in f32 would stop growing at 2^24.
    @Test
    void sumOfManyOnesIsExact() {
        Tensor ones = Tensor.empty(DType.FLOAT32, 1).zero_().add(1).expand(1 << 25);
        assertEquals((double) (1 << 25), ones.sum().item());
        assertEquals((double) (1 << 25), ones.contiguous().sum().item());
    }
}
