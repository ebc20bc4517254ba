package tdsl.tests.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.io.IOAccess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.tensor.dispatch.Op;
import tdsl.tests.Project;

/// The example of a library of operators, built, and loaded by scripts.
class LibraryInScriptsTest {
    @TempDir
    private static Path folder;

    private static Path jar;

    @BeforeAll
    static void build() throws URISyntaxException {
        Path example = Project.path("scripts/examples/oplibrary");
        Path runtime = Path.of(
                Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path classes = folder.resolve("classes");
        jar = folder.resolve("ops.jar");
        run("javac", "-cp", runtime + "", "-d", classes + "", example.resolve("SaturationLibrary.java") + "");
        run("jar", "--create", "--file", jar + "", "-C", classes + "", ".", "-C", example + "", "META-INF");
    }

    private static void run(String tool, String... arguments) {
        assertEquals(0, ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments), tool);
    }

    @Test
    void itsOperatorsAreFunctionsMethodsAndMembers() {
        try (Context context = Context.newBuilder("tdsl")
                .allowAllAccess(true)
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            context.getBindings("tdsl").putMember("path", jar.toString());
            String script = """
                    let library = load_library(path)
                    let x = param(tensor([-1.0, 0.0, 3.0], dtype=f64))
                    x.saturate().sum().backward()
                    string([library.saturate(x).tolist(), x.sqrt1p(shift=6).tolist()[2], x.grad.tolist(),
                            gradcheck(fn(t) => t.saturate(), [x])])
                    """;
            assertEquals(
                    "[[-0.5, 0.0, 0.75], 3.0, [0.25, 1.0, 0.0625], true]",
                    context.eval("tdsl", script).asString());
            assertEquals(
                    0.75, context.eval("tdsl", "saturate(tensor(3.0)).item()").asDouble());
        }
    }

    @Test
    void aContextThatMayNotRunOtherCodeLoadsNone() {
        try (Context context = Context.newBuilder("tdsl")
                .allowIO(IOAccess.ALL)
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            context.getBindings("tdsl").putMember("path", jar.toString());
            PolyglotException error =
                    assertThrows(PolyglotException.class, () -> context.eval("tdsl", "load_library(path)"));
            assertTrue(error.getMessage().contains("may not load libraries"), error.getMessage());
        }
    }
}
