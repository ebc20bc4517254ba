package tdsl.tensor.cpu;

import tdsl.tensor.cpu.threads.Job;
import tdsl.tensor.cpu.threads.Workers;
import tdsl.tensor.error.ValueException;

/// The threads that kernels share. Work is cut at fixed places, so that results do not depend on their number.
public final class Parallel {
    /// Bytes of work below which handing it to another thread costs more than it saves.
    public static final long GRAIN_BYTES = 1 << 18;

    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);
    /// The property `tdsl.threads` sets how many threads there are from the start.
    private static volatile int threads =
            Integer.getInteger("tdsl.threads", Runtime.getRuntime().availableProcessors());

    /// More parts than threads, so that one that is held up does not hold up the others.
    private static final int PARTS_PER_THREAD = 4;

    private static final Workers WORKERS = new Workers();

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
        int helpers = threads - 1;
        long parts = Math.min((long) PARTS_PER_THREAD * threads, Math.ceilDiv(count, Math.max(1, grain)));
        if (parts <= 1 || helpers == 0 || INSIDE.get()) {
            if (count > 0) {
                body.run(0, count);
            }
            return;
        }
        long size = Math.ceilDiv(count, parts);
        WORKERS.run(new Job((int) parts, helpers, part -> runInside(body, part * size, count, size)), helpers);
    }

    private static void runInside(Range body, long begin, long count, long size) {
        boolean outer = INSIDE.get();
        INSIDE.set(true);
        try {
            if (begin < count) {
                body.run(begin, Math.min(count, begin + size));
            }
        } finally {
            INSIDE.set(outer);
        }
    }
}
