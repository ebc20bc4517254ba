package tdsl.tensor.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {
    private final int threadsBefore = Parallel.threads();

    @AfterEach
    void restoreThreads() {
        Parallel.setThreads(threadsBefore);
    }

    /// How often each of `count` items was worked on.
    private static int[] visits(int count, long grain) {
        AtomicIntegerArray visits = new AtomicIntegerArray(count);
        Parallel.forRange(count, grain, (begin, end) -> {
            for (long i = begin; i < end; i++) {
                visits.incrementAndGet((int) i);
            }
        });
        int[] result = new int[count];
        Arrays.setAll(result, visits::get);
        return result;
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyItemIsWorkedOnOnce(int threads) {
        Parallel.setThreads(threads);
        for (int count : new int[] {0, 1, 2, 13, 207, 4098}) {
            assertArrayEquals(ones(count), visits(count, 1));
            assertArrayEquals(ones(count), visits(count, 100));
        }
    }

    @Test
    void jobsThatFollowEachOtherClosely() {
        Parallel.setThreads(3);
        for (int i = 0; i < 2000; i++) {
            assertArrayEquals(ones(5), visits(5, 1));
        }
    }

    @Test
    void jobsAfterThreadsHaveGoneToSleep() throws InterruptedException {
        Parallel.setThreads(3);
        for (int i = 0; i < 20; i++) {
            assertArrayEquals(ones(50), visits(50, 1));
            Thread.sleep(2);
        }
    }

    @Test
    void jobsOfSeveralThreadsAtOnce() throws InterruptedException {
        Parallel.setThreads(3);
        AtomicInteger complete = new AtomicInteger();
        Thread[] callers = new Thread[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = Thread.ofPlatform().start(() -> {
                for (int repeat = 0; repeat < 200; repeat++) {
                    complete.addAndGet(Arrays.equals(ones(40), visits(40, 1)) ? 1 : 0);
                }
            });
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(4 * 200, complete.get());
    }

    @Test
    void loopInsideALoopRunsInItsThread() {
        Parallel.setThreads(2);
        Parallel.forRange(4, 1, (begin, end) -> {
            Thread outer = Thread.currentThread();
            Parallel.forRange(100, 1, (_, _) -> assertEquals(outer, Thread.currentThread()));
        });
    }

    @Test
    void failureReachesTheCallerAfterAllParts() {
        Parallel.setThreads(2);
        AtomicInteger done = new AtomicInteger();
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> Parallel.forRange(8, 1, (begin, _) -> {
                    done.incrementAndGet();
                    if (begin == 3) {
                        throw new IllegalStateException("part 3");
                    }
                }));
        assertEquals("part 3", failure.getMessage());
        assertEquals(8, done.get());
    }

    @Test
    void interruptIsKeptForTheCaller() {
        Parallel.setThreads(2);
        Thread.currentThread().interrupt();
        assertArrayEquals(ones(100), visits(100, 1));
        assertTrue(Thread.interrupted());
    }
}
