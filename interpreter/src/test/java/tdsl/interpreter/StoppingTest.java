package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.ResourceLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs end when the application that embeds them says so, whatever they are doing.
class StoppingTest {
    /// Much longer than stopping takes, much shorter than the programs here.
    private static final long PATIENCE_SECONDS = 30;

    private static final Engine ENGINE =
            Engine.newBuilder().option("engine.WarnInterpreterOnly", "false").build();

    private final CountDownLatch underWay = new CountDownLatch(1);

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    private static Context.Builder context() {
        return Context.newBuilder("tdsl").engine(ENGINE).allowHostAccess(HostAccess.ALL);
    }

    /// Runs a program on another thread, and returns when it has called `begin`.
    private CompletableFuture<Void> start(Context context, String program) throws InterruptedException {
        context.getBindings("tdsl").putMember("begin", (Runnable) underWay::countDown);
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> context.eval("tdsl", "begin()\n" + program));
        assertTrue(underWay.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return run;
    }

    private static PolyglotException failure(CompletableFuture<Void> run) {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> run.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
        return (PolyglotException) failure.getCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true { }",
                "fn f(n) { if n == 0 { 0 } else { f(n - 1) } }\nwhile true { f(10) }",
                "let x = zeros(8)\nwhile true { x += 1 }",
                "let x = ones(64, 64)\nfor i in 0..1_000_000_000 { x @ x }",
                "ones(3000, 3000) @ ones(3000, 3000) @ ones(3000, 3000) @ ones(3000, 3000) @ ones(3000, 3000)",
                "conv2d(ones(8, 64, 256, 256), ones(256, 64, 7, 7))",
                "let x = ones(50_000_000)\nwhile true { x.sort() }",
                "mvlgamma(ones(4) * 1e300, 9_000_000_000)",
                "try { while true { } } catch e { while true { } }",
                "try { while true { } } finally { while true { } }",
            })
    void closingTheContextStopsAProgram(String program) throws Exception {
        Context context = context().build();
        CompletableFuture<Void> run = start(context, program);
        context.close(true);
        assertTrue(failure(run).isCancelled());
        try (Context another = context().build()) {
            assertEquals(2, another.eval("tdsl", "ones(2).sum().item()").asDouble());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"while true { }", "mvlgamma(ones(4) * 1e300, 9_000_000_000)"})
    void anInterruptedProgramLeavesItsContextUsable(String program) throws Exception {
        try (Context context = context().build()) {
            context.eval("tdsl", "let kept = arange(3)");
            CompletableFuture<Void> run = start(context, program);
            context.interrupt(Duration.ofSeconds(PATIENCE_SECONDS));
            PolyglotException failure = failure(run);
            assertTrue(failure.isInterrupted());
            assertFalse(failure.isCancelled());
            assertEquals(3, context.eval("tdsl", "kept.sum().item()").asInt());
        }
    }

    @Test
    void aLimitOfStatementsEndsAProgram() {
        ResourceLimits limits =
                ResourceLimits.newBuilder().statementLimit(1000, null).build();
        Context context = context().resourceLimits(limits).build();
        assertEquals(45, context.eval("tdsl", "sum(0..10)").asInt());
        PolyglotException failure =
                assertThrows(PolyglotException.class, () -> context.eval("tdsl", "let i = 0\nwhile true { i += 1 }"));
        assertTrue(failure.isResourceExhausted());
    }
}
