package tdsl.tests.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.oracle.truffle.api.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tdsl.grammar.format.SourceFormatter;
import tdsl.interpreter.check.SourceChecker;
import tdsl.tests.Project;

/// Whatever a program says, it ends: with its value, or with an error of the script. There is no error inside TDSL, no
/// program that cannot be stopped, and the formatter and the checker take every text.
///
/// `-Dtdsl.fuzz=50000` has that many programs of each kind run, and `-Dtdsl.fuzz.seed=N` other ones than usual.
class FuzzTest {
    private static final int COUNT = Integer.getInteger("tdsl.fuzz", 400);
    private static final long SEED = Long.getLong("tdsl.fuzz.seed", 20260101);

    private static Sandbox sandbox;
    private static List<String> scripts;

    @BeforeAll
    static void openSandbox() throws IOException {
        sandbox = new Sandbox();
        scripts = new ArrayList<>();
        for (String folder : List.of("tests/language", "tests/language/errors", "scripts/examples", "stdlib")) {
            try (Stream<Path> files = Files.list(Project.path(folder))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".tdsl"))
                        .filter(path -> !path.endsWith("digits.tdsl"))
                        .sorted()
                        .toList()) {
                    scripts.add(Files.readString(file));
                }
            }
        }
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    private static void forPrograms(long stream, Function<RandomPrograms, String> kind) {
        for (int number = 0; number < COUNT; number++) {
            RandomPrograms programs =
                    new RandomPrograms(new SplittableRandom(SEED + stream * 1_000_003 + 7919L * number), scripts);
            String program = kind.apply(programs);
            sandbox.run(program);
            checkTools(program);
        }
    }

    /// The formatter and the checker take every text, and formatting again changes nothing.
    private static void checkTools(String program) {
        SourceFormatter.format(program)
                .text()
                .ifPresent(formatted -> assertEquals(
                        formatted, SourceFormatter.format(formatted).text().orElse("no program"), program));
        try {
            Source source = Source.newBuilder("tdsl", program, "fuzz").build();
            SourceChecker.check(source, _ -> Optional.empty());
        } catch (RuntimeException | StackOverflowError fault) {
            throw new AssertionError("the checker fails on\n" + program, fault);
        }
    }

    @Test
    void generatedProgramsEndWell() {
        forPrograms(1, RandomPrograms::generated);
    }

    @Test
    void callsOfOperationsEndWell() {
        forPrograms(4, RandomPrograms::calls);
    }

    @Test
    void changedScriptsEndWell() {
        forPrograms(2, RandomPrograms::mutated);
    }

    @Test
    void sentencesOfTheGrammarEndWell() {
        forPrograms(3, RandomPrograms::sentence);
    }
}
