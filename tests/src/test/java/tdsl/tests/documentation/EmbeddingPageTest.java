package tdsl.tests.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.tests.Project;

/// The example of `interpreter/EMBEDDING.md` runs as a program of its own, with nothing but the jars.
class EmbeddingPageTest {
    private static final Path SOURCE = Project.path("scripts/examples/embedding/src/main/java/example/Embedding.java");
    private static final String JARS = Project.path("tests/target/modules").toString();

    @TempDir
    Path folder;

    @BeforeEach
    void compile() throws IOException {
        List<String> words = new ArrayList<>(List.of("-d", folder.toString(), "-cp", jars()));
        words.add(SOURCE.toString());
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new)));
    }

    private static String jars() throws IOException {
        try (var files = Files.list(Path.of(JARS))) {
            return String.join(":", files.map(Path::toString).toList());
        }
    }

    @Test
    void runsOnTheClassPathWithoutOptions() throws IOException, InterruptedException {
        run("-cp", folder + ":" + JARS + "/*");
    }

    @Test
    void runsOnTheModulePathWithoutOptions() throws IOException, InterruptedException {
        run("-p", JARS, "--add-modules", "tdsl.interpreter", "-cp", folder.toString());
    }

    private void run(String... paths) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(paths));
        command.add("example.Embedding");
        Path errors = folder.resolve("errors.txt");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        String log = Files.readString(errors);
        assertEquals(0, status, log);
        assertEquals(MarkdownPage.block(Project.path("interpreter/EMBEDDING.md"), "text"), output);
        assertFalse(log.contains("Exception"), log);
        assertEquals(1, log.split("kernels run without SIMD", -1).length - 1, log);
    }
}
