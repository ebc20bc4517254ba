package tdsl.tensor.cpu.threads;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import tdsl.tensor.dispatch.Checkpoint;

/// One piece of work cut into parts, which the threads at work on it take one after the other: a thread that is
/// held up then leaves more of them to the others.
public final class Job {
    /// How long to watch for the end before giving the processor up: about what a wake-up costs.
    private static final long SPIN_NANOS = 20_000;
    /// How often a thread that waits looks whether the program shall stop.
    private static final long CHECK_NANOS = 10_000_000;

    /// Ends a part of a job that is to stop.
    private static final RuntimeException ABANDONED = new RuntimeException("abandoned", null, false, false) {};

    private final int parts;
    private Part body;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger unfinished;
    private final AtomicInteger places;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread owner = Thread.currentThread();
    private volatile boolean stopped;
    private volatile Thread waiting;

    /// The work of one part.
    @FunctionalInterface
    public interface Part {
        void run(Job job, int number);
    }

    /// @param helpers how many threads may work on this besides the one that waits for it
    public Job(int parts, int helpers, Part body) {
        this.parts = parts;
        this.body = body;
        unfinished = new AtomicInteger(parts);
        places = new AtomicInteger(helpers);
    }

    /// Works on this unless enough other threads do.
    void help() {
        if (places.getAndDecrement() > 0) {
            work();
        }
    }

    /// Takes part after part until none is left.
    void work() {
        for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
            try {
                if (!stopped) {
                    body.run(this, part);
                }
            } catch (RuntimeException | Error error) {
                failure.compareAndSet(null, error);
            } finally {
                finishPart();
            }
        }
    }

    /// Lets the part of this job that the current thread works on be stopped here.
    public void checkpoint() {
        if (Thread.currentThread() == owner) {
            stopIfAsked();
        }
        if (stopped) {
            throw ABANDONED;
        }
    }

    private void finishPart() {
        if (unfinished.decrementAndGet() == 0) {
            LockSupport.unpark(waiting);
        }
    }

    /// Waits until all parts are done, even if interrupted, since they still write into memory of the caller.
    ///
    /// @throws RuntimeException what the first part that failed threw, or an Error
    void await() {
        long start = System.nanoTime();
        while (unfinished.get() > 0 && System.nanoTime() - start < SPIN_NANOS) {
            Thread.onSpinWait();
        }
        waiting = Thread.currentThread();
        boolean interrupted = false;
        while (unfinished.get() > 0) {
            LockSupport.parkNanos(this, CHECK_NANOS);
            interrupted |= Thread.interrupted();
            stopIfAsked();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        // Threads remember the job that they saw last, but shall not keep alive what it refers to.
        body = null;
        rethrow(failure.get());
    }

    private void stopIfAsked() {
        if (stopped) {
            return;
        }
        try {
            Checkpoint.pass();
        } catch (RuntimeException | Error stop) {
            failure.set(stop);
            stopped = true;
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
}
