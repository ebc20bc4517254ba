package tdsl.tensor.sparse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.Tensors;

/// What kernel maps accept, refuse and say.
class KernelMapTest {
    private static Tensor indices(int[]... rows) {
        return Tensor.of(rows, DType.INT32);
    }

    private static PairMap map(Tensor indices, long[] shape, long batch, long size) {
        return (PairMap) indices.kernel_map(shape, batch, new long[] {size});
    }

    private static String refusal(Class<? extends TensorException> kind, Runnable call) {
        return assertThrows(kind, call::run).getMessage();
    }

    @Test
    void repeatedPlacesAreCountedAndTheFirstIsShown() {
        Tensor indices = indices(
                new int[] {0, 3, 4}, new int[] {0, 1, 2}, new int[] {1, 1, 2}, new int[] {0, 1, 2}, new int[] {0, 3, 4
                });
        assertEquals(
                "kernel_map: 2 of 5 rows of indices repeat the coordinates of another; "
                        + "the first is row 3, [0, 1, 2], as in row 1",
                refusal(ValueException.class, () -> map(indices, new long[] {8, 8}, 2, 3)));
    }

    @Test
    void placesOutsideTheGridAreCountedAndTheFirstIsShown() {
        Tensor indices = indices(new int[] {0, 7, 7}, new int[] {2, 0, 0}, new int[] {0, 0, 8}, new int[] {1, -1, 0});
        assertEquals(
                "kernel_map: 3 of 4 rows of indices lie outside batch_size 2 and spatial_shape [8, 8]; "
                        + "the first is row 1, [2, 0, 0]",
                refusal(ValueException.class, () -> map(indices, new long[] {8, 8}, 2, 3)));
    }

    @Test
    void coordinatesBeyond32BitsAreOutsideAndNotWrapped() {
        Tensor indices = Tensor.of(new long[][] {{0, 1L << 32}});
        assertTrue(refusal(ValueException.class, () -> map(indices, new long[] {8}, 1, 3))
                .contains("row 0, [0, 4294967296]"));
    }

    @Test
    void wrongShapesAndDTypesAreRefused() {
        Tensor fine = indices(new int[] {0, 1, 2});
        assertEquals(
                "kernel_map: indices must be [rows, 4], the batch entry and 3 coordinates in each row, not i32[1, 3]",
                refusal(ShapeException.class, () -> map(fine, new long[] {8, 8, 8}, 1, 3)));
        refusal(DTypeException.class, () -> map(fine.to(DType.FLOAT32), new long[] {8, 8}, 1, 3));
        refusal(ValueException.class, () -> map(fine, new long[] {8, 8}, 1, 0));
        refusal(ValueException.class, () -> map(fine, new long[] {8, -8}, 1, 3));
        refusal(ShapeException.class, () -> fine.kernel_map(new long[] {8, 8}, 1, new long[] {3, 3, 3}));
        long[] one = {1};
        long[] two = {2};
        refusal(ValueException.class, () -> fine.kernel_map(new long[] {8, 8}, 1, two, two, one, one, true));
        refusal(ValueException.class, () -> fine.kernel_map(new long[] {8, 8}, 1, two, one, one, one, true, true));
        refusal(
                ValueException.class,
                () -> indices(new int[] {0, 1, 1, 1, 1, 1}).kernel_map(new long[] {8, 8, 8, 8, 8}, 1, two));
    }

    @Test
    void gridsWithMoreCellsThanKeysAreRefused() {
        long[] huge = {1L << 31 - 1, 1L << 31 - 1, 16};
        assertEquals(
                "kernel_map: a batch of grids [1, 1073741824, 1073741824, 16] has more than 2^63 cells",
                refusal(ValueException.class, () -> map(indices(new int[] {0, 1, 2, 3}), huge, 1, 3)));
    }

    @Test
    void keysNearTheLimitAreTold() {
        int last = (1 << 30) - 1;
        long[] shape = {1L << 30, 1L << 30, 4};
        PairMap map = (PairMap) indices(new int[] {0, last, last, 3}, new int[] {0, last, last, 2})
                .kernel_map(shape, 1, new long[] {3}, new long[] {1}, new long[] {0}, new long[] {1}, true);
        assertEquals(4, map.pairCount());
    }

    @Test
    void featuresAndWeightsMustFitTheMap() {
        PairMap map = map(indices(new int[] {0, 1, 2}, new int[] {0, 2, 2}), new long[] {8, 8}, 1, 3);
        Tensor features = Tensors.ones(new long[] {2, 4});
        Tensor weight = Tensors.ones(new long[] {6, 3, 3, 4});
        assertEquals(
                "sparse_conv: features must be [rows, channels] with the 2 rows of the map's input, not f32[3, 4]",
                refusal(
                        ShapeException.class,
                        () -> Tensors.ones(new long[] {3, 4}).sparse_conv(weight, map)));
        assertEquals(
                "sparse_conv: weight must be [out, *kernel, in / groups] with kernel [3, 3], not f32[6, 3, 4]",
                refusal(ShapeException.class, () -> features.sparse_conv(Tensors.ones(new long[] {6, 3, 4}), map)));
        assertEquals(
                "sparse_conv: features have 4 channels, but weight f32[6, 3, 3, 4] takes 8 in 2 groups",
                refusal(ShapeException.class, () -> features.sparse_conv(weight, map, 2)));
        assertEquals(
                "sparse_conv: 6 output channels do not divide into 4 groups",
                refusal(ValueException.class, () -> features.sparse_conv(weight, map, 4)));
        refusal(DTypeException.class, () -> features.sparse_conv(weight.to(DType.FLOAT64), map));
        refusal(TypeException.class, () -> features.sparse_conv(weight, "map"));
    }

    @Test
    void outputsAscendAndShapesFollowTheFormula() {
        Tensor indices = indices(new int[] {1, 7, 0}, new int[] {0, 5, 5}, new int[] {0, 0, 1});
        PairMap map = (PairMap) indices.kernel_map(new long[] {8, 8}, 2, new long[] {2}, new long[] {2});
        assertArrayEquals(new int[][] {{0, 0, 0}, {0, 2, 2}, {1, 3, 0}}, SparseConvolutionTest.places(map));
        assertEquals(List.of(4L, 4L), Tensors.kernel_map_shape(map));
        assertEquals(List.of(1L, 1L, 1L), Tensors.kernel_map_counts(map).toList());
        assertEquals("kernel map 2×2: 3 rows of [2, 8, 8] to 3 rows of [2, 4, 4] by 3 pairs", map.toString());
    }

    @Test
    void scatteredPlacesOfAHugeGridComeOutInOrder() {
        Random random = new Random(6);
        int[][] places = new int[700][];
        for (int row = 0; row < places.length; row++) {
            places[row] = new int[] {random.nextInt(3), random.nextInt(1 << 30), random.nextInt(1 << 20), row % 16};
        }
        long[] shape = {1L << 30, 1L << 20, 16};
        PairMap map = (PairMap) indices(places).kernel_map(shape, 3, new long[] {1}, new long[] {1});
        int[][] sorted = places.clone();
        Arrays.sort(sorted, Arrays::compare);
        assertArrayEquals(sorted, SparseConvolutionTest.places(map));
        for (int pair = 0; pair < places.length; pair++) {
            PositionPairs pairs = map.pairs(0);
            assertArrayEquals(places[map.input().row(pairs.inputs()[pair])], sorted[pairs.outputs()[pair]]);
        }
    }
}
