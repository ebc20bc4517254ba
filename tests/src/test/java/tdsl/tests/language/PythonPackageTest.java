package tdsl.tests.language;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tdsl.interpreter.embedding.Tdsl;
import tdsl.tests.Project;

/// The Python package `tdsl`, by the functions `test_…` of the files in `tests/python`. Their context may touch nothing
/// outside.
class PythonPackageTest {
    private static final String PYTHON = "python";
    private static Context context;

    @BeforeAll
    static void openContext() {
        context = newContext();
        Tdsl.install(context);
    }

    @AfterAll
    static void closeContext() {
        context.close();
    }

    private static Context newContext() {
        return Context.newBuilder(PYTHON, "tdsl")
                .option("engine.WarnInterpreterOnly", "false")
                .build();
    }

    @TestFactory
    Stream<DynamicNode> functionsOfTheTestFiles() throws IOException {
        return files().stream().map(PythonPackageTest::testsOf);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Project.path("tests/python"))) {
            // test_tensors holds what the others import.
            return files.filter(file -> file.toString().endsWith(".py"))
                    .sorted((left, right) -> right.compareTo(left))
                    .toList();
        }
    }

    private static DynamicNode testsOf(Path file) {
        Value module = loadModule(file);
        Stream<DynamicTest> tests = module.getMemberKeys().stream()
                .filter(name -> name.startsWith("test_"))
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertDoesNotThrow(() -> module.getMember(name).executeVoid())));
        return DynamicContainer.dynamicContainer(file.getFileName().toString(), tests);
    }

    /// As an import would, without access to files.
    private static Value loadModule(Path file) {
        Value load = context.eval(PYTHON, """
                def load(name, path, text):
                    import sys, types
                    module = sys.modules[name] = types.ModuleType(name)
                    exec(compile(text, path, "exec"), module.__dict__)
                    return module
                load
                """);
        try {
            String name = file.getFileName().toString().replace(".py", "");
            return load.execute(name, file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void installingTwiceIsInstallingOnce() {
        Tdsl.install(context);
        assertEquals(3, context.eval(PYTHON, "import tdsl; len(tdsl.ones(3))").asInt());
    }

    @Test
    void contextsDoNotShareTheirModules() {
        context.eval(PYTHON, "import tdsl; tdsl._mark = 1");
        try (Context other = newContext()) {
            Tdsl.install(other);
            assertEquals(
                    false,
                    other.eval(PYTHON, "import tdsl; hasattr(tdsl, '_mark')").asBoolean());
        }
    }

    @Test
    void withoutInstallationThereIsNoPackage() {
        try (Context other = newContext()) {
            String code = """
                    def missing():
                        try:
                            import tdsl
                        except ModuleNotFoundError:
                            return True
                    missing
                    """;
            assertEquals(
                    true,
                    other.eval(Source.newBuilder(PYTHON, code, "missing.py").buildLiteral())
                            .execute()
                            .asBoolean());
        }
    }
}
