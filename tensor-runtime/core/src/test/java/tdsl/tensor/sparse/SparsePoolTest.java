package tdsl.tensor.sparse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ValueException;

/// Pooling over kernels and over batch entries, and the way to dense grids.
class SparsePoolTest {
    private static final Tensor LINE = Tensor.of(new int[][] {{0, 0}, {0, 1}, {0, 3}, {2, 2}}, DType.INT32);

    private static KernelMap pairsOfCells() {
        return (KernelMap) LINE.kernel_map(new long[] {4}, 3, new long[] {2}, new long[] {2});
    }

    private static Tensor column(double... values) {
        return Tensor.of(values, values.length, 1).requiresGrad(true);
    }

    @Test
    void maximumIsTakenOverThePresentInputsOnly() {
        Tensor features = column(-5, -3, -7, -1);
        Tensor pooled = features.sparse_max_pool(pairsOfCells());
        assertEquals(List.of(List.of(-3.0), List.of(-7.0), List.of(-1.0)), pooled.toList());
        pooled.backward(Tensor.of(new double[] {10, 20, 30}, 3, 1), false, false);
        assertArrayEquals(new double[] {0, 10, 20, 30}, SparseConvolutionTest.values(features.grad()));
    }

    @Test
    void gradientOfEqualMaximaGoesToTheFirst() {
        Tensor features = column(2, 2, 0, 0);
        features.sparse_max_pool(pairsOfCells()).sum().backward();
        assertArrayEquals(new double[] {1, 0, 1, 1}, SparseConvolutionTest.values(features.grad()));
    }

    @Test
    void notANumberIsTheMaximum() {
        Tensor pooled = column(Double.NaN, 9, 1, Double.NEGATIVE_INFINITY).sparse_max_pool(pairsOfCells());
        double[] values = SparseConvolutionTest.values(pooled);
        assertTrue(Double.isNaN(values[0]));
        assertEquals(Double.NEGATIVE_INFINITY, values[2]);
    }

    @Test
    void meanDividesByTheInputsThatArePresent() {
        Tensor features = column(2, 4, 7, 1);
        Tensor pooled = features.sparse_avg_pool(pairsOfCells());
        assertEquals(List.of(List.of(3.0), List.of(7.0), List.of(1.0)), pooled.toList());
        pooled.sum().backward();
        assertArrayEquals(new double[] {0.5, 0.5, 1, 1}, SparseConvolutionTest.values(features.grad()));
    }

    @Test
    void batchEntriesWithoutPointsPoolToZeroWithoutGradient() {
        KernelMap batch = (KernelMap) LINE.batch_map(3);
        Tensor features = column(-5, -3, -7, -1);
        Tensor maxima = features.sparse_max_pool(batch);
        Tensor means = features.sparse_avg_pool(batch);
        assertEquals(List.of(List.of(-3.0), List.of(0.0), List.of(-1.0)), maxima.toList());
        assertEquals(List.of(List.of(-5.0), List.of(0.0), List.of(-1.0)), means.toList());
        maxima.add(means).sum().backward();
        double third = 1.0 / 3;
        assertArrayEquals(
                new double[] {third, 1 + third, third, 2}, SparseConvolutionTest.values(features.grad()), 1e-15);
    }

    @Test
    void withoutPointsEveryBatchEntryPoolsToZero() {
        KernelMap batch = (KernelMap) Tensor.empty(DType.INT32, 0, 3).batch_map(2);
        Tensor none = Tensor.empty(DType.FLOAT64, 0, 2).requiresGrad(true);
        Tensor pooled = none.sparse_max_pool(batch).add(none.sparse_avg_pool(batch));
        assertEquals(List.of(List.of(0.0, 0.0), List.of(0.0, 0.0)), pooled.toList());
        pooled.sum().backward();
        assertArrayEquals(new long[] {0, 2}, none.grad().shape());
    }

    @Test
    void globalPoolingOfManyRowsAgreesWithPlainLoops() {
        RandomCloud cloud = RandomCloud.of(4, 5, new long[] {40, 30}, 7, 0.5);
        KernelMap batch = (KernelMap) cloud.indicesTensor().batch_map(5);
        double[] sums = new double[35];
        double[] maxima = new double[35];
        Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
        for (int row = 0; row < cloud.indices().length; row++) {
            for (int channel = 0; channel < 7; channel++) {
                int place = cloud.indices()[row][0] * 7 + channel;
                sums[place] += cloud.features()[row][channel];
                maxima[place] = Math.max(maxima[place], cloud.features()[row][channel]);
            }
        }
        Tensor features = cloud.featuresTensor(DType.FLOAT64);
        assertArrayEquals(sums, SparseConvolutionTest.values(features.sparse_sum_pool(batch)), 1e-11);
        assertArrayEquals(maxima, SparseConvolutionTest.values(features.sparse_max_pool(batch)));
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 2, 0, 1", "2, 3, 2, 1, 1", "2, 2, 1, 1, 2", "3, 3, 2, 1, 1", "3, 2, 3, 0, 2"})
    void maximaAreThoseOfTheOccupiedCellsOfDenseGrids(int axes, long size, long stride, long padding, long dilation) {
        RandomCloud cloud = RandomCloud.of(axes, 2, Arrays.copyOf(new long[] {9, 8, 7}, axes), 3, 0.3);
        SparseConvolutionTest.Case example =
                new SparseConvolutionTest.Case(axes, size, stride, padding, dilation, 3, KernelKind.REGULAR);
        PairMap map = example.map(cloud);
        DenseConvolution dense = example.dense();
        DenseGrid input = cloud.dense();
        DenseGrid expected = new DenseGrid(2, map.output().spatialShape(), 3);
        Arrays.fill(expected.values, Double.NEGATIVE_INFINITY);
        dense.forEachTerm(
                input,
                expected,
                (in, _, out) -> expected.values[out] = Math.max(expected.values[out], input.values[in]));
        double[] actual =
                SparseConvolutionTest.values(cloud.featuresTensor(DType.FLOAT64).sparse_max_pool(map));
        int[][] places = SparseConvolutionTest.places(map);
        for (int row = 0; row < places.length; row++) {
            for (int channel = 0; channel < 3; channel++) {
                assertEquals(expected.values[expected.position(places[row], channel)], actual[row * 3 + channel]);
            }
        }
    }

    @Test
    void entryBeyondTheBatchIsRefused() {
        ValueException error = assertThrows(ValueException.class, () -> LINE.batch_map(2));
        assertEquals(
                "batch_map: 1 of 4 rows of indices lie outside batch_size 2; the first is row 3, [2]",
                error.getMessage());
    }

    @Test
    void denseGridsHoldTheFeaturesAtTheirPlaces() {
        RandomCloud cloud = RandomCloud.of(8, 2, new long[] {5, 4, 3}, 2, 0.3);
        Tensor features = cloud.featuresTensor(DType.FLOAT64).requiresGrad(true);
        Tensor dense = features.sparse_to_dense(cloud.indicesTensor(), cloud.spatialShape(), 2);
        assertArrayEquals(new long[] {2, 5, 4, 3, 2}, dense.shape());
        assertArrayEquals(cloud.dense().values, SparseConvolutionTest.values(dense));
        dense.square().sum().backward();
        List<Double> doubled = new ArrayList<>();
        for (double[] row : cloud.features()) {
            for (double value : row) {
                doubled.add(2 * value);
            }
        }
        double[] expected = doubled.stream().mapToDouble(Double::doubleValue).toArray();
        assertArrayEquals(expected, SparseConvolutionTest.values(features.grad()), 1e-15);
    }

    @Test
    void denseGridsOfRepeatedPlacesAreRefused() {
        Tensor indices = Tensor.of(new int[][] {{0, 1}, {0, 1}}, DType.INT32);
        ValueException error =
                assertThrows(ValueException.class, () -> column(1, 2).sparse_to_dense(indices, new long[] {4}, 1));
        assertTrue(error.getMessage().contains("1 of 2 rows of indices repeat"), error.getMessage());
    }
}
