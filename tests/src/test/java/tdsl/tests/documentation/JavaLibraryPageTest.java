package tdsl.tests.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.tests.Project;

/// The program in `tensor-runtime/README.md` does what the page says.
class JavaLibraryPageTest {
    @TempDir
    Path folder;

    @Test
    void theProgramOfThePagePrintsWhatThePageShows() throws IOException, InterruptedException {
        String page = Files.readString(Project.path("tensor-runtime/README.md"));
        Path program = Files.writeString(folder.resolve("Example.java"), block(page, "java"));
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
        assertEquals(block(page, "text"), output);
    }

    private static String block(String page, String language) {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
        block.find();
        return block.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            return failure.toString();
        }
    }
}
