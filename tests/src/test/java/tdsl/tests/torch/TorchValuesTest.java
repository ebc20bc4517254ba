package tdsl.tests.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Functions of neural networks against values that PyTorch computed in float64.
class TorchValuesTest {
    private static final double TOLERANCE = 1e-9;
    private static final String INPUTS = """
            import nn
            import optim

            fn u(low, high, *shape) {
                let count = 1
                for size in shape { count *= size }
                let fractions = (arange(count).to(f64) + 1) * 0.6180339887498949 % 1
                return (low + (high - low) * fractions).reshape(shape)
            }
            fn i(values) = tensor(values, dtype=i64)

            # What torch_values.txt is made of besides: the functions of the same names in make_torch_values.py.
            fn filled(module) {
                with no_grad() {
                    for p in params(module) { p.copy_((u(-1, 1, *p.shape) * 64).round() / 64) }
                }
                return module
            }
            fn descend(make) {
                let w = param(tensor([1.0, -2.0, 3.0], dtype=f64))
                let optimizer = make([w])
                for step in 0..5 {
                    optimizer.zero_grad()
                    ((w - 0.5) ** 2 * tensor([1.0, 2.0, 3.0], dtype=f64)).sum().backward()
                    optimizer.step()
                }
                return w
            }
            fn rates(make) {
                let optimizer = optim.SGD([param(zeros(1))], lr=1.0)
                let schedule = make(optimizer)
                let seen = []
                for epoch in 0..8 {
                    seen = seen + [optimizer.lr]
                    schedule.step()
                }
                return tensor(seen, dtype=f64)
            }
            fn clipped(clip) {
                let w = param(tensor([0.0, 0.0, 0.0], dtype=f64))
                w.grad = tensor([1.0, -2.0, 3.0], dtype=f64)
                clip([w])
                return w.grad
            }
            """;

    private static Context context;

    /// @param shape    as `print` shows it
    /// @param elements in row-major order
    private record Recorded(String expression, String shape, double[] elements) {}

    @BeforeAll
    static void open() {
        context = Context.newBuilder("tdsl")
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        context.eval("tdsl", INPUTS);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    private static List<Recorded> recorded() throws IOException {
        List<Recorded> values = new ArrayList<>();
        try (InputStream in = TorchValuesTest.class.getResourceAsStream("torch_values.txt")) {
            String expression = null;
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("= ")) {
                    int end = line.indexOf(']') + 1;
                    double[] elements = Stream.of(line.substring(end).strip().split(" "))
                            .filter(word -> !word.isEmpty())
                            .mapToDouble(TorchValuesTest::number)
                            .toArray();
                    values.add(new Recorded(expression, line.substring(2, end), elements));
                } else {
                    expression = line;
                }
            }
        }
        return values;
    }

    private static double number(String word) {
        return switch (word) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(word);
        };
    }

    @TestFactory
    Stream<DynamicTest> valuesEqualThoseOfPyTorch() throws IOException {
        return recorded().stream().map(value -> DynamicTest.dynamicTest(value.expression(), () -> check(value)));
    }

    private static void check(Recorded expected) {
        Value function = context.eval(
                "tdsl",
                "fn() { let value = " + expected.expression()
                        + "; return (string(list(value.shape)), value.detach().to(f64).reshape(-1)) }");
        Value actual = function.execute();
        assertEquals(expected.shape(), actual.getArrayElement(0).asString());
        Value elements = actual.getArrayElement(1);
        for (int i = 0; i < expected.elements().length; i++) {
            double wanted = expected.elements()[i];
            assertEquals(
                    wanted,
                    elements.getArrayElement(i).asDouble(),
                    TOLERANCE * Math.max(1, Math.abs(wanted)),
                    "element " + i);
        }
    }
}
