package tdsl.tensor.sparse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.ops.Tensors;

/// Convolution on the occupied cells against convolution of the whole grids.
class SparseConvolutionTest {
    /// Runs every combination, which takes many minutes.
    private static final boolean EXHAUSTIVE = Boolean.getBoolean("tdsl.sparse.exhaustive");

    private static double tolerance(DType dtype) {
        return dtype == DType.FLOAT64 ? 1e-11 : 1e-4;
    }

    /// One convolution of the grid of cases.
    record Case(int axes, long size, long stride, long padding, long dilation, int groups, KernelKind kind) {
        long[] perAxis(long value) {
            long[] values = new long[axes];
            Arrays.fill(values, value);
            return values;
        }

        /// Kernels that differ from axis to axis find more mistakes than cubes.
        long[] kernelSize() {
            long[] sizes = perAxis(size);
            sizes[axes - 1] = axes > 1 ? Math.max(1, size - 1) : size;
            return sizes;
        }

        DenseConvolution dense() {
            return new DenseConvolution(
                    kernelSize(),
                    perAxis(stride),
                    perAxis(padding),
                    perAxis(dilation),
                    groups,
                    kind == KernelKind.SUBMANIFOLD,
                    kind == KernelKind.TRANSPOSED);
        }

        PairMap map(RandomCloud cloud) {
            return (PairMap) cloud.indicesTensor()
                    .kernel_map(
                            cloud.spatialShape(),
                            cloud.batchSize(),
                            kernelSize(),
                            new long[] {stride},
                            new long[] {padding},
                            new long[] {dilation},
                            kind == KernelKind.SUBMANIFOLD,
                            kind == KernelKind.TRANSPOSED);
        }
    }

    static Stream<Case> cases() {
        return EXHAUSTIVE ? everyCase() : chosenCases();
    }

    private static Stream<Case> everyCase() {
        List<Case> cases = new ArrayList<>();
        DenseGrid.forEach(new long[] {4, 5, 3, 3, 3, 3}, at -> {
            KernelKind kind = KernelKind.values()[at[5]];
            boolean strides = kind == KernelKind.SUBMANIFOLD && (at[2] > 0 || at[3] > 0);
            boolean isEmpty = kind == KernelKind.TRANSPOSED && at[1] * (at[4] + 1) < 2 * at[3];
            if (!strides && !isEmpty && (at[0] < 3 || at[1] < 3)) {
                int groups = 1 + (at[1] + at[2] + at[3] + at[4]) % 3;
                cases.add(new Case(at[0] + 1, at[1] + 1, at[2] + 1, at[3], at[4] + 1, groups, kind));
            }
        });
        return cases.stream();
    }

    private static Stream<Case> chosenCases() {
        List<Case> cases = new ArrayList<>();
        for (int axes = 1; axes <= 3; axes++) {
            for (long size = 1; size <= 4; size++) {
                for (long dilation = 1; dilation <= 2; dilation++) {
                    int groups = 1 + (int) (size + dilation + axes) % 3;
                    cases.add(new Case(axes, size, 1, 0, dilation, groups, KernelKind.SUBMANIFOLD));
                    for (long stride = 1; stride <= 2; stride++) {
                        for (long padding = 0; padding <= 1; padding++) {
                            cases.add(new Case(axes, size, stride, padding, dilation, groups, KernelKind.REGULAR));
                            if (size > 1) {
                                cases.add(
                                        new Case(axes, size, stride, padding, dilation, groups, KernelKind.TRANSPOSED));
                            }
                        }
                    }
                }
            }
        }
        cases.add(new Case(2, 3, 1, 0, 1, 6, KernelKind.SUBMANIFOLD));
        cases.add(new Case(4, 2, 2, 0, 1, 1, KernelKind.REGULAR));
        cases.add(new Case(4, 3, 1, 0, 1, 1, KernelKind.SUBMANIFOLD));
        cases.add(new Case(3, 3, 3, 2, 3, 2, KernelKind.REGULAR));
        cases.add(new Case(3, 5, 3, 2, 2, 2, KernelKind.REGULAR));
        cases.add(new Case(3, 5, 1, 0, 1, 3, KernelKind.SUBMANIFOLD));
        cases.add(new Case(2, 5, 3, 2, 3, 1, KernelKind.TRANSPOSED));
        cases.add(new Case(3, 7, 1, 0, 1, 1, KernelKind.SUBMANIFOLD));
        return cases.stream();
    }

    private static RandomCloud cloud(Case example) {
        long[] shape = EXHAUSTIVE && example.axes() < 4 ? new long[] {19, 18, 17} : new long[] {9, 8, 7, 5};
        long[] spatialShape = Arrays.copyOf(shape, example.axes());
        // The hash of a record with an enum in it differs from run to run; that of its text does not.
        int seed = example.toString().hashCode();
        long batchSize = 1 + seed % 2 * (seed % 2);
        return RandomCloud.of(seed, batchSize, spatialShape, 6, example.axes() > 2 ? 0.1 : 0.4);
    }

    private static double[] randomWeights(int count) {
        Random random = new Random(count);
        return random.doubles(count, -1, 1).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void resultAndGradientsEqualThoseOfTheDenseConvolution(Case example) {
        compareWithDense(example, DType.FLOAT64);
        compareWithDense(example, DType.FLOAT32);
    }

    private static void compareWithDense(Case example, DType dtype) {
        RandomCloud cloud = cloud(example);
        PairMap map = example.map(cloud);
        DenseConvolution dense = example.dense();
        int outputChannels = 12;
        long[] weightShape = weightShape(example, outputChannels);
        double[] weights = randomWeights((int) Shapes.elementCount(weightShape));

        Tensor features = cloud.featuresTensor(dtype).requiresGrad(true);
        Tensor weight = Tensor.of(weights, weightShape).to(dtype).clone().requiresGrad(true);
        Tensor result = features.sparse_conv(weight, map, example.groups());
        DenseGrid input = cloud.dense();
        DenseGrid expected = dense.forward(input, weights, outputChannels);

        int[][] places = places(map);
        assertArrayEquals(dense.outputShape(cloud.spatialShape()), map.output().spatialShape());
        assertPlacesAreTheReachedOnes(example, cloud, expected, places);
        assertRowsEqual(expected.values, expected, places, result);

        double[][] gradient = RandomCloud.of(5, 1, new long[] {places.length}, outputChannels, 2)
                .features();
        result.backward(Tensor.of(gradient, dtype).reshape(result.shape()), false, false);
        DenseGrid outputGradient =
                DenseGrid.of(cloud.batchSize(), map.output().spatialShape(), outputChannels, places, gradient);
        double[] inputGradient = dense.inputGradient(input, weights, outputGradient);
        assertRowsEqual(inputGradient, input, cloud.indices(), features.grad());
        double[] weightGradient = dense.weightGradient(input, weights.length, outputGradient);
        assertArrayEquals(weightGradient, values(weight.grad()), tolerance(dtype));
    }

    private static long[] weightShape(Case example, int outputChannels) {
        long[] shape = new long[example.axes() + 2];
        shape[0] = outputChannels;
        System.arraycopy(example.kernelSize(), 0, shape, 1, example.axes());
        shape[shape.length - 1] = 6 / example.groups();
        return shape;
    }

    private static void assertPlacesAreTheReachedOnes(
            Case example, RandomCloud cloud, DenseGrid expected, int[][] places) {
        if (example.kind() == KernelKind.SUBMANIFOLD) {
            assertArrayEquals(cloud.indices(), places);
            return;
        }
        List<int[]> reached = new ArrayList<>();
        expected.forEachPlace(place -> {
            if (expected.occupied[expected.position(place, 0)]) {
                reached.add(place);
            }
        });
        assertArrayEquals(reached.toArray(int[][]::new), places);
    }

    private static void assertRowsEqual(double[] expected, DenseGrid grid, int[][] places, Tensor actual) {
        assertArrayEquals(new long[] {places.length, grid.channels()}, actual.shape());
        double[] values = values(actual);
        for (int row = 0; row < places.length; row++) {
            for (int channel = 0; channel < grid.channels(); channel++) {
                assertEquals(
                        expected[grid.position(places[row], channel)],
                        values[row * grid.channels() + channel],
                        tolerance(actual.dtype()));
            }
        }
    }

    static int[][] places(PairMap map) {
        List<?> rows = (List<?>) map.output().indices().toList();
        return rows.stream()
                .map(row -> ((List<?>) row)
                        .stream().mapToInt(value -> ((Long) value).intValue()).toArray())
                .toArray(int[][]::new);
    }

    static double[] values(Tensor tensor) {
        List<?> values = (List<?>) tensor.detach().reshape(-1).toList();
        return values.stream().mapToDouble(value -> (Double) value).toArray();
    }

    @Test
    void inverseRestoresTheInputPlacesAndUsesTheSameKernelPositions() {
        RandomCloud cloud = RandomCloud.of(3, 2, new long[] {9, 8}, 4, 0.4);
        PairMap down = new Case(2, 3, 2, 1, 1, 1, KernelKind.REGULAR).map(cloud);
        PairMap up = (PairMap) Tensors.inverse_kernel_map(down);
        assertArrayEquals(cloud.indices(), places(up));
        assertEquals(down, up.inverse());
        assertEquals(down.pairCount(), up.pairCount());
        for (int offset = 0; offset < down.volume(); offset++) {
            List<Long> forward = new ArrayList<>();
            List<Long> backward = new ArrayList<>();
            for (int pair = 0; pair < down.pairs(offset).count(); pair++) {
                forward.add(down.input().row(down.pairs(offset).inputs()[pair]) * 1000L
                        + down.pairs(offset).outputs()[pair]);
                backward.add(up.output().row(up.pairs(offset).outputs()[pair]) * 1000L
                        + up.pairs(offset).inputs()[pair]);
            }
            forward.sort(null);
            backward.sort(null);
            assertEquals(forward, backward);
        }
    }

    /// Enough rows for several blocks and parts, in both dtypes and in the forms with and without groups.
    @Test
    void numberOfThreadsDoesNotChangeABit() {
        RandomCloud cloud = RandomCloud.of(11, 3, new long[] {64, 120}, 8, 0.6);
        int before = Parallel.threads();
        try {
            for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
                for (long groups : new long[] {1, 2, 8}) {
                    Parallel.setThreads(1);
                    List<Tensor> alone = convolutionWithGradients(cloud, dtype, groups);
                    Parallel.setThreads(3);
                    List<Tensor> shared = convolutionWithGradients(cloud, dtype, groups);
                    for (int i = 0; i < alone.size(); i++) {
                        assertTrue(alone.get(i).equal(shared.get(i)));
                    }
                }
            }
        } finally {
            Parallel.setThreads(before);
        }
    }

    private static List<Tensor> convolutionWithGradients(RandomCloud cloud, DType dtype, long groups) {
        PairMap map = new Case(2, 3, 1, 0, 1, 1, KernelKind.SUBMANIFOLD).map(cloud);
        Tensor features = cloud.featuresTensor(dtype).requiresGrad(true);
        Tensor weight = Tensor.of(randomWeights((int) (16 * 6 * 8 / groups)), 16, 3, 2, 8 / groups);
        if (groups == 8) {
            weight = weight.narrow(0, 0, 8);
        }
        weight = weight.to(dtype).clone().requiresGrad(true);
        Tensor result = features.sparse_conv(weight, map, groups);
        result.backward(result.detach(), false, false);
        Tensor pooled = features.sparse_sum_pool(map);
        return List.of(result.detach(), features.grad(), weight.grad(), pooled.detach());
    }

    @Test
    void singlePrecisionAgreesWithDouble() {
        RandomCloud cloud = RandomCloud.of(12, 2, new long[] {30, 30}, 16, 0.5);
        PairMap map = new Case(2, 3, 2, 1, 1, 1, KernelKind.REGULAR).map(cloud);
        Tensor weight = Tensor.of(randomWeights(24 * 6 * 16), 24, 3, 2, 16);
        Tensor wide = cloud.featuresTensor(DType.FLOAT64).sparse_conv(weight, map);
        Tensor narrow = cloud.featuresTensor(DType.FLOAT32).sparse_conv(weight.to(DType.FLOAT32), map);
        assertEquals(DType.FLOAT32, narrow.dtype());
        assertArrayEquals(values(wide), values(narrow), 1e-4);
    }

    @Test
    void withoutPointsResultAndGradientsAreEmptyOrZero() {
        Tensor indices = Tensor.empty(DType.INT32, 0, 3);
        PairMap map = (PairMap) indices.kernel_map(new long[] {8, 8}, 2, new long[] {3}, new long[] {2});
        Tensor features = Tensor.empty(DType.FLOAT32, 0, 4).requiresGrad(true);
        Tensor weight = Tensor.of(randomWeights(5 * 9 * 4), 5, 3, 3, 4)
                .to(DType.FLOAT32)
                .requiresGrad(true);
        Tensor result = features.sparse_conv(weight, map);
        assertArrayEquals(new long[] {0, 5}, result.shape());
        assertArrayEquals(new long[] {3, 3}, map.output().spatialShape());
        result.sum().backward();
        assertArrayEquals(new long[] {0, 4}, features.grad().shape());
        assertEquals(0.0, weight.grad().abs().sum().item());
    }

    @Test
    void kernelThatReachesNoOutputCellGivesNoRows() {
        Tensor indices = Tensor.of(new int[][] {{0, 1, 1}, {0, 3, 0}}, DType.INT32);
        PairMap map = (PairMap) indices.kernel_map(new long[] {4, 2}, 1, new long[] {3}, new long[] {1});
        assertArrayEquals(new long[] {2, 0}, map.output().spatialShape());
        Tensor features = Samples.uniform(-1, 1, 2, 3).requiresGrad(true);
        Tensor weight = Samples.uniform(-1, 1, 4, 3, 3, 3);
        Tensor result = features.sparse_conv(weight, map);
        assertArrayEquals(new long[] {0, 4}, result.shape());
        result.sum().backward();
        assertEquals(0.0, features.grad().abs().sum().item());
    }
}
