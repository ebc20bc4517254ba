package tdsl.tensor.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.Tensors;

/// Copies of permuted tensors, large and small, whole tiles and not, against reading elements one by one.
class TransposedCopyTest {
    private static final DType[] DTYPES = {DType.BOOL, DType.INT16, DType.FLOAT32, DType.FLOAT64};

    private final int threadsBefore = Parallel.threads();

    @AfterEach
    void restoreThreads() {
        Parallel.setThreads(threadsBefore);
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 1", "13, 1", "13, 207", "207, 13", "64, 64", "128, 144", "207, 207", "1000, 9", "9, 1000"})
    void copyOfATransposeHasItsElements(int rows, int columns) {
        for (DType dtype : DTYPES) {
            Tensor numbers = Tensors.iota((long) rows * columns, DType.INT64).remainder(Tensor.of(251L));
            Tensor matrix = numbers.to(dtype).reshape(rows, columns);
            for (int threads : new int[] {1, 2}) {
                Parallel.setThreads(threads);
                assertSame(matrix.t());
                assertSame(matrix.t().flip(1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 40, 50", "20, 3, 90", "40, 50, 3"})
    void copyOfPermutedAxesHasTheirElements(int a, int b, int c) {
        Tensor tensor = Tensors.iota((long) a * b * c, DType.FLOAT32).reshape(a, b, c);
        for (long[] order : new long[][] {{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            assertSame(tensor.permute(order));
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 120"})
    void writesIntoATransposeReachTheRightElements(int rows, int columns) {
        Tensor target = Tensors.iota((long) rows * columns, DType.FLOAT32)
                .reshape(rows, columns)
                .mul(0);
        Tensor values = Tensors.iota((long) rows * columns, DType.FLOAT32).reshape(columns, rows);
        target.t().copy_(values);
        assertEquals(values.toList(), target.t().toList());
    }

    private static void assertSame(Tensor view) {
        Tensor copy = view.contiguous();
        assertTrue(copy.isContiguous());
        assertEquals(view.toList(), copy.toList());
    }
}
