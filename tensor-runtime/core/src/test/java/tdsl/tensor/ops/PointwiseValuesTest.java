package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;

/// Pointwise ops at ordinary and special points against values recorded from PyTorch; see `pointwise-values.txt`.
class PointwiseValuesTest {
    /// So many copies of the points that whole vectors of every width are among them.
    private static final int COPIES = 24;

    /// What an op should give.
    ///
    /// @param operands one array for an op of one operand, two for an op of two
    record Expectation(String op, double[][] operands, double[] values) {}

    static Stream<Arguments> expectations() throws IOException {
        List<Expectation> expectations = new ArrayList<>();
        try (InputStream in = PointwiseValuesTest.class.getResourceAsStream("pointwise-values.txt")) {
            double[] points = {};
            double[][] pairs = {};
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "points" -> points = numbers(words, 1);
                    case "pairs" -> pairs = allPairs(numbers(words, 2));
                    case "unary" ->
                        expectations.add(new Expectation(words[1], new double[][] {points}, numbers(words, 2)));
                    case "binary" -> expectations.add(new Expectation(words[1], pairs, numbers(words, 2)));
                    default -> assertEquals("#", words[0]);
                }
            }
        }
        return expectations.stream().map(expected -> Arguments.of(Named.of(expected.op(), expected)));
    }

    private static double[] numbers(String[] words, int from) {
        return Arrays.stream(words, from, words.length)
                .mapToDouble(word ->
                        Double.parseDouble(word.replace("inf", "Infinity").replace("nan", "NaN")))
                .toArray();
    }

    private static double[][] allPairs(double[] points) {
        double[][] pairs = new double[2][points.length * points.length];
        for (int i = 0; i < pairs[0].length; i++) {
            pairs[0][i] = points[i / points.length];
            pairs[1][i] = points[i % points.length];
        }
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void doublesAreAsExpected(Expectation expected) {
        assertValues(expected, DType.FLOAT64, 1e-13);
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void floatsAreAsExpected(Expectation expected) {
        assertValues(expected, DType.FLOAT32, 1e-6);
    }

    /// Computed in f32 and rounded; the points are numbers of both dtypes.
    @ParameterizedTest
    @MethodSource("expectations")
    void halvesAreAsExpected(Expectation expected) {
        for (DType dtype : List.of(DType.FLOAT16, DType.BFLOAT16)) {
            Expectation rounded = new Expectation(
                    expected.op(),
                    expected.operands(),
                    values(Tensor.of(expected.values(), expected.values().length)
                            .to(dtype)));
            assertValues(rounded, dtype, dtype == DType.FLOAT16 ? 0x1p-10 : 0x1p-7);
        }
    }

    private static void assertValues(Expectation expected, DType dtype, double tolerance) {
        int count = expected.values().length;
        double[] together = apply(expected, dtype, COPIES);
        for (int copy = 0; copy < COPIES; copy++) {
            double[] part = Arrays.copyOfRange(together, copy * count, (copy + 1) * count);
            assertClose(expected, part, tolerance);
        }
        assertClose(expected, applyOneByOne(expected, dtype), tolerance);
    }

    private static void assertClose(Expectation expected, double[] actual, double tolerance) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < actual.length; i++) {
            double wanted = expected.values()[i];
            // By its definition, gelu loses digits where 1 + erf(x) cancels.
            double scale = expected.op().equals("gelu") ? 1 : 1e-7;
            double allowed = tolerance * Math.max(scale, Math.abs(wanted));
            boolean close = Double.isFinite(wanted)
                    ? Math.abs(actual[i] - wanted) <= allowed
                    : Double.compare(actual[i], wanted) == 0;
            if (!close) {
                wrong.add(expected.op() + operandsAt(expected, i) + " is " + actual[i] + ", not " + wanted);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static String operandsAt(Expectation expected, int point) {
        return Arrays.stream(expected.operands())
                .map(operand -> Double.toString(operand[point]))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static double[] apply(Expectation expected, DType dtype, int copies) {
        int count = expected.values().length;
        List<Tensor> operands = new ArrayList<>();
        for (double[] operand : expected.operands()) {
            double[] repeated = new double[copies * count];
            Arrays.setAll(repeated, i -> operand[i % count]);
            operands.add(Tensor.of(repeated, repeated.length).to(dtype));
        }
        return values(call(expected.op(), operands));
    }

    /// One element at a time, which no vector is loaded for.
    private static double[] applyOneByOne(Expectation expected, DType dtype) {
        double[] values = new double[expected.values().length];
        for (int i = 0; i < values.length; i++) {
            List<Tensor> operands = new ArrayList<>();
            for (double[] operand : expected.operands()) {
                operands.add(Tensor.of(new double[] {operand[i]}, 1).to(dtype));
            }
            values[i] = values(call(expected.op(), operands))[0];
        }
        return values;
    }

    private static Tensor call(String op, List<Tensor> operands) {
        return (Tensor) OpIndex.find(op).callNamed(operands, Map.of());
    }

    private static double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.elementCount()];
        Arrays.setAll(values, i -> switch (ElementAccess.get(tensor, i)) {
            case Boolean flag -> flag ? 1 : 0;
            case Object number -> ((Number) number).doubleValue();
        });
        return values;
    }
}
