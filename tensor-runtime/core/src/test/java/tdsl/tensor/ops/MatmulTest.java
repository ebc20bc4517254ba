package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tdsl.tensor.DType;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.error.ShapeException;

/// Matrix products against sums written out.
class MatmulTest {
    /// The product as a sum of elementwise products, which takes another way through the library.
    private static Tensor expected(Tensor left, Tensor right) {
        return left.unsqueeze(-1).mul(right.unsqueeze(-3)).sum(new long[] {-2}, false, null);
    }

    /// Every way in which a matrix can lie in memory.
    enum Lie {
        ROWS,
        COLUMNS,
        REVERSED_ROWS,
        REVERSED_COLUMNS,
        EVERY_SECOND_COLUMN,
        PART_OF_LARGER,
        REPEATED_ROW;

        Tensor of(Tensor matrix) {
            return switch (this) {
                case ROWS -> matrix;
                case COLUMNS -> matrix.transpose(-1, -2).clone().transpose(-1, -2);
                case REVERSED_ROWS -> matrix.flip(-2).clone().flip(-2);
                case REVERSED_COLUMNS -> matrix.flip(-1).clone().flip(-1);
                case EVERY_SECOND_COLUMN -> {
                    Tensor spread = Tensors.stack(List.of(matrix, matrix.neg()), -1);
                    yield spread.index(List.of(new IndexItem.Ellipsis(), new IndexItem.At(0)));
                }
                case PART_OF_LARGER ->
                    Tensors.cat(List.of(matrix, matrix), -1).narrow(-1, 0, matrix.size(matrix.rank() - 1));
                case REPEATED_ROW -> matrix.narrow(-2, 0, 1).expand(matrix.shape());
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void layoutOfOperandsDoesNotMatter(Lie lie) {
        Tensor left = uniform(-1, 1, 3, 5, 7);
        Tensor right = uniform(-2, 1, 3, 7, 4);
        for (Lie other : Lie.values()) {
            Tensor x = lie.of(left);
            Tensor y = other.of(right);
            OpCalls.assertClose(expected(x, y), x.bmm(y), 1e-13, lie + " " + other);
            Tensor matrix = x.index(List.of(new IndexItem.At(1)));
            Tensor second = y.index(List.of(new IndexItem.At(1)));
            OpCalls.assertClose(expected(matrix, second), matrix.mm(second), 1e-13, lie + " " + other);
        }
    }

    /// Sizes at which BLAS changes its way, rows and columns that are cut into blocks, and single rows and columns.
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "12, 16, 32", "13, 7, 33", "31, 40, 5", "129, 3, 10", "5, 150, 100", "40, 300, 60"})
    void singlePrecisionAgreesWithDoubleInAllLayouts(long rows, long inner, long columns) {
        Tensor left = uniform(-1, 1, rows, inner).to(DType.FLOAT32);
        Tensor right = uniform(-2, 1, inner, columns).to(DType.FLOAT32);
        for (Lie lie : Lie.values()) {
            for (Lie other : Lie.values()) {
                Tensor x = lie.of(left);
                Tensor y = other.of(right);
                Tensor expected = expected(x.to(DType.FLOAT64), y.to(DType.FLOAT64));
                Tensor difference = x.matmul(y).to(DType.FLOAT64).sub(expected);
                double error = (Double) difference.abs().max().item();
                assertTrue(error < 1e-6 * inner, lie + " " + other + ": " + error);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 7, 1",
        "5, 1, 3",
        "1, 9, 4",
        "6, 5, 1",
        "16, 16, 16",
        "33, 31, 47",
        "101, 99, 103",
        "600, 3, 20",
        "20, 3, 600",
        "513, 70, 40",
        "1, 300, 700",
        "700, 300, 1"
    })
    void productsOfAllSizes(long rows, long inner, long columns) {
        Tensor left = uniform(-1, 1, rows, inner);
        Tensor right = uniform(-1, 2, inner, columns);
        Tensor exact = expected(left, right);
        OpCalls.assertClose(exact, left.matmul(right), 1e-12, "f64");
        Tensor single = left.to(DType.FLOAT32).matmul(right.to(DType.FLOAT32));
        OpCalls.assertClose(exact, single.to(DType.FLOAT64), 1e-4, "f32");
    }

    @ParameterizedTest
    @CsvSource({"2 1, 3", "1, 4", "3, 1", "1 1, 2 3", "5 1 2, 3 1", "0, 1", "4, ''"})
    void leadingAxesBroadcast(String leftBatch, String rightBatch) {
        Tensor left = uniform(-1, 1, shape(leftBatch, 3, 4));
        Tensor right = uniform(-1, 2, shape(rightBatch, 4, 2));
        OpCalls.assertClose(expected(left, right), left.matmul(right), 1e-13, "matmul");
    }

    private static long[] shape(String batch, long rows, long columns) {
        String text = (batch + " " + rows + " " + columns).strip();
        return List.of(text.split(" +")).stream().mapToLong(Long::parseLong).toArray();
    }

    @Test
    void theThreadCountDoesNotChangeTheResult() {
        Tensor left = Tensors.randn(777, 300);
        Tensor right = Tensors.randn(300, 1030);
        int threads = Parallel.threads();
        try {
            Parallel.setThreads(1);
            Tensor alone = left.matmul(right);
            Parallel.setThreads(5);
            assertTrue((Boolean) left.matmul(right).eq(alone).all().item());
        } finally {
            Parallel.setThreads(threads);
        }
    }

    @Test
    void integersWrapAroundAndKeepTheirDtype() {
        Tensor left = Tensor.of(new long[][] {{200, 3}, {Long.MAX_VALUE, 1}});
        assertEquals(
                List.of(List.of(200 * 7L + 3 * 2), List.of(7 * Long.MAX_VALUE + 2)),
                left.matmul(column()).toList());
        Tensor bytes = left.to(DType.UINT8).matmul(column().to(DType.UINT8));
        assertEquals(DType.UINT8, bytes.dtype());
        assertEquals((200 * 7 + 6) % 256L, ((List<?>) ((List<?>) bytes.toList()).getFirst()).getFirst());
    }

    private static Tensor column() {
        return Tensor.of(new long[][] {{7}, {2}});
    }

    @Test
    void anEmptyInnerAxisGivesZerosAndAddmmItsInput() {
        Tensor left = Tensors.zeros(2, 0);
        Tensor right = Tensors.zeros(0, 3);
        OpCalls.assertClose(Tensors.zeros(2, 3), left.matmul(right), 0, "matmul");
        Tensor bias = uniform(-1, 1, 3).to(DType.FLOAT32);
        OpCalls.assertClose(bias.mul(3).expand(2, 3).contiguous(), bias.addmm(left, right, 3L, 1L), 0, "addmm");
        assertArrayEquals(
                new long[] {0, 3},
                Tensors.zeros(0, 2).matmul(Tensors.zeros(2, 3)).shape());
    }

    @Test
    void addmmWithBetaZeroIgnoresItsInput() {
        Tensor left = uniform(-1, 1, 2, 3);
        Tensor right = uniform(-1, 1, 3, 2);
        Tensor undefined = uniform(0, 1, 2, 2).mul(Double.NaN);
        OpCalls.assertClose(expected(left, right).mul(2), undefined.addmm(left, right, 0L, 2L), 1e-13, "addmm");
    }

    @Test
    void integersHaveSumsWithProductsToo() {
        Tensor ones = Tensor.of(new long[][] {{1, 1}, {1, 1}});
        assertEquals(
                List.of(List.of(7L, 7L), List.of(7L, 7L)),
                ones.addmm(ones, ones, 3L, 2L).toList());
    }

    @Test
    void operandsThatDoNotFitAreNamed() {
        ShapeException inner =
                assertThrows(ShapeException.class, () -> uniform(0, 1, 2, 3).matmul(uniform(0, 1, 2, 3)));
        assertEquals(
                "matmul: last axis of the left operand (3) must equal second-to-last axis of the right operand (2)",
                inner.getMessage());
        ShapeException linear =
                assertThrows(ShapeException.class, () -> uniform(0, 1, 2, 3).linear(uniform(0, 1, 5, 4)));
        assertEquals(
                "linear: the last axis of input f64[2, 3] must equal the last axis of weight f64[5, 4]",
                linear.getMessage());
        assertThrows(ShapeException.class, () -> uniform(0, 1, 2, 2, 3).bmm(uniform(0, 1, 3, 3, 4)));
        assertThrows(ShapeException.class, () -> uniform(0, 1, 2, 3).mv(uniform(0, 1, 2)));
        assertThrows(ShapeException.class, () -> uniform(0, 1, 4).addmm(uniform(0, 1, 2, 3), uniform(0, 1, 3, 2)));
    }
}
