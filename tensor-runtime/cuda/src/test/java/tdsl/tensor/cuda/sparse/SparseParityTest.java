package tdsl.tensor.cuda.sparse;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.simulator.SimulatedDriver;
import tdsl.tensor.device.DeviceRuntimes;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.sparse.KernelKind;
import tdsl.tensor.sparse.KernelMap;

/// Sparse convolution gives the same on a GPU as on the processor. Where there is no GPU, one is simulated, for
/// fewer kernels and places.
class SparseParityTest {
    private static final Device GPU = Device.cuda(0);
    private static final long BATCH = 3;
    private static final long[] SHAPE = {19, 18, 17, 5};
    private static final double DENSITY = SimulatedDriver.isUsed() ? 0.1 : 1;

    @BeforeEach
    void requireGpu() {
        var obstacle = DeviceRuntimes.of(GPU).obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "no GPU: " + obstacle.orElseThrow());
    }

    record Kernel(int axes, long size, long stride, long padding, long dilation, KernelKind kind) {
        long[] shape() {
            long[] shape = new long[axes];
            System.arraycopy(SHAPE, 0, shape, 0, axes);
            return shape;
        }

        KernelMap map(Tensor indices) {
            return (KernelMap) indices.kernel_map(
                    shape(),
                    BATCH,
                    new long[] {size},
                    new long[] {stride},
                    new long[] {padding},
                    new long[] {dilation},
                    kind == KernelKind.SUBMANIFOLD,
                    kind == KernelKind.TRANSPOSED);
        }
    }

    static List<Kernel> kernels() {
        List<Kernel> kernels = new ArrayList<>();
        for (int axes = 1; axes <= 4; axes++) {
            for (long size = 1; size <= (axes == 4 ? 3 : 5); size++) {
                kernels.add(new Kernel(axes, size, 1, 0, 1, KernelKind.SUBMANIFOLD));
            }
            kernels.add(new Kernel(axes, 3, 1, 0, 2, KernelKind.SUBMANIFOLD));
            kernels.add(new Kernel(axes, 2, 2, 0, 1, KernelKind.REGULAR));
            kernels.add(new Kernel(axes, 3, 2, 1, 1, KernelKind.REGULAR));
            kernels.add(new Kernel(axes, 3, 3, 2, 2, KernelKind.REGULAR));
            kernels.add(new Kernel(axes, 2, 2, 0, 1, KernelKind.TRANSPOSED));
            kernels.add(new Kernel(axes, 3, 2, 1, 2, KernelKind.TRANSPOSED));
        }
        kernels.add(new Kernel(3, 7, 1, 0, 1, KernelKind.SUBMANIFOLD));
        // A simulated GPU would take minutes for all.
        return SimulatedDriver.isUsed()
                ? kernels.stream().filter(kernel -> kernel.axes == 2).toList()
                : kernels;
    }

    /// Some of the places of the first two entries of a batch of three, in no order, i32 `[rows, 1 + axes]`.
    private static Tensor places(int axes, double share) {
        Random random = new Random(5);
        List<int[]> places = new ArrayList<>();
        addPlaces(new int[axes + 1], 0, share, random, places);
        Collections.shuffle(places, random);
        return places.isEmpty()
                ? Tensor.empty(DType.INT32, 0, axes + 1)
                : Tensor.of(places.toArray(int[][]::new), DType.INT32);
    }

    private static void addPlaces(int[] place, int axis, double share, Random random, List<int[]> places) {
        if (axis == place.length) {
            if (random.nextDouble() < share) {
                places.add(place.clone());
            }
            return;
        }
        long size = axis == 0 ? BATCH - 1 : SHAPE[axis - 1];
        for (int coordinate = 0; coordinate < size; coordinate++) {
            place[axis] = coordinate;
            addPlaces(place, axis + 1, share, random, places);
        }
    }

    private static Tensor placesOf(Kernel kernel) {
        return places(kernel.axes, DENSITY * (kernel.axes == 4 ? 0.03 : kernel.axes == 1 ? 0.5 : 0.1));
    }

    private static Tensor uniform(long seed, long... shape) {
        Random random = new Random(seed);
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return Tensor.of(random.doubles(count, -1, 1).toArray(), shape);
    }

    private static Tensor weight(Kernel kernel, long outputs, long inputs) {
        long[] shape = new long[kernel.axes + 2];
        Arrays.fill(shape, kernel.size);
        shape[0] = outputs;
        shape[shape.length - 1] = inputs;
        return uniform(2, shape);
    }

    private static void assertNear(Tensor expected, Tensor found, double tolerance) {
        Tensor wide = expected.to(DType.FLOAT64);
        Tensor back = found.on(Device.CPU).to(DType.FLOAT64);
        assertArrayEquals(wide.shape(), back.shape());
        if (wide.elementCount() == 0) {
            return;
        }
        double scale = ((Number) wide.abs().amax().item()).doubleValue();
        double error = ((Number) wide.sub(back).abs().amax().item()).doubleValue();
        assertTrue(error <= tolerance * Math.max(scale, 1e-3), () -> "differs by %g of %g".formatted(error, scale));
    }

    private static void assertSame(Tensor expected, Tensor found) {
        assertEquals(expected.toList(), found.on(Device.CPU).toList());
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 4e-3;
            case BFLOAT16 -> 3e-2;
            case FLOAT32 -> 2e-5;
            default -> 1e-12;
        };
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void mapsConnectTheSamePlaces(Kernel kernel) {
        Tensor indices = placesOf(kernel);
        KernelMap expected = kernel.map(indices);
        KernelMap found = kernel.map(indices.on(GPU));
        assertSame(expected.output().indices(), found.output().indices());
        assertEquals(expected.toString(), found.toString());
        assertSame(expected.inputCounts(), found.inputCounts());
        assertSame(expected.inverse().inputCounts(), found.inverse().inputCounts());
        assertEquals(expected.hasUnreachedOutputs(), found.hasUnreachedOutputs());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void convolutionAndItsGradientsAgree(Kernel kernel) {
        for (DType dtype : List.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32, DType.FLOAT64)) {
            compareConvolution(kernel, dtype, 8, 16, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "4, 32, 1",
        "3, 5, 1",
        "48, 80, 1",
        "64, 64, 2",
        "6, 6, 3",
        "24, 24, 24",
        "130, 257, 1",
        "16, 8, 2"
    })
    void anyNumbersOfChannelsAgree(int inputs, int outputs, int groups) {
        for (DType dtype : List.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32)) {
            compareConvolution(new Kernel(2, 3, 1, 0, 1, KernelKind.SUBMANIFOLD), dtype, inputs, outputs, groups);
            compareConvolution(new Kernel(2, 3, 2, 1, 1, KernelKind.REGULAR), dtype, inputs, outputs, groups);
        }
    }

    private static void compareConvolution(Kernel kernel, DType dtype, int inputs, int outputs, int groups) {
        Tensor indices = placesOf(kernel);
        Tensor features = uniform(1, indices.size(0), inputs).to(dtype);
        Tensor weight = weight(kernel, outputs, inputs / groups).to(dtype);
        List<Tensor> expected = convolutionAndGradients(features, weight, kernel.map(indices), groups);
        List<Tensor> found =
                convolutionAndGradients(features.on(GPU), weight.on(GPU), kernel.map(indices.on(GPU)), groups);
        for (int i = 0; i < expected.size(); i++) {
            assertNear(expected.get(i), found.get(i), tolerance(dtype));
        }
    }

    /// The result, and the gradients of features and weights.
    private static List<Tensor> convolutionAndGradients(Tensor features, Tensor weight, KernelMap map, long groups) {
        Tensor x = features.detached().requiresGrad(true);
        Tensor w = weight.detached().requiresGrad(true);
        Tensor out = x.sparse_conv(w, map, groups);
        Tensor gradient = uniform(3, out.shape()).to(out.dtype()).on(out.device());
        out.backward(gradient, false, false);
        return List.of(out.detached(), x.grad(), w.grad());
    }

    @Test
    void theWayBackOfASymmetricKernelHasItsOwnWeightGradient() {
        Kernel kernel = new Kernel(3, 3, 1, 0, 1, KernelKind.SUBMANIFOLD);
        Tensor indices = placesOf(kernel);
        for (DType dtype : List.of(DType.FLOAT16, DType.FLOAT32)) {
            Tensor features = uniform(1, indices.size(0), 16).to(dtype);
            Tensor gradient = uniform(2, indices.size(0), 24).to(dtype);
            Tensor expected =
                    features.sparse_conv_wgrad(gradient, kernel.map(indices).inverse());
            KernelMap map = kernel.map(indices.on(GPU)).inverse();
            assertNear(expected, features.on(GPU).sparse_conv_wgrad(gradient.on(GPU), map), tolerance(dtype));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void poolsAgree(Kernel kernel) {
        Tensor indices = placesOf(kernel);
        KernelMap expected = kernel.map(indices);
        KernelMap found = kernel.map(indices.on(GPU));
        // Few different values, so that maxima are shared.
        Tensor features = uniform(1, indices.size(0), 5).mul(3).floor().to(DType.FLOAT32);
        comparePools(features, expected, found);
        comparePools(uniform(4, expected.output().rows(), 5).mul(3).floor(), expected.inverse(), found.inverse());
    }

    private static void comparePools(Tensor features, KernelMap expected, KernelMap found) {
        assertSame(features.sparse_max_rows(expected), features.on(GPU).sparse_max_rows(found));
        assertSame(features.sparse_max_pool(expected), features.on(GPU).sparse_max_pool(found));
        assertNear(features.sparse_sum_pool(expected), features.on(GPU).sparse_sum_pool(found), 1e-6);
        assertNear(features.sparse_avg_pool(expected), features.on(GPU).sparse_avg_pool(found), 1e-6);
    }

    @Test
    void poolsOfWholeEntriesAgree() {
        Tensor indices = places(3, DENSITY * 0.1);
        Tensor features = uniform(1, indices.size(0), 37).mul(3).floor();
        KernelMap expected = (KernelMap) indices.batch_map(BATCH);
        KernelMap found = (KernelMap) indices.on(GPU).batch_map(BATCH);
        assertSame(expected.inputCounts(), found.inputCounts());
        comparePools(features, expected, found);
        comparePools(uniform(4, BATCH, 37), expected.inverse(), found.inverse());
    }

    @Test
    void aMapOfTheProcessorServesTensorsOnAGpu() {
        Kernel kernel = new Kernel(3, 3, 2, 1, 1, KernelKind.REGULAR);
        Tensor indices = placesOf(kernel);
        KernelMap map = kernel.map(indices);
        Tensor features = uniform(1, indices.size(0), 16).to(DType.FLOAT32);
        Tensor weight = weight(kernel, 8, 16).to(DType.FLOAT32);
        assertNear(features.sparse_conv(weight, map), features.on(GPU).sparse_conv(weight.on(GPU), map), 1e-5);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void noPlacesAndOnePlaceWork(Kernel kernel) {
        for (int rows = 0; rows <= 1; rows++) {
            Tensor indices = placesOf(kernel).narrow(0, 0, rows);
            Tensor features = uniform(1, rows, 16).to(DType.FLOAT16);
            Tensor weight = weight(kernel, 16, 16).to(DType.FLOAT16);
            List<Tensor> expected = convolutionAndGradients(features, weight, kernel.map(indices), 1);
            List<Tensor> found =
                    convolutionAndGradients(features.on(GPU), weight.on(GPU), kernel.map(indices.on(GPU)), 1);
            for (int i = 0; i < expected.size(); i++) {
                assertNear(expected.get(i), found.get(i), tolerance(DType.FLOAT16));
            }
        }
    }

    @Test
    void coordinatesNearTheLimitsOfKeysWork() {
        int last = Integer.MAX_VALUE - 1;
        Tensor indices = Tensor.of(
                new int[][] {{0, last, last, 1}, {0, last, last, 0}, {0, 0, last, 1}, {0, last - 1, last, 1}},
                DType.INT32);
        long[] shape = {Integer.MAX_VALUE, Integer.MAX_VALUE, 2};
        long[] three = {3};
        long[] one = {1};
        KernelMap expected = (KernelMap) indices.kernel_map(shape, 1, three, one, one, one, true);
        KernelMap found = (KernelMap) indices.on(GPU).kernel_map(shape, 1, three, one, one, one, true);
        assertSame(expected.inputCounts(), found.inputCounts());
        assertSame(indices.sparse_positions(shape, 1), indices.on(GPU).sparse_positions(shape, 1));
    }

    @Test
    void placesThatRepeatOrLieOutsideAreRefusedInTheSameWords() {
        for (Object rows : List.of(
                new long[][] {{0, 1, 2}, {0, 3, 3}, {0, 1, 2}},
                new long[][] {{0, 1, 2}, {0, 3, 4}, {-1, 3, 3}},
                new long[][] {{0, 1L << 33, 2}})) {
            Tensor indices = Tensor.of(rows, DType.INT64);
            long[] shape = {4, 4};
            long[] three = {3};
            String expected = assertThrows(ValueException.class, () -> indices.kernel_map(shape, 1, three))
                    .getMessage();
            Tensor there = indices.on(GPU);
            assertEquals(
                    expected,
                    assertThrows(ValueException.class, () -> there.kernel_map(shape, 1, three))
                            .getMessage());
        }
    }

    @Test
    void aKernelThatIsTooLargeForAGpuIsRefused() {
        Tensor indices = Tensor.of(new int[][] {{0, 1}, {0, 3}}, DType.INT32).on(GPU);
        String message = assertThrows(
                        ValueException.class, () -> indices.kernel_map(new long[] {9000}, 1, new long[] {1001}))
                .getMessage();
        assertEquals("kernel_map: on a GPU the sizes in kernel_size [1001] may add up to at most 380", message);
    }

    @Test
    void twoRunsGiveTheSameBits() {
        Kernel kernel = new Kernel(3, 3, 1, 0, 1, KernelKind.SUBMANIFOLD);
        Tensor indices = places(3, DENSITY * 0.3).on(GPU);
        Tensor features = uniform(1, indices.size(0), 64).to(DType.FLOAT16).on(GPU);
        Tensor weight = weight(kernel, 64, 64).to(DType.FLOAT16).on(GPU);
        List<Tensor> first = convolutionAndGradients(features, weight, kernel.map(indices.clone()), 1);
        List<Tensor> second = convolutionAndGradients(features, weight, kernel.map(indices.clone()), 1);
        for (int i = 0; i < first.size(); i++) {
            assertSame(first.get(i).on(Device.CPU), second.get(i));
        }
    }

    @Test
    void rowsAndTablesPastTwoGibibytesAreReached() {
        assumeTrue(DeviceRuntimes.of(GPU).memory(GPU).total() > 24L << 30, "needs 24 GiB on the GPU");
        int side = 280;
        int rows = side * side * side;
        int channels = 64;
        Tensor places = Tensor.empty(DType.INT32, rows, 4);
        var cells = places.storage().segment();
        for (int row = 0; row < rows; row++) {
            cells.setAtIndex(JAVA_INT, 4L * row, 0);
            cells.setAtIndex(JAVA_INT, 4L * row + 1, row / side / side);
            cells.setAtIndex(JAVA_INT, 4L * row + 2, row / side % side);
            cells.setAtIndex(JAVA_INT, 4L * row + 3, row % side);
        }
        long[] one = {1};
        KernelMap map = (KernelMap)
                places.on(GPU).kernel_map(new long[] {side, side, side}, 1, new long[] {3}, one, one, one, true);
        // A row of the result counts its neighbours.
        Tensor ones = Tensor.of(new double[] {1}, 1, 1).to(DType.FLOAT16).on(GPU);
        Tensor features = ones.expand(new long[] {rows, channels}).contiguous();
        Tensor weight = ones.div(channels)
                .reshape(new long[] {1, 1, 1, 1, 1})
                .expand(new long[] {channels, 3, 3, 3, channels})
                .contiguous();
        Tensor out = features.sparse_conv(weight, map);
        assertTrue(features.elementCount() * 2 > 1L << 31);
        for (int row : new int[] {0, 1, rows / 2, rows - 2, rows - 1}) {
            assertEquals(
                    map.inputCounts()
                            .narrow(0, row, 1)
                            .on(Device.CPU)
                            .to(DType.FLOAT64)
                            .toList(),
                    out.narrow(0, row, 1)
                            .narrow(1, channels - 1, 1)
                            .on(Device.CPU)
                            .to(DType.FLOAT64)
                            .reshape(-1)
                            .toList());
        }
    }
}
