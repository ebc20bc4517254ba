package tdsl.tensor.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.autograd.Numerical.leaf;
import static tdsl.tensor.autograd.Numerical.values;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.check.GradCheck;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.FileException;
import tdsl.tensor.error.ValueException;

/// The example of a library, built and loaded.
class LoadedLibraryTest {
    private static final Path EXAMPLE = Path.of("../../scripts/examples/oplibrary");

    @TempDir
    private static Path folder;

    private static LoadedLibrary library;

    @BeforeAll
    static void buildAndLoad() throws URISyntaxException {
        Path runtime = Path.of(
                Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path classes = folder.resolve("classes");
        Path jar = folder.resolve("ops.jar");
        run(
                "javac",
                "-cp",
                runtime.toString(),
                "-d",
                classes.toString(),
                EXAMPLE.resolve("SaturationLibrary.java") + "");
        run("jar", "--create", "--file", jar + "", "-C", classes + "", ".", "-C", EXAMPLE + "", "META-INF");
        library = LoadedLibrary.load(jar);
    }

    private static void run(String tool, String... arguments) {
        int status = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments);
        assertEquals(0, status, tool);
    }

    private static Tensor call(String op, Tensor input) {
        return (Tensor) library.op(op).callNamed(List.of(input), Map.of());
    }

    @Test
    void operatorsOfTheLibraryCompute() {
        Tensor input = Tensor.of(new double[] {-1, 0, 3}, 3);
        assertArrayEquals(new double[] {-0.5, 0, 0.75}, values(call("saturate", input)));
        assertArrayEquals(new double[] {0, 1, 2}, values(call("sqrt1p", input)));
        Object shifted = library.op("sqrt1p").callNamed(List.of(input), Map.of("shift", 6L));
        assertEquals(3, values((Tensor) shifted)[2]);
    }

    @Test
    void theirGradientsAndSecondDerivativesAreRight() {
        for (String op : library.ops().keySet()) {
            List<Tensor> inputs = List.of(leaf(2, 3).detach().abs().add(0.5).requiresGrad(true));
            GradCheck.gradcheck(in -> List.of(call(op, in.getFirst())), inputs, GradCheck.Options.DEFAULT);
            GradCheck.gradgradcheck(in -> List.of(call(op, in.getFirst())), inputs, GradCheck.Options.DEFAULT);
        }
    }

    @Test
    void theyAreDocumented() {
        Op saturate = library.op("saturate");
        assertEquals("saturate(input: Tensor) -> Tensor", saturate.signature().toString());
        assertEquals("Elementwise x / (1 + |x|); same shape as x.", saturate.documentation());
        assertEquals(
                "sqrt1p(input: Tensor, shift: float = 1.0) -> Tensor",
                library.op("sqrt1p").signature().toString());
    }

    @Test
    void whatIsNoLibraryIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("text.jar"), "no archive");
        assertThrows(FileException.class, () -> LoadedLibrary.load(text));
        assertThrows(FileException.class, () -> LoadedLibrary.load(folder.resolve("missing.jar")));
        ValueException error = assertThrows(ValueException.class, () -> library.op("other"));
        assertTrue(error.getMessage().startsWith("ops.jar has no operator other"), error.getMessage());
    }
}
