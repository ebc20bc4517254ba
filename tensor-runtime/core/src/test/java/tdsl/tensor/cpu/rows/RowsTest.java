package tdsl.tensor.cpu.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tdsl.tensor.DType;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.ops.Tensors;

/// Rows read, added to and selected at positions, against loops over lists.
class RowsTest {
    private static final DType[] DTYPES = {DType.FLOAT32, DType.FLOAT64, DType.INT64, DType.INT8};

    private final int threadsBefore = Parallel.threads();

    @AfterEach
    void restoreThreads() {
        Parallel.setThreads(threadsBefore);
    }

    private static Tensor numbers(DType dtype, long... shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return Tensors.iota(count, DType.INT64)
                .remainder(Tensor.of(101L))
                .to(dtype)
                .reshape(shape);
    }

    private static long[] randomPositions(int count, int size) {
        return new Random(count).longs(count, 0, size).toArray();
    }

    private static List<List<?>> rows(Tensor tensor) {
        List<List<?>> rows = new ArrayList<>();
        ((List<?>) tensor.toList()).forEach(row -> rows.add((List<?>) row));
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13, 207, 4098})
    void selectedRowsAreCopies(int count) {
        long[] positions = randomPositions(count, 50);
        for (DType dtype : DTYPES) {
            for (long width : new long[] {1, 2, 3, 64}) {
                for (Tensor source : List.of(
                        numbers(dtype, 50, width), numbers(dtype, width, 50).t())) {
                    List<Object> expected = new ArrayList<>();
                    List<List<?>> rows = rows(source);
                    for (long position : positions) {
                        expected.add(rows.get((int) position));
                    }
                    for (int threads : new int[] {1, 2}) {
                        Parallel.setThreads(threads);
                        Tensor index = Tensor.of(positions, DType.INT64);
                        assertEquals(expected, source.index_select(0, index).toList());
                        assertEquals(
                                expected,
                                source.index(List.of(new IndexItem.By(index))).toList());
                        assertEquals(
                                expected, rows(source.t().index_select(1, index).t()));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13, 207, 4098})
    void addedRowsSumUpInOrder(int count) {
        long[] positions = randomPositions(count, 50);
        Tensor index = Tensor.of(positions, DType.INT64);
        for (DType dtype : DTYPES) {
            for (long width : new long[] {1, 3, 64}) {
                Tensor source = numbers(dtype, count, width);
                double[][] expected = new double[50][(int) width];
                List<List<?>> added = rows(source);
                for (int i = 0; i < count; i++) {
                    for (int column = 0; column < width; column++) {
                        expected[(int) positions[i]][column] +=
                                ((Number) added.get(i).get(column)).doubleValue();
                    }
                }
                Tensor sums = Tensor.of(expected, DType.FLOAT64).to(DType.INT64).to(dtype);
                for (int threads : new int[] {1, 2, 5}) {
                    Parallel.setThreads(threads);
                    Tensor target = numbers(dtype, 50, width).mul(0);
                    assertEquals(
                            sums.toList(), target.index_add(0, index, source).toList());
                    assertEquals(
                            sums.toList(),
                            target.t().index_add(1, index, source.t()).t().toList());
                    assertEquals(
                            sums.toList(),
                            target.index_put(List.of(index), source, true).toList());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13, 207, 4098, 100_003})
    void maskedRowsAndTheirIndices(int count) {
        boolean[] flags = new boolean[count];
        Random random = new Random(count);
        List<Object> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            flags[i] = random.nextInt(3) == 0;
            if (flags[i]) {
                chosen.add(List.of((long) i));
            }
        }
        Tensor mask = Tensor.of(flags, DType.BOOL);
        for (int threads : new int[] {1, 2}) {
            Parallel.setThreads(threads);
            assertEquals(chosen, mask.argwhere().toList());
            for (DType dtype : new DType[] {DType.INT64, DType.INT32}) {
                Tensor numbers = Tensors.iota(count, dtype);
                assertEquals(
                        flat(chosen),
                        numbers.index(List.of(new IndexItem.By(mask))).toList());
                Tensor pairs = numbers.unsqueeze(1).expand(count, 2);
                assertEquals(
                        flat(chosen),
                        pairs.index_mask(mask)
                                .t()
                                .index(List.of(new IndexItem.At(1)))
                                .toList());
            }
            Tensor bytes = Tensors.iota(count, DType.INT8);
            assertEquals(
                    bytes.index_select(0, mask.argwhere().reshape(-1)).toList(),
                    bytes.index_mask(mask).toList());
        }
    }

    private static List<Object> flat(List<Object> rows) {
        return rows.stream().map(row -> (Object) ((List<?>) row).getFirst()).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13, 207})
    void indicesOfAMatrixAreRowsOfCoordinates(int count) {
        Tensor mask = numbers(DType.INT64, count, 7).remainder(Tensor.of(3L)).eq(0);
        List<Object> expected = new ArrayList<>();
        List<List<?>> flags = rows(mask);
        for (long row = 0; row < count; row++) {
            for (long column = 0; column < 7; column++) {
                if ((Boolean) flags.get((int) row).get((int) column)) {
                    expected.add(List.of(row, column));
                }
            }
        }
        assertEquals(expected, mask.argwhere().toList());
        assertEquals(
                expected.stream()
                        .map(pair -> List.of(((List<?>) pair).get(1), ((List<?>) pair).get(0)))
                        .sorted((a, b) -> a.toString().compareTo(b.toString()))
                        .toList(),
                ((List<?>) mask.t().argwhere().toList())
                        .stream()
                                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                                .toList());
    }
}
