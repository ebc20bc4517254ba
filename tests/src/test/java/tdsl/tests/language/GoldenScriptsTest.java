package tdsl.tests.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.graalvm.polyglot.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tests.Project;

/// Scripts with the output that they must have, and scripts with errors and the diagnostics that these must give: the
/// file beside each `NAME.tdsl` in `tests/language` is `NAME.out`. With `-Dtdsl.golden.update=true` these files are
/// written anew, to be read before they are committed.
class GoldenScriptsTest {
    private static final Path SCRIPTS = Project.path("tests/language");

    static List<String> scripts() throws IOException {
        return list(SCRIPTS);
    }

    static List<String> errors() throws IOException {
        return list(SCRIPTS.resolve("errors"));
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tdsl"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void runsOnTheRuntimeThatThisRunIsFor() {
        try (Engine engine = Engine.newBuilder()
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            boolean optimizing = !engine.getImplementationName().equals("Interpreted");
            assertEquals(
                    System.getProperty("tdsl.test.runtime").equals("optimizing"),
                    optimizing,
                    engine.getImplementationName());
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void printsWhatItShould(String script) throws IOException {
        ScriptRun run = ScriptRun.of(SCRIPTS.resolve(script));
        compare(SCRIPTS.resolve(script), run);
        assertFalse(run.failed(), "the script failed");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void givesTheDiagnosticThatItShould(String script) throws IOException {
        Path file = SCRIPTS.resolve("errors").resolve(script);
        ScriptRun run = ScriptRun.of(file);
        compare(file, run);
        assertTrue(run.failed(), "the script did not fail");
    }

    private static void compare(Path script, ScriptRun run) throws IOException {
        Path golden = Path.of(script.toString().replaceFirst("\\.tdsl$", ".out"));
        if (Boolean.getBoolean("tdsl.golden.update")) {
            Files.writeString(golden, run.output());
        }
        assertEquals(Files.readString(golden), run.output());
    }
}
