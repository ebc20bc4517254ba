package tdsl.tests.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.ParameterType;
import tdsl.tensor.ops.FluentOps;
import tdsl.tensor.ops.OpIndex;
import tdsl.tensor.ops.Tensors;

/// One row of the op table is enough: every op is a Java method, a function and a method of scripts, and
/// documented.
class OpTableReachTest {
    private static Set<String> namesWhere(Predicate<Op> condition) {
        return OpIndex.all().stream().filter(condition).map(Op::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /// All but those that are for other ops alone.
    private static List<Op> shown() {
        return OpIndex.shownNames().stream().sorted().map(OpIndex::find).toList();
    }

    private static boolean takesTensorFirst(Op op) {
        return !op.signature().parameters().isEmpty()
                && op.signature().parameters().getFirst().type() == ParameterType.TENSOR;
    }

    private static Set<String> methodsOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .map(method -> method.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = OpIndex.class.getResourceAsStream("/META-INF/tdsl/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyOpIsAJavaMethod() {
        assertEquals(namesWhere(OpTableReachTest::takesTensorFirst), methodsOf(FluentOps.class));
        assertEquals(namesWhere(op -> !takesTensorFirst(op)), methodsOf(Tensors.class));
    }

    @Test
    void everyOpIsAFunctionOfScriptsAndAMethodOfTheirTensors() {
        try (Context context = Context.newBuilder("tdsl")
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            for (Op op : shown()) {
                assertTrue(context.eval("tdsl", op.name()).canExecute(), "function " + op.name());
                if (takesTensorFirst(op)) {
                    assertTrue(context.eval("tdsl", "ones(1)." + op.name()).canExecute(), "method " + op.name());
                }
            }
        }
    }

    @Test
    void opsForOtherOpsAloneAreNoNamesOfScripts() {
        assertFalse(OpIndex.shownNames().contains("softmax_backward"));
        assertNotNull(OpIndex.find("softmax_backward"));
    }

    @Test
    void everyOpIsInTheReference() throws IOException {
        String reference = resource("ops.md");
        for (Op op : shown()) {
            boolean variant = op.inPlaceBase().isPresent();
            assertTrue(reference.contains(variant ? "`" + op.name() + "`" : "### `" + op.name() + "("), op.name());
        }
    }

    /// A rule without samples would go untested.
    @Test
    void everyOpWithAGradientRuleHasSamplesOrIsPartOfOneThatHas() {
        Set<String> untested = namesWhere(op ->
                op.hasGradient() && op.samples().isEmpty() && op.inPlaceBase().isEmpty());
        // In place by nature: tested by the ops without the underscore, which are made of them.
        Set<String> expected = new TreeSet<>(
                Set.of("copy_", "index_add_", "index_put_", "scatter_add_", "scatter_copy_", "strided_view"));
        // They read one triangle, and have the gradient of a symmetric matrix, which LinalgTest compares.
        expected.addAll(Set.of("cholesky_ex", "eigh", "eigvalsh"));
        assertEquals(expected, untested);
    }
}
