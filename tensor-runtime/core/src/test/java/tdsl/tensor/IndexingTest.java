package tdsl.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ShapeException;

/// Views and copies, overlapping assignments, and what is said of bad indices.
class IndexingTest {
    private static final IndexItem REVERSED = new IndexItem.Slice(null, null, -1L);

    private Tensor vector;
    private Tensor matrix;

    @BeforeEach
    void makeTensors() {
        vector = Tensor.of(new long[] {0, 1, 2, 3, 4});
        matrix = Tensor.of(new long[][] {{0, 1, 2}, {3, 4, 5}});
    }

    private static IndexItem slice(Long start, Long stop) {
        return new IndexItem.Slice(start, stop, null);
    }

    private static IndexItem by(long... positions) {
        return new IndexItem.By(Tensor.of(positions));
    }

    private static List<Long> list(long... values) {
        return Arrays.stream(values).boxed().toList();
    }

    @Test
    void writingThroughAReversedViewChangesTheBase() {
        vector.index(List.of(REVERSED)).index(List.of(slice(0L, 2L))).copy_(9);
        assertEquals(list(0, 1, 2, 9, 9), vector.toList());
    }

    @Test
    void aViewOfAViewSharesTheFirstBase() {
        Tensor view = matrix.index(List.of(REVERSED)).index(List.of(new IndexItem.Ellipsis(), new IndexItem.At(-1)));
        assertSame(matrix, view.base());
        assertSame(matrix.storage(), view.storage());
        view.add_(10);
        assertEquals(List.of(list(0, 1, 12), list(3, 4, 15)), matrix.toList());
    }

    @Test
    void writingToTheBaseShowsInTheView() {
        Tensor row = matrix.index(List.of(new IndexItem.NewAxis(), new IndexItem.At(1), REVERSED));
        matrix.assign(List.of(new IndexItem.At(1), new IndexItem.At(0)), Tensor.weakScalar(7L));
        assertEquals(List.of(list(5, 4, 7)), row.toList());
    }

    @Test
    void choosingByTensorsCopies() {
        Tensor chosen = vector.index(List.of(by(0, 1)));
        chosen.fill_(9);
        assertNotSame(vector.storage(), chosen.storage());
        assertEquals(list(0, 1, 2, 3, 4), vector.toList());
    }

    @Test
    void assigningAPartToAnOverlappingPartCopiesTheOldValues() {
        vector.assign(List.of(slice(1L, null)), vector.index(List.of(slice(null, -1L))));
        assertEquals(list(0, 0, 1, 2, 3), vector.toList());
    }

    @Test
    void assigningTheReversedSelfReverses() {
        vector.assign(List.of(REVERSED), vector);
        assertEquals(list(4, 3, 2, 1, 0), vector.toList());
    }

    @Test
    void assigningSelfByPositionsReadsTheOldValues() {
        vector.assign(List.of(by(4, 3, 2, 1, 0)), vector);
        assertEquals(list(4, 3, 2, 1, 0), vector.toList());
    }

    @Test
    void addingSelfByPositionsReadsTheOldValues() {
        Tensor positions = Tensor.of(new long[] {4, 0, 0, 2, 3});
        Tensor expected = Tensor.of(new long[] {0 + 1 + 2, 1, 2 + 3, 3 + 4, 4 + 0});
        assertEquals(
                expected.toList(),
                vector.clone().index_add(0, positions, vector).toList());
        assertEquals(
                expected.toList(),
                vector.clone().scatter_add(0, positions, vector).toList());
        Tensor inPlace = vector.clone();
        assertEquals(
                expected.toList(), inPlace.index_add_(0, positions, inPlace).toList());
        Tensor scattered = vector.clone();
        assertEquals(
                expected.toList(),
                scattered.scatter_add_(0, positions, scattered).toList());
    }

    @Test
    void elementsThatShareMemoryCannotBeAssigned() {
        Tensor repeated = vector.expand(3, 5);
        for (IndexItem item : List.of(slice(0L, 2L), by(0, 1))) {
            ShapeException error =
                    assertThrows(ShapeException.class, () -> repeated.assign(List.of(item), Tensor.weakScalar(1L)));
            assertEquals("clone() it first", error.hint().orElseThrow());
        }
        assertThrows(
                ShapeException.class,
                () -> repeated.index_add_(0, Tensor.of(new long[] {0}), repeated.narrow(0, 0, 1)));
        assertEquals(list(0, 1, 2, 3, 4), vector.toList());
    }

    @Test
    void floatingValuesAssignedToIntegersAreTruncated() {
        vector.assign(List.of(slice(0L, 2L)), Tensor.of(new double[] {1.9, -1.9}));
        assertEquals(list(1, -1, 2, 3, 4), vector.toList());
    }

    @Test
    void readingCountsNoChangeAndAssigningCountsOne() {
        vector.index(List.of(REVERSED));
        vector.index(List.of(by(0)));
        assertEquals(0, vector.storage().version());
        vector.assign(List.of(by(0)), Tensor.weakScalar(1L));
        assertEquals(1, vector.storage().version());
        vector.index(List.of(REVERSED)).zero_();
        assertEquals(2, vector.storage().version());
    }

    @Test
    void badIndicesAreNamedWithAxisSizeAndValue() {
        assertMessage("index 5 is out of range for axis 1 of size 3", slice(null, null), new IndexItem.At(5));
        assertMessage("index -4 is out of range for axis 1 of size 3", slice(null, null), new IndexItem.At(-4));
        assertMessage("index: index 2, at [1] of the index tensor, is out of range for axis 0 of size 2", by(0, 2));
        assertMessage(
                "too many indices: 3 for i64[2, 3], which has 2 axes",
                new IndexItem.At(0),
                new IndexItem.At(0),
                new IndexItem.At(0));
        assertMessage("an index can have only one '...'", new IndexItem.Ellipsis(), new IndexItem.Ellipsis());
    }

    private void assertMessage(String message, IndexItem... items) {
        IndexException error = assertThrows(IndexException.class, () -> matrix.index(List.of(items)));
        assertEquals(message, error.getMessage());
    }

    @Test
    void aStepOfZeroIsRefusedWhenTheSliceIsMade() {
        IndexException error = assertThrows(IndexException.class, () -> new IndexItem.Slice(null, null, 0L));
        assertEquals("slice step must not be 0", error.getMessage());
    }

    @Test
    void aMaskOfAnotherShapeIsRefused() {
        IndexItem mask = new IndexItem.By(Tensor.of(new boolean[] {true, false, true}));
        ShapeException error = assertThrows(ShapeException.class, () -> matrix.index(List.of(mask)));
        assertEquals("mask of shape [3] does not match axis 0 of i64[2, 3]: sizes 3 and 2", error.getMessage());
    }

    @Test
    void aFloatingIndexIsRefused() {
        IndexItem floating = new IndexItem.By(Tensor.of(new double[] {0}));
        DTypeException error = assertThrows(DTypeException.class, () -> matrix.index(List.of(floating)));
        assertEquals("an index must be an integer or bool tensor, not f32[1]", error.getMessage());
    }

    @Test
    void aValueThatDoesNotFitIsRefusedAndNothingIsWritten() {
        Tensor value = Tensor.of(new long[] {1, 2});
        for (IndexItem item : List.of(slice(null, null), by(0, 1))) {
            assertThrows(ShapeException.class, () -> matrix.assign(List.of(item), value));
        }
        assertEquals(List.of(list(0, 1, 2), list(3, 4, 5)), matrix.toList());
    }

    @Test
    void anIndexOutOfRangeAnywhereWritesNothing() {
        assertThrows(IndexException.class, () -> vector.assign(List.of(by(0, 1, 7)), Tensor.weakScalar(9L)));
        assertEquals(list(0, 1, 2, 3, 4), vector.toList());
        assertEquals(0, vector.storage().version());
    }
}
