package tdsl.tensor.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import tdsl.tensor.fusion.FusableOps;
import tdsl.tensor.ops.OpIndex;

/// The example of a library, built and loaded.
class LoadedLibraryTest {
    private static final Path EXAMPLE = Path.of("../../scripts/examples/oplibrary");

    @TempDir
    private static Path folder;

    private static LoadedLibrary library;

    @BeforeAll
    static void buildAndLoad() throws URISyntaxException {
        Path classes = folder.resolve("classes");
        Path jar = folder.resolve("ops.jar");
        run(
                "javac",
                "-cp",
                runtime().toString(),
                "-d",
                classes.toString(),
                EXAMPLE.resolve("SaturationLibrary.java") + "");
        run("jar", "--create", "--file", jar + "", "-C", classes + "", ".", "-C", EXAMPLE + "", "META-INF");
        library = LoadedLibrary.load(jar);
    }

    private static Path runtime() throws URISyntaxException {
        return Path.of(
                Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
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

    /// Replaces the kernel of an operator that exists, and says when it runs.
    private static final String REPLACEMENT = """
            import java.util.List;
            import tdsl.tensor.Tensor;
            import tdsl.tensor.dispatch.DispatchKey;
            import tdsl.tensor.library.OpLibrary;

            public final class Replacement implements OpLibrary {
                @Override
                public List<OpKernel> kernels() {
                    return List.of(new OpKernel("hypot", DispatchKey.CPU, a -> {
                        System.setProperty("tdsl.test.hypot", "replaced");
                        return a.tensor(0).square().add(a.tensor(1).square()).sqrt();
                    }));
                }
            }
            """;

    @Test
    void aKernelOfALibraryTakesThePlaceOfAnother() throws Exception {
        Path source = Files.createDirectories(folder.resolve("replacement")).resolve("Replacement.java");
        Path services = Files.createDirectories(source.resolveSibling("META-INF/services"));
        Files.writeString(source, REPLACEMENT);
        Files.writeString(services.resolve("tdsl.tensor.library.OpLibrary"), "Replacement");
        Path jar = folder.resolve("replacement.jar");
        Path classes = folder.resolve("replaced");
        run("javac", "-cp", runtime().toString(), "-d", classes.toString(), source.toString());
        run("jar", "--create", "--file", jar + "", "-C", classes + "", ".", "-C", source.getParent() + "", "META-INF");
        LoadedLibrary.load(jar);
        Tensor input = Tensor.of(new double[] {3, 5}, 2).requiresGrad(true);
        Tensor result = input.hypot(Tensor.of(new double[] {4, 12}, 2));
        assertEquals("replaced", System.clearProperty("tdsl.test.hypot"));
        assertArrayEquals(new double[] {5, 13}, values(result), 1e-12);
        // The rule of the gradient stays.
        result.sum().backward();
        assertArrayEquals(new double[] {3 / 5.0, 5 / 13.0}, values(input.grad()), 1e-12);
        assertFalse(FusableOps.isPointwise(OpIndex.find("hypot")));
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
