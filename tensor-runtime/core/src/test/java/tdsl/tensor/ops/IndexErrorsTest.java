package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.error.ValueException;

/// What indexing ops say about indices and shapes that do not fit; a target is not changed by a write
/// that fails.
class IndexErrorsTest {
    private final Tensor matrix = Samples.uniform(-1, 1, 3, 4);

    private static void assertMessage(Class<? extends TensorException> type, String message, Executable call) {
        assertEquals(message, assertThrows(type, call).getMessage());
    }

    @Test
    void anIndexOutOfRangeIsNamedWithItsPlaceAxisAndSize() {
        Tensor index = Tensor.of(new long[][] {{0, 2}, {1, 3}});
        assertMessage(
                IndexException.class,
                "gather: index 3, at [1, 1] of the index tensor, is out of range for axis 0 of size 3",
                () -> matrix.gather(0, index));
        assertMessage(
                IndexException.class,
                "scatter_add_: index 3, at [1, 1] of the index tensor, is out of range for axis 0 of size 3",
                () -> matrix.scatter_add(0, index, matrix));
        assertMessage(
                IndexException.class,
                "index_select: index -5, at [1] of the index tensor, is out of range for axis 1 of size 4",
                () -> matrix.index_select(1, Tensor.of(new long[] {-4, -5})));
        assertMessage(
                IndexException.class,
                "gather: index 12 is out of range for axis 0 of size 12",
                () -> matrix.take(Tensor.of(12L)));
        assertThrows(IndexException.class, () -> matrix.put(Tensor.of(-13L), Tensor.of(1.0)));
        assertThrows(IndexException.class, () -> Tensor.of(new long[] {12}).unravel_index(3, 4));
        assertThrows(IndexException.class, () -> matrix.select(1, 4));
    }

    @Test
    void aFailedWriteChangesNothing() {
        Tensor before = matrix.clone();
        Tensor index = Tensor.of(new long[][] {{0, 1, 9, 0}});
        assertThrows(IndexException.class, () -> matrix.scatter_(0, index, Tensor.of(5.0)));
        assertThrows(IndexException.class, () -> matrix.scatter_add_(0, index, matrix.clone()));
        assertThrows(IndexException.class, () -> matrix.index_fill_(0, Tensor.of(new long[] {0, 3}), Tensor.of(1.0)));
        assertTrue(before.equal(matrix));
    }

    @Test
    void indicesAreIntegers() {
        assertThrows(DTypeException.class, () -> matrix.gather(0, matrix));
        assertThrows(DTypeException.class, () -> matrix.scatter(0, matrix.gt(0), matrix));
        assertThrows(DTypeException.class, () -> matrix.take(Tensor.of(1.5)));
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        Tensor rows = Tensor.of(new long[] {0, 1});
        assertMessage(
                ShapeException.class,
                "index_copy: the source must have shape [2, 4], not [3, 4]",
                () -> matrix.index_copy(0, rows, matrix));
        assertMessage(
                ShapeException.class,
                "select_scatter: src must have shape [4], not [3]",
                () -> matrix.select_scatter(Samples.uniform(0, 1, 3), 0, 1));
        assertMessage(
                ShapeException.class,
                "masked_scatter: the mask holds for 12 elements, but the source has 3",
                () -> matrix.masked_scatter(matrix.isfinite(), Samples.uniform(0, 1, 3)));
        assertThrows(ShapeException.class, () -> matrix.gather(0, rows));
        assertThrows(ShapeException.class, () -> matrix.take_along_dim(rows, 0L));
        assertThrows(ShapeException.class, () -> Tensors.hstack(List.of(matrix, matrix.narrow(0, 0, 2))));
        assertThrows(ShapeException.class, () -> matrix.dsplit(1L));
    }

    @Test
    void valuesThatMakeNoSenseAreRefused() {
        assertThrows(
                ValueException.class, () -> matrix.scatter_reduce(0, Tensor.of(new long[][] {{0}}), matrix, "median"));
        assertThrows(ValueException.class, () -> matrix.kthvalue(5));
        assertThrows(ValueException.class, () -> matrix.quantile(Tensor.of(1.5)));
        assertThrows(ValueException.class, () -> matrix.hsplit(3L));
        assertThrows(ValueException.class, () -> matrix.unfold(0, 4, 1));
        assertThrows(ValueException.class, () -> matrix.movedim(new long[] {0, 1}, 0));
        assertThrows(ValueException.class, () -> matrix.rot90(1, 0));
        assertThrows(ValueException.class, () -> matrix.histc(0));
        assertThrows(IndexException.class, () -> matrix.as_strided(new long[] {3, 5}, new long[] {4, 1}));
    }
}
