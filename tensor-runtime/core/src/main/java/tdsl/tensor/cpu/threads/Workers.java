package tdsl.tensor.cpu.threads;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// The threads that help with jobs. They look at one place for the newest job: a job that is replaced there before
/// all have seen it is still finished, as whoever submits one works on it as well.
public final class Workers {
    /// How long a thread watches for the next job before it sleeps. Kernels of one script follow each other within
    /// microseconds, and to wake a thread takes longer than many of them.
    private static final long SPIN_NANOS = 50_000;

    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private volatile Job newest;

    public Workers() {}

    /// Runs a job on this thread and up to `helpers` others; returns when it is done.
    ///
    /// @throws RuntimeException what the first part that failed threw, or an Error
    public void run(Job job, int helpers) {
        if (workers.size() < helpers) {
            hire(helpers);
        }
        newest = job;
        for (int i = 0; i < helpers; i++) {
            workers.get(i).wake();
        }
        job.work();
        job.await();
    }

    private synchronized void hire(int count) {
        while (workers.size() < count) {
            workers.add(new Worker());
        }
    }

    private final class Worker {
        private final Thread thread =
                Thread.ofPlatform().name("tdsl-kernel").daemon().start(this::helpForever);
        private volatile boolean asleep;

        private void helpForever() {
            Job last = null;
            while (true) {
                last = awaitNewer(last);
                last.help();
            }
        }

        private Job awaitNewer(Job last) {
            long start = System.nanoTime();
            while (newest == last) {
                if (System.nanoTime() - start < SPIN_NANOS) {
                    Thread.onSpinWait();
                } else {
                    sleep(last);
                }
            }
            return newest;
        }

        private void sleep(Job last) {
            asleep = true;
            // Whoever submits a job after this look at it sees that this thread is asleep.
            if (newest == last) {
                LockSupport.park(this);
            }
            asleep = false;
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(thread);
            }
        }
    }
}
