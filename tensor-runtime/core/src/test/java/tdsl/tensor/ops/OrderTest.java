package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ValueException;

/// Sorting, counting and finding.
class OrderTest {
    private static final double NAN = Double.NaN;

    private static List<Long> list(long... values) {
        return LongStream.of(values).boxed().toList();
    }

    @Test
    void equalElementsKeepTheirOrderAndNotANumberIsLargest() {
        Tensor input = Tensor.of(new double[] {2, NAN, 1, 2, -0.0, NAN, 0.0, 1});
        assertEquals(list(4, 6, 2, 7, 0, 3, 1, 5), input.argsort().toList());
        assertEquals(list(1, 5, 0, 3, 2, 7, 4, 6), input.argsort(0, true).toList());
        assertEquals(
                List.of(-0.0, 0.0, 1.0, 1.0, 2.0, 2.0, NAN, NAN),
                input.sort().getFirst().toList());
    }

    @Test
    void randomRowsAreSortedAsJavaSortsThem() {
        Random random = new Random(5);
        long[][] rows = new long[6][40];
        for (long[] row : rows) {
            Arrays.setAll(row, _ -> random.nextInt(12));
        }
        for (DType dtype : List.of(DType.INT64, DType.INT32, DType.UINT8, DType.FLOAT32, DType.FLOAT64)) {
            Tensor input = Tensor.of(rows).to(dtype);
            List<?> along = (List<?>) input.argsort(1).toList();
            List<?> across =
                    (List<?>) input.transpose(0, 1).argsort(0).transpose(0, 1).toList();
            for (int row = 0; row < rows.length; row++) {
                long[] own = rows[row];
                List<Long> expected = IntStream.range(0, own.length)
                        .boxed()
                        .sorted(Comparator.comparingLong(i -> own[i]))
                        .map(Integer::longValue)
                        .toList();
                assertEquals(expected, along.get(row));
                assertEquals(expected, across.get(row));
            }
        }
    }

    @Test
    void boolsSortFalseFirst() {
        Tensor input = Tensor.of(new boolean[] {true, false, true, false});
        assertEquals(List.of(false, false, true, true), input.sort().getFirst().toList());
        assertEquals(list(1, 3, 0, 2), input.argsort().toList());
    }

    @Test
    void emptyAndSingleTensorsSort() {
        assertArrayEquals(
                new long[] {3, 0}, Tensor.empty(DType.FLOAT32, 3, 0).argsort().shape());
        assertArrayEquals(
                new long[] {0, 3},
                Tensor.empty(DType.FLOAT32, 0, 3).sort().getFirst().shape());
        assertEquals(0L, Tensor.of(7).argsort().item());
        assertEquals(7L, Tensor.of(7).sort().getFirst().item());
    }

    @Test
    void topkIsTheStartOfTheOrder() {
        Tensor input = Tensor.of(new double[][] {{1, 5, 3}, {9, 7, 8}});
        List<Tensor> largest = input.topk(2);
        assertEquals(
                List.of(List.of(5.0, 3.0), List.of(9.0, 8.0)), largest.get(0).toList());
        assertEquals(List.of(list(1, 2), list(0, 2)), largest.get(1).toList());
        assertEquals(
                List.of(List.of(1.0, 5.0, 3.0)),
                input.topk(1, 0, false).getFirst().toList());
        assertArrayEquals(new long[] {2, 0}, input.topk(0).getFirst().shape());
        assertEquals(
                "topk: k is 4, but axis 1 has 3 elements",
                assertThrows(ValueException.class, () -> input.topk(4)).getMessage());
    }

    @Test
    void sortedElementsPassGradientsBack() {
        Tensor input = Samples.uniform(-1, 1, 5).requiresGrad(true);
        Tensor weights = Tensor.of(new double[] {1, 2, 3, 4, 5}, 5);
        input.sort().getFirst().mul(weights).sum().backward();
        List<?> order = (List<?>) input.argsort().toList();
        for (int rank = 0; rank < 5; rank++) {
            assertEquals(
                    rank + 1.0,
                    input.grad().narrow(0, (Long) order.get(rank), 1).item());
        }
    }

    @Test
    void uniqueElementsAreSorted() {
        assertEquals(
                list(-2, 1, 3),
                Tensor.of(new long[][] {{3, 1, 3}, {-2, 1, 1}}).unique_values().toList());
        assertEquals(
                List.of(false, true),
                Tensor.of(new boolean[] {true, false, true}).unique_values().toList());
        assertEquals(List.of(), Tensor.empty(DType.INT64, 0).unique_values().toList());
        assertEquals(List.of(4L), Tensor.of(4).unique_values().toList());
    }

    @Test
    void bincountCountsEachNumber() {
        assertEquals(
                list(1, 0, 2, 1), Tensor.of(new long[] {2, 0, 3, 2}).bincount().toList());
        assertEquals(
                list(0, 1, 0, 0, 0),
                Tensor.of(new long[] {1}).to(DType.UINT8).bincount(null, 5).toList());
        assertEquals(list(0, 0), Tensor.empty(DType.INT64, 0).bincount(null, 2).toList());
        assertEquals(List.of(), Tensor.empty(DType.INT64, 0).bincount().toList());
        assertThrows(ValueException.class, () -> Tensor.of(new long[] {1, -1}).bincount());
        assertThrows(ValueException.class, () -> Tensor.of(new double[] {1}).bincount());
        assertThrows(ValueException.class, () -> Tensor.of(new long[1][1]).bincount());
    }

    @Test
    void nonzeroListsIndicesInRowMajorOrder() {
        Tensor input = Tensor.of(new double[][] {{0, 2, NAN}, {-1, 0, 0}});
        assertEquals(
                List.of(list(0, 1), list(0, 2), list(1, 0)), input.argwhere().toList());
        assertEquals(
                List.of(list(0, 1), list(1, 0), list(2, 0)),
                input.transpose(0, 1).argwhere().toList());
        assertArrayEquals(
                new long[] {0, 2}, Tensor.empty(DType.FLOAT32, 2, 0).argwhere().shape());
        assertArrayEquals(new long[] {1, 0}, Tensor.of(5).argwhere().shape());
        assertArrayEquals(new long[] {0, 0}, Tensor.of(0).argwhere().shape());
    }
}
