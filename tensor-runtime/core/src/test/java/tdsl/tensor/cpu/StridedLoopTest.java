package tdsl.tensor.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tdsl.tensor.Layout;

/// Which elements the loop visits together, and where it cuts its runs.
class StridedLoopTest {
    private final int threadsBefore = Parallel.threads();

    @AfterEach
    void restoreThreads() {
        Parallel.setThreads(threadsBefore);
    }

    /// For each position of the first operand, that of the second.
    private static Map<Long, Long> visit(Layout first, Layout second) {
        Map<Long, Long> visited = new ConcurrentHashMap<>();
        new StridedLoop(first, second).forEach(64, (positions, strides, count) -> {
            for (long i = 0; i < count; i++) {
                Long before = visited.put(positions[0] + i * strides[0], positions[1] + i * strides[1]);
                assertEquals(null, before, "visited twice");
            }
        });
        return visited;
    }

    private static void assertPairsUp(Layout first, Layout second) {
        Map<Long, Long> visited = visit(first, second);
        assertEquals(first.elementCount(), visited.size());
        for (long i = 0; i < first.elementCount(); i++) {
            assertEquals(second.position(i), visited.get(first.position(i)), () -> first + " with " + second);
        }
    }

    @Test
    void everyElementIsPairedWithTheOneAtTheSameIndex() {
        List<Layout> layouts = List.of(
                Layout.contiguous(3, 5, 4),
                Layout.contiguous(4, 5, 3).transpose(0, 2),
                Layout.contiguous(3, 4, 5).transpose(1, 2),
                Layout.contiguous(3, 5, 4).slice(0, 2, 3, -1).slice(2, 3, 4, -1),
                Layout.contiguous(6, 10, 8).slice(0, 1, 3, 2).slice(1, 0, 5, 2).slice(2, 7, 4, -2));
        Layout repeated = Layout.contiguous(5, 1).expand("test", new long[] {3, 5, 4});
        for (Layout first : layouts) {
            layouts.forEach(second -> assertPairsUp(first, second));
            assertPairsUp(first, repeated);
        }
    }

    @Test
    void emptyAndSingleLayoutsAreVisitedOnceAtMost() {
        assertPairsUp(Layout.contiguous(2, 0, 3), Layout.contiguous(2, 0, 3));
        assertPairsUp(Layout.contiguous(), Layout.contiguous());
        assertPairsUp(Layout.contiguous(1, 1), Layout.contiguous(1, 1));
    }

    @Test
    void everyElementIsVisitedWithAnyNumberOfThreads() {
        for (int threads : new int[] {1, 2, 3, 5}) {
            Parallel.setThreads(threads);
            assertPairsUp(
                    Layout.contiguous(11, 1500), Layout.contiguous(1500, 11).transpose(0, 1));
            assertPairsUp(Layout.contiguous(20_003), Layout.contiguous(20_003).slice(0, 20_002, 20_003, -1));
            assertPairsUp(Layout.contiguous(9_000, 2).slice(1, 0, 1, 1), Layout.contiguous(9_000, 1));
        }
    }

    /// Vectors begin at the same elements of a run, and the rest that fills no vector is the same.
    @Test
    void runsAreCutAtTheSamePlacesWithAnyNumberOfThreads() {
        long rowLength = 5001;
        Layout rows = Layout.contiguous(31, rowLength + 7).slice(1, 0, rowLength, 1);
        for (int threads = 1; threads <= 7; threads++) {
            Parallel.setThreads(threads);
            new StridedLoop(rows, rows).forEach(64, (positions, strides, count) -> {
                long begin = positions[0] % (rowLength + 7);
                assertEquals(0, begin % 1024);
                assertTrue(begin + count == rowLength || count % 1024 == 0, () -> begin + " and " + count);
            });
        }
    }

    @Test
    void aFailureInOnePartReachesTheCaller() {
        Parallel.setThreads(3);
        Layout layout = Layout.contiguous(1_000_000);
        StridedLoop.Inner failing = (positions, _, count) -> {
            if (positions[0] + count == 1_000_000) {
                throw new IllegalStateException("in the last part");
            }
        };
        IllegalStateException error =
                assertThrows(IllegalStateException.class, () -> new StridedLoop(layout).forEach(64, failing));
        assertEquals("in the last part", error.getMessage());
    }
}
