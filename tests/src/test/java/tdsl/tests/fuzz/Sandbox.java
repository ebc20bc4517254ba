package tdsl.tests.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import tdsl.tensor.memory.CpuAllocator;

/// Runs programs that may do anything: without files, for a short time, with little memory.
final class Sandbox implements AutoCloseable {
    private static final Duration TIME_LIMIT = Duration.ofMillis(300);
    /// How long a program that is told to stop may take for it: long enough for a busy machine.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long MEMORY_LIMIT = 256L << 20;

    private final Engine engine =
            Engine.newBuilder().option("engine.WarnInterpreterOnly", "false").build();
    private final ExecutorService runner = Executors.newSingleThreadExecutor(Sandbox::thread);
    private boolean hangs;

    Sandbox() {
        CpuAllocator.instance().setLimit(MEMORY_LIMIT);
    }

    /// The stack of the command line: recursion without end is a script error also there.
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "fuzz", 16L << 20);
        thread.setDaemon(true);
        return thread;
    }

    /// Runs a program in a context of its own; fails if it does not end as programs should.
    void run(String program) {
        try (Context context = Context.newBuilder("tdsl")
                .engine(engine)
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .build()) {
            Future<?> run = runner.submit(() -> evaluate(context, program));
            try {
                run.get(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                stop(context, run, program);
            }
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure.getCause() + "\n" + program, failure);
        }
    }

    private void stop(Context context, Future<?> run, String program) throws InterruptedException, ExecutionException {
        try {
            context.interrupt(PATIENCE);
            run.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hang) {
            hangs = true;
            fail("cannot be stopped:\n" + program);
        }
    }

    private static void evaluate(Context context, String program) {
        try {
            context.eval(Source.create("tdsl", program)).toString();
        } catch (PolyglotException error) {
            assertFalse(error.isInternalError(), () -> error + "\n" + program);
            // A program that was stopped has no diagnostic: it did nothing wrong.
            if (error.isGuestException() && !error.isInterrupted() && !error.isCancelled()) {
                assertFalse(
                        error.getGuestObject()
                                .getMember("diagnostic")
                                .asString()
                                .isEmpty(),
                        program);
            }
        }
    }

    @Override
    public void close() {
        runner.shutdownNow();
        // Closing the engine would wait for the program that cannot be stopped.
        if (!hangs) {
            engine.close(true);
        }
        CpuAllocator.instance().setLimit(Long.MAX_VALUE);
    }
}
