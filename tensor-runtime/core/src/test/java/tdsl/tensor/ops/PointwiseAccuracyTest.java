package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;

/// Functions of one element are as accurate as they say, over the whole range of floating numbers.
class PointwiseAccuracyTest {
    /// Coprime to powers of two, so that all exponents and many fractions are met.
    private static final int STRIDE = 40_503;

    /// By how many units in the last place an op may be wrong; 0.5 of them are the rounding of the true value.
    private static double allowedUlps(String op) {
        return switch (op) {
            case "sqrt", "reciprocal" -> 0.5;
            case "exp", "exp2", "log", "log2", "log10", "log1p", "sin", "cos", "erf" -> 1;
            case "sigmoid", "sinh" -> 2.5;
            default -> 2;
        };
    }

    static Stream<Arguments> references() {
        return Stream.of(
                reference("exp", StrictMath::exp),
                reference("log", StrictMath::log),
                reference("tanh", StrictMath::tanh),
                reference(
                        "sigmoid",
                        x -> x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x))),
                reference("exp2", x -> StrictMath.pow(2, x)),
                reference("expm1", StrictMath::expm1),
                reference("log1p", StrictMath::log1p),
                reference("log2", x -> StrictMath.log(x) / StrictMath.log(2)),
                reference("log10", StrictMath::log10),
                reference("sin", StrictMath::sin),
                reference("cos", StrictMath::cos),
                reference("tan", StrictMath::tan),
                reference("asin", StrictMath::asin),
                reference("acos", StrictMath::acos),
                reference("atan", StrictMath::atan),
                reference("sinh", StrictMath::sinh),
                reference("cosh", StrictMath::cosh),
                reference("sqrt", Math::sqrt),
                reference("rsqrt", x -> 1 / Math.sqrt(x)),
                reference("reciprocal", x -> 1 / x));
    }

    private static Arguments reference(String op, DoubleUnaryOperator function) {
        return Arguments.of(op, function);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("references")
    void singlesAreAccurate(String op, DoubleUnaryOperator reference) {
        double[] points = new double[(int) ((1L << 32) / STRIDE)];
        for (int i = 0; i < points.length; i++) {
            points[i] = Float.intBitsToFloat(i * STRIDE);
        }
        double[] wanted = Arrays.stream(points).map(reference).toArray();
        assertAccurate(op, DType.FLOAT32, points, wanted);
    }

    static Stream<Arguments> recorded() throws IOException {
        Map<String, List<double[]>> recorded = new TreeMap<>();
        try (var lines = new BufferedReader(new InputStreamReader(
                PointwiseAccuracyTest.class.getResourceAsStream("accurate-values.txt"), StandardCharsets.UTF_8))) {
            for (String[] words : lines.lines().map(line -> line.split(" ")).toList()) {
                recorded.computeIfAbsent(words[0], _ -> new ArrayList<>())
                        .add(new double[] {Double.parseDouble(words[1]), Double.parseDouble(words[2])});
            }
        }
        return recorded.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void doublesAreAccurate(String op, List<double[]> values) {
        double[] points = values.stream().mapToDouble(pair -> pair[0]).toArray();
        double[] wanted = values.stream().mapToDouble(pair -> pair[1]).toArray();
        assertAccurate(op, DType.FLOAT64, points, wanted);
    }

    private static void assertAccurate(String op, DType dtype, double[] points, double[] wanted) {
        Tensor argument = Tensor.of(points, points.length).to(dtype);
        Tensor result = (Tensor) OpIndex.find(op).call(argument);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            double got = ElementAccess.realAt(result.storage().segment(), dtype, i);
            if (!isNear(got, wanted[i], dtype, allowedUlps(op))) {
                wrong.add(op + "(" + points[i] + ") is " + got + ", not " + wanted[i]);
            }
        }
        assertEquals("", wrong.stream().limit(10).collect(Collectors.joining("\n")));
    }

    private static boolean isNear(double got, double wanted, DType dtype, double ulps) {
        double rounded = dtype == DType.FLOAT32 ? (float) wanted : wanted;
        if (Double.compare(got, rounded) == 0) {
            return true;
        }
        double ulp = dtype == DType.FLOAT32 ? Math.ulp((float) wanted) : Math.ulp(wanted);
        return Math.abs(got - wanted) <= ulps * ulp && (got != 0 || rounded != 0);
    }
}
