package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.IOAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several threads in one context, and several contexts on one engine.
class ThreadsTest {
    private static final int THREADS = 8;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    private final Engine engine =
            Engine.newBuilder().option("engine.WarnInterpreterOnly", "false").build();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void close() {
        threads.shutdownNow();
        engine.close(true);
    }

    private Context context() {
        return Context.newBuilder(TdslLanguage.ID)
                .engine(engine)
                .allowHostAccess(HostAccess.ALL)
                .allowIO(IOAccess.ALL)
                .out(output)
                .build();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /// Runs an action in all threads at once, and gives its results.
    private <T> List<T> everywhere(Action<T> action) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Callable<T>> actions = IntStream.range(0, THREADS)
                .mapToObj(number -> (Callable<T>) () -> {
                    start.await();
                    return action.run(number);
                })
                .toList();
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(actions, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            results.add(result.get());
        }
        return results;
    }

    @FunctionalInterface
    private interface Action<T> {
        T run(int thread) throws Exception;
    }

    @Test
    void aModuleThatThreadsImportAtOnceRunsOnce() throws Exception {
        String slow =
                file("slow.tdsl", "let sum = 0\nfor i in 0..100_000 { sum += i }\nprint(\"ran\")\nlet seen = []\n");
        String through = file("through.tdsl", "import \"slow.tdsl\" as slow\nlet seen = slow.seen\n");
        try (Context context = context()) {
            everywhere(thread -> context.eval(
                    TdslLanguage.ID,
                    "import \"%s\" as m%2$d\nm%2$d.seen.append(%2$d)"
                            .formatted(thread % 2 == 0 ? slow : through, thread)));
            assertEquals(THREADS, context.eval(TdslLanguage.ID, "len(m0.seen)").asInt());
            assertEquals("ran\n", output.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void modulesThatImportEachOtherAreAnErrorInEveryThread() throws Exception {
        String first = file("first.tdsl", "import \"second.tdsl\" as other\nlet x = 1\n");
        String second = file("second.tdsl", "import \"first.tdsl\" as other\nlet x = 2\n");
        try (Context context = context()) {
            List<String> errors = everywhere(thread -> assertThrows(
                            PolyglotException.class,
                            () -> context.eval(
                                    TdslLanguage.ID, "import \"%s\" as m".formatted(thread % 2 == 0 ? first : second)))
                    .getMessage());
            for (String error : errors) {
                assertTrue(error.startsWith("ImportError: modules import each other in a cycle: "), error);
            }
        }
    }

    @Test
    void aThreadThatWaitsForAModuleCanBeStopped() throws Exception {
        CountDownLatch underWay = new CountDownLatch(2);
        String endless = file("endless.tdsl", "while true { }\n");
        Context context = context();
        context.getBindings(TdslLanguage.ID).putMember("begin", (Runnable) underWay::countDown);
        Source source = Source.create(TdslLanguage.ID, "begin()\nimport \"" + endless + "\" as m");
        List<Future<?>> runs =
                List.of(threads.submit(() -> context.eval(source)), threads.submit(() -> context.eval(source)));
        assertTrue(underWay.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        context.close(true);
        for (Future<?> run : runs) {
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> run.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertTrue(((PolyglotException) failure.getCause()).isCancelled());
        }
    }

    @Test
    void threadsOfAContextCallTheSameFunctions() throws Exception {
        try (Context context = context()) {
            context.eval(
                    TdslLanguage.ID,
                    "import nn\nlet net = nn.Linear(4, 3)\nfn total(n) { let s = 0; for i in 0..n { s += i }; return s }");
            List<String> results = everywhere(thread -> {
                for (int i = 0; i < 50; i++) {
                    context.eval(TdslLanguage.ID, "total(%d); net(ones(2, 4))".formatted(i));
                }
                return context.eval(
                                TdslLanguage.ID,
                                "let mine%1$d = total(%1$d)\n\"{mine%1$d} {net(ones(4)).shape}\"".formatted(thread))
                        .asString();
            });
            for (int thread = 0; thread < THREADS; thread++) {
                assertEquals(thread * (thread - 1) / 2 + " [3]", results.get(thread));
            }
        }
    }

    @Test
    void modesOfRecordingBelongToTheThreadThatSetsThem() throws Exception {
        try (Context context = context()) {
            List<Boolean> right = everywhere(thread -> context.eval(
                            TdslLanguage.ID,
                            thread % 2 == 0
                                    ? "(fn() { with no_grad() { return not any([(param(ones(2)) * 2).requires_grad for _ in 0..200]) } })()"
                                    : "[(param(ones(2)) * 2).requires_grad for _ in 0..200] |> all")
                    .asBoolean());
            assertEquals(Collections.nCopies(THREADS, true), right);
        }
    }

    @Test
    void contextsOnOneEngineRunTheSameSourceAtOnce() throws Exception {
        Source source = Source.create(
                TdslLanguage.ID,
                "import optim\nfn fib(n) { if n < 2 { return n }; return fib(n - 1) + fib(n - 2) }\nfib(12) + ones(3).sum().item()");
        List<Double> results = everywhere(_ -> {
            try (Context context = context()) {
                return context.eval(source).asDouble();
            }
        });
        results.forEach(result -> assertEquals(147, result));
    }
}
