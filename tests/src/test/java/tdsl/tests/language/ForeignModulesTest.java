package tdsl.tests.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scripts import modules written in Python by their files.
class ForeignModulesTest {
    private static final String HELPERS = """
            import tdsl

            runs = []
            runs.append(1)

            def scaled(x, factor=2, *, offset=0):
                return x * factor + offset

            def fill(x):
                x[0] = 42
                return x

            def apply(f, x):
                return f(x)

            def _hidden():
                pass
            """;

    @TempDir
    Path folder;

    private Context context;

    @BeforeEach
    void openContext() throws IOException {
        context = contextOf("tdsl", "python");
        write("helpers.py", HELPERS);
    }

    @AfterEach
    void closeContext() {
        context.close();
    }

    private static Context contextOf(String... languages) {
        return Context.newBuilder(languages)
                .allowIO(IOAccess.ALL)
                .allowPolyglotAccess(PolyglotAccess.ALL)
                .option("engine.WarnInterpreterOnly", "false")
                .build();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Value run(String script) throws IOException {
        return run(context, script);
    }

    private Value run(Context context, String script) throws IOException {
        Path file = folder.resolve("main.tdsl");
        Files.writeString(file, script);
        return context.eval(Source.newBuilder("tdsl", file.toFile()).build());
    }

    /// What a script that fails is told, as the command line shows it.
    private String diagnosticOf(Context context, String script) throws IOException {
        try {
            run(context, script);
        } catch (PolyglotException error) {
            assertTrue(error.isGuestException(), error.toString());
            Value fault = error.getGuestObject();
            return fault.getMember("kind").asString() + "\n"
                    + fault.getMember("diagnostic").asString();
        }
        throw new AssertionError("the script did not fail");
    }

    private static void assertContains(String text, String part) {
        assertTrue(text.contains(part), text);
    }

    @Test
    void functionsTakeArgumentsByPositionAndByName() throws IOException {
        String script = """
                import "helpers.py" as helpers
                let x = ones(2, 3)
                "{helpers.scaled(x).sum().item()} {helpers.scaled(x, offset=1).sum().item()} {helpers.scaled(x, 3, offset=1).sum().item()}"
                """;
        assertEquals("12.0 18.0 24.0", run(script).asString());
    }

    @Test
    void tensorsAreSharedAndNotCopied() throws IOException {
        String script = """
                import "helpers.py" as helpers
                let x = zeros(3)
                let same = helpers.fill(x)
                same[2] = 7
                x.tolist()
                """;
        assertEquals("[42.0, 0.0, 7.0]", run(script).toString());
    }

    @Test
    void gradientsPassThroughFunctionsOfPython() throws IOException {
        String script = """
                import "helpers.py" as helpers
                let x = ones(2).requires_grad_()
                helpers.scaled(x * x, factor=5).sum().backward()
                x.grad.tolist()
                """;
        assertEquals("[10.0, 10.0]", run(script).toString());
    }

    @Test
    void modulesRunOnce() throws IOException {
        write("other.tdsl", "import \"helpers.py\" as helpers\nlet runs = helpers.runs");
        String script = """
                import "helpers.py" as first
                import "helpers.py" as second
                import "other.tdsl" as other
                first.runs.append(2)
                "{len(second.runs)} {len(first.runs)}"
                """;
        assertEquals("2 2", run(script).asString());
    }

    @Test
    void errorsOfScriptsPassThroughPythonAsTheyAre() throws IOException {
        String diagnostic = diagnosticOf(
                context, "import \"helpers.py\" as helpers\nhelpers.apply(fn(a) => a @ zeros(9), ones(2, 3))");
        assertContains(diagnostic, "ShapeError");
        assertContains(diagnostic, "main.tdsl:2");
    }

    @Test
    void hiddenNamesAreNotImported() throws IOException {
        assertContains(diagnosticOf(context, "import \"helpers.py\" as helpers\nhelpers._hidden()"), "_hidden");
        assertContains(diagnosticOf(context, "import \"helpers.py\" as helpers\nhelpers.tdsl"), "tdsl");
    }

    @Test
    void aLanguageThatIsNotAllowedIsAnImportError() throws IOException {
        write("module.js", "export const a = 1\n");
        try (Context without = contextOf("tdsl")) {
            String python = diagnosticOf(without, "import \"helpers.py\" as m");
            assertContains(python, "ImportError");
            assertContains(python, "Python");
            assertContains(diagnosticOf(without, "import \"module.js\" as m"), "JavaScript");
        }
    }
}
