package tdsl.tensor.cpu;

import tdsl.tensor.cpu.threads.Job;
import tdsl.tensor.cpu.threads.Workers;
import tdsl.tensor.dispatch.Checkpoint;
import tdsl.tensor.error.ValueException;

/// The threads that kernels share. Work is cut at fixed places, so that results do not depend on their number.
public final class Parallel {
    /// Bytes of work below which handing it to another thread costs more than it saves.
    public static final long GRAIN_BYTES = 1 << 18;

    /// The job that a thread works on.
    private static final ThreadLocal<Job> CURRENT = new ThreadLocal<>();
    /// The property `tdsl.threads` sets how many threads there are from the start.
    private static volatile int threads =
            Integer.getInteger("tdsl.threads", Runtime.getRuntime().availableProcessors());

    /// More parts than threads, so that one that is held up does not hold up the others.
    private static final int PARTS_PER_THREAD = 4;
    /// How many grains are worked on between two checkpoints: less than a millisecond.
    private static final int GRAINS_PER_STEP = 8;

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
        long step = grain <= 1 ? 1 : GRAINS_PER_STEP * grain;
        long parts = Math.min((long) PARTS_PER_THREAD * threads, Math.ceilDiv(count, Math.max(1, grain)));
        if (parts <= 1 || helpers == 0 || CURRENT.get() != null) {
            runInSteps(body, 0, count, step);
            return;
        }
        long size = Math.ceilDiv(count, parts);
        WORKERS.run(
                new Job(
                        (int) parts,
                        helpers,
                        (job, part) -> runInside(job, body, part * size, Math.min(count, (part + 1) * size), step)),
                helpers);
    }

    private static void runInside(Job job, Range body, long begin, long end, long step) {
        CURRENT.set(job);
        try {
            runInSteps(body, begin, end, step);
        } finally {
            CURRENT.remove();
        }
    }

    private static void runInSteps(Range body, long begin, long end, long step) {
        for (long first = begin; first < end; first += step) {
            if (first > begin) {
                checkpoint();
            }
            body.run(first, Math.min(end, first + step));
        }
    }

    /// Lets a kernel be stopped here, by what it throws. Kernels that divide their work with {@link #forRange}
    /// need this only where one item takes long.
    public static void checkpoint() {
        Job job = CURRENT.get();
        if (job == null) {
            Checkpoint.pass();
        } else {
            job.checkpoint();
        }
    }
}
