package tdsl.tests.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.tests.Project;

/// The program in `tensor-runtime/README.md` does what the page says.
class JavaLibraryPageTest {
    @TempDir
    Path folder;

    @Test
    void theProgramOfThePagePrintsWhatThePageShows() throws IOException, InterruptedException {
        Path page = Project.path("tensor-runtime/README.md");
        Path program = Files.writeString(folder.resolve("Example.java"), MarkdownPage.block(page, "java"));
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--class-path",
                        Project.path("tests/target/modules") + "/*",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        program.toString())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> read(errors));
        assertEquals(MarkdownPage.block(page, "text"), output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            return failure.toString();
        }
    }
}
