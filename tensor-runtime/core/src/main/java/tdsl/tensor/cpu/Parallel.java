package tdsl.tensor.cpu;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import tdsl.tensor.error.ValueException;

/// The threads that kernels share. Work is cut at fixed places, so that results do not depend on their number.
public final class Parallel {
    /// Bytes of work below which handing it to another thread costs more than it saves.
    public static final long GRAIN_BYTES = 1 << 18;

    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);
    /// The property `tdsl.threads` sets how many threads there are from the start.
    private static volatile int threads =
            Integer.getInteger("tdsl.threads", Runtime.getRuntime().availableProcessors());

    private static ExecutorService pool;

    private Parallel() {}

    /// Works on the items `begin` to `end` (exclusive).
    @FunctionalInterface
    public interface Range {
        void run(long begin, long end);
    }

    /// How many threads kernels use, the calling one included.
    public static int threads() {
        return threads;
    }

    /// @param count at least 1
    public static void setThreads(int count) {
        if (count < 1) {
            throw new ValueException("the number of threads must be at least 1, not %d", count);
        }
        threads = count;
    }

    /// Runs `body` over parts of `0..count`, each of at least `grain` items except the last.
    /// Called from inside another parallel loop it runs in the calling thread.
    public static void forRange(long count, long grain, Range body) {
        long parts = Math.min(threads, Math.ceilDiv(count, Math.max(1, grain)));
        if (parts <= 1 || INSIDE.get()) {
            if (count > 0) {
                body.run(0, count);
            }
            return;
        }
        long size = Math.ceilDiv(count, parts);
        CountDownLatch done = new CountDownLatch((int) parts - 1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (long part = 1; part < parts; part++) {
            long begin = part * size;
            pool().execute(() -> {
                runInside(body, begin, Math.min(count, begin + size), failure);
                done.countDown();
            });
        }
        runInside(body, 0, size, failure);
        await(done);
        rethrow(failure.get());
    }

    private static void runInside(Range body, long begin, long end, AtomicReference<Throwable> failure) {
        boolean outer = INSIDE.get();
        INSIDE.set(true);
        try {
            if (begin < end) {
                body.run(begin, end);
            }
        } catch (RuntimeException | Error error) {
            failure.compareAndSet(null, error);
        } finally {
            INSIDE.set(outer);
        }
    }

    private static void await(CountDownLatch done) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException _) {
                // The parts still write into memory of the caller, so they are waited for all the same.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    private static synchronized ExecutorService pool() {
        if (pool == null) {
            pool = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "tdsl-kernel");
                thread.setDaemon(true);
                return thread;
            });
        }
        return pool;
    }
}
