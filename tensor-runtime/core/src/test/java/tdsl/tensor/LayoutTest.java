package tdsl.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Layouts against lists of positions, over all small shapes and strides.
class LayoutTest {
    private static final long[] STRIDES = {-3, -1, 0, 1, 2, 3, 6};

    /// The positions of the elements in row-major order.
    private static long[] positions(long[] shape, long[] strides, long offset) {
        return IndexReference.allIndices(shape).stream()
                .mapToLong(index -> {
                    long position = offset;
                    for (int axis = 0; axis < index.length; axis++) {
                        position += index[axis] * strides[axis];
                    }
                    return position;
                })
                .toArray();
    }

    private static long[] positions(Layout layout) {
        return positions(layout.shape(), layout.strides(), layout.offset());
    }

    /// All shapes of these ranks with sizes 0 to 3.
    private static List<long[]> shapes(int highestRank) {
        List<long[]> shapes = new ArrayList<>();
        for (int rank = 0; rank <= highestRank; rank++) {
            shapes.addAll(tuples(rank, new long[] {0, 1, 2, 3}));
        }
        return shapes;
    }

    private static List<long[]> tuples(int length, long[] choices) {
        List<long[]> tuples = new ArrayList<>(List.of(new long[0]));
        for (int i = 0; i < length; i++) {
            tuples = tuples.stream()
                    .flatMap(start -> LongStream.of(choices).mapToObj(next -> append(start, next)))
                    .toList();
        }
        return tuples;
    }

    private static long[] append(long[] start, long next) {
        long[] longer = Arrays.copyOf(start, start.length + 1);
        longer[start.length] = next;
        return longer;
    }

    private static Stream<Layout> layouts(int highestRank) {
        return shapes(highestRank).stream()
                .flatMap(shape ->
                        tuples(shape.length, STRIDES).stream().map(strides -> Layout.strided(shape, strides, 20)));
    }

    @Test
    void positionsFollowFromStrides() {
        layouts(2).forEach(layout -> {
            long[] expected = positions(layout);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], layout.position(i), layout::toString);
            }
        });
    }

    @Test
    void contiguousMeansThatPositionsCountUp() {
        layouts(3).forEach(layout -> {
            long[] positions = positions(layout);
            boolean countsUp = true;
            for (int i = 1; i < positions.length; i++) {
                countsUp &= positions[i] == positions[i - 1] + 1;
            }
            assertEquals(countsUp, layout.isContiguous(), layout::toString);
        });
    }

    @Test
    void overlapMeansThatAPositionOccursTwice() {
        layouts(3).forEach(layout -> {
            long[] positions = positions(layout);
            boolean distinct = LongStream.of(positions).distinct().count() == positions.length;
            assertEquals(!distinct, layout.overlapsItself(), layout::toString);
        });
    }

    @Test
    void lowestAndHighestBoundThePositions() {
        layouts(3).filter(layout -> layout.elementCount() > 0).forEach(layout -> {
            assertEquals(LongStream.of(positions(layout)).min().getAsLong(), layout.lowest(), layout::toString);
            assertEquals(LongStream.of(positions(layout)).max().getAsLong(), layout.highest(), layout::toString);
        });
    }

    /// A reshape is a view wherever strides for it exist, which is found by trying all strides that could be.
    @Test
    void reshapeIsAViewWhereverStridesExist() {
        Map<Long, List<long[]>> shapesByCount = new HashMap<>();
        for (int rank = 0; rank <= 3; rank++) {
            for (long[] shape : tuples(rank, new long[] {1, 2, 3, 4, 6})) {
                shapesByCount
                        .computeIfAbsent(Shapes.elementCount(shape), _ -> new ArrayList<>())
                        .add(shape);
            }
        }
        layouts(3).filter(layout -> layout.elementCount() > 0).forEach(layout -> {
            for (long[] target : shapesByCount.getOrDefault(layout.elementCount(), List.of())) {
                Layout reshaped = layout.reshape(target);
                boolean possible = hasStrides(positions(layout), target);
                assertEquals(possible, reshaped != null, () -> layout + " as " + Shapes.format(target));
                if (possible) {
                    assertArrayEquals(positions(layout), positions(reshaped));
                    assertArrayEquals(target, reshaped.shape());
                }
            }
        });
    }

    private static boolean hasStrides(long[] positions, long[] shape) {
        // The only candidates: the distances to the first neighbours along each axis.
        long[] strides = new long[shape.length];
        long block = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = shape[axis] > 1 ? positions[(int) block] - positions[0] : 0;
            block *= shape[axis];
        }
        return Arrays.equals(positions, positions(shape, strides, positions[0]));
    }

    @Test
    void anEmptyLayoutTakesAnyEmptyShape() {
        Layout empty = Layout.strided(new long[] {2, 0, 3}, new long[] {5, -2, 0}, 1);
        for (long[] target : List.of(new long[] {0}, new long[] {3, 0}, new long[] {0, 7, 2})) {
            assertArrayEquals(target, empty.reshape(target).shape());
        }
    }

    @Test
    void expandRepeatsAxesOfSizeOne() {
        layouts(2).filter(layout -> layout.elementCount() > 0).forEach(layout -> {
            long[] target = append(layout.shape(), 1);
            System.arraycopy(layout.shape(), 0, target, 1, layout.rank());
            target[0] = 2;
            for (int axis = 1; axis < target.length; axis++) {
                target[axis] = target[axis] == 1 ? 4 : target[axis];
            }
            Layout expanded = layout.expand("expand", target);
            assertArrayEquals(target, expanded.shape());
            Set<Long> reached = new HashSet<>();
            LongStream.of(positions(expanded)).forEach(reached::add);
            Set<Long> before = new HashSet<>();
            LongStream.of(positions(layout)).forEach(before::add);
            assertEquals(before, reached, layout::toString);
            for (long[] index : IndexReference.allIndices(target)) {
                long expected = layout.offset();
                for (int axis = 0; axis < layout.rank(); axis++) {
                    expected += layout.size(axis) == 1 ? 0 : index[axis + 1] * layout.stride(axis);
                }
                assertEquals(expected, positionAt(expanded, index));
            }
        });
    }

    private static long positionAt(Layout layout, long[] index) {
        long position = layout.offset();
        for (int axis = 0; axis < index.length; axis++) {
            position += index[axis] * layout.stride(axis);
        }
        return position;
    }

    @Test
    void expandRefusesOtherSizesByName() {
        Layout layout = Layout.contiguous(2, 3);
        ShapeException size = assertThrows(ShapeException.class, () -> layout.expand("f", new long[] {2, 4}));
        assertEquals(
                "f: shape [2, 3] does not broadcast to [2, 4]: size 3 at axis 1 must be 1 or 4", size.getMessage());
        ShapeException rank = assertThrows(ShapeException.class, () -> layout.expand("f", new long[] {3}));
        assertEquals("f: shape [2, 3] has more axes than the target [3]", rank.getMessage());
    }

    @Test
    void sliceTakesEveryStepFromTheStart() {
        Layout layout = Layout.strided(new long[] {2, 5}, new long[] {20, 3}, 4);
        assertArrayEquals(
                new long[] {16, 10, 36, 30}, positions(layout.slice(1, 4, 2, -2)), "elements 4 and 2 of both rows");
        assertEquals(0, layout.slice(1, 5, 0, 1).elementCount());
        assertTrue(layout.slice(1, 5, 0, 1).isContiguous());
    }

    @Test
    void axesMoveWithTheirStrides() {
        Layout layout = Layout.contiguous(2, 3, 4);
        assertEquals(Layout.strided(new long[] {4, 2, 3}, new long[] {1, 12, 4}, 0), layout.permute(2, 0, 1));
        assertEquals(Layout.strided(new long[] {4, 3, 2}, new long[] {1, 4, 12}, 0), layout.transpose(0, 2));
        assertEquals(Layout.strided(new long[] {2, 4}, new long[] {12, 1}, 8), layout.select(1, 2));
        assertEquals(layout, layout.unsqueeze(3).squeeze(3));
        assertFalse(layout.permute(2, 0, 1).isContiguous());
    }

    @Test
    void oneSizeOfAShapeCanBeLeftOpen() {
        Layout layout = Layout.contiguous(2, 6);
        assertArrayEquals(new long[] {3, 4}, layout.resolveShape("f", new long[] {3, -1}));
        assertArrayEquals(new long[] {0, 3}, Layout.contiguous(0).resolveShape("f", new long[] {-1, 3}));
        assertMessage(ShapeException.class, "f: [2, 6] has 12 elements, which do not fill shape [5, -1]", 5, -1);
        assertMessage(ShapeException.class, "f: [2, 6] has 12 elements, which do not fill shape [0, -1]", 0, -1);
        assertMessage(ShapeException.class, "f: [2, 6] has 12 elements, which do not fill shape [7]", 7);
        assertMessage(ValueException.class, "f: only one size of [-1, -1] can be -1", -1, -1);
        assertMessage(ValueException.class, "f: negative size -2 in [-2, 6]", -2, 6);
    }

    private static void assertMessage(Class<? extends RuntimeException> kind, String message, long... target) {
        RuntimeException error =
                assertThrows(kind, () -> Layout.contiguous(2, 6).resolveShape("f", target));
        assertNotNull(error.getMessage());
        assertEquals(message, error.getMessage());
    }

    @Test
    void anElementCountBeyondLongIsRefused() {
        assertThrows(ValueException.class, () -> Layout.contiguous(1L << 32, 1L << 32));
        assertEquals(0, Layout.contiguous(1L << 62, 0, 1L << 62).elementCount());
        assertThrows(
                ShapeException.class,
                () -> Layout.contiguous(16).resolveShape("f", new long[] {1L << 32, 1L << 32, 16}));
    }
}
