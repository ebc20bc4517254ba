package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;

/// Ops return what PyTorch and NumPy return, as `make_recorded_ops.py` wrote it down.
class RecordedOpsTest {
    static Stream<String> calls() {
        BufferedReader lines = new BufferedReader(new InputStreamReader(
                RecordedOpsTest.class.getResourceAsStream("recorded_ops.txt"), StandardCharsets.UTF_8));
        return lines.lines().onClose(() -> {
            try {
                lines.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void resultsAreThoseRecorded(String line) {
        List<String> fields = List.of(line.split("\t"));
        int arrow = fields.indexOf("=>");
        List<Object> positional = new ArrayList<>();
        Map<String, Object> named = new LinkedHashMap<>();
        for (String field : fields.subList(1, arrow)) {
            String[] parts = field.split("=", 2);
            if (parts.length == 2) {
                named.put(parts[0], value(parts[1]));
            } else {
                positional.add(value(field));
            }
        }
        Op op = OpIndex.find(fields.getFirst());
        List<Tensor> actual = tensors(op.callNamed(positional, named));
        List<String> expected = fields.subList(arrow + 1, fields.size());
        assertEquals(expected.size(), actual.size(), line);
        for (int i = 0; i < expected.size(); i++) {
            assertSame((Tensor) value(expected.get(i)), actual.get(i), line);
        }
    }

    private static List<Tensor> tensors(Object result) {
        return result instanceof Tensor single
                ? List.of(single)
                : ((List<?>) result).stream().map(Tensor.class::cast).toList();
    }

    /// What a field stands for: a kind, and its content.
    private static Object value(String field) {
        String[] words = field.split(" ");
        List<String> content = Arrays.asList(words).subList(1, words.length);
        return switch (words[0]) {
            case "none" -> null;
            case "int" -> Long.valueOf(words[1]);
            case "float" -> number(words[1]);
            case "bool" -> Boolean.valueOf(words[1]);
            case "string" -> words[1];
            case "dtype" -> DType.find(words[1]).orElseThrow();
            case "ints" -> content.stream().map(Long::valueOf).toList();
            case "tensors" ->
                Arrays.stream(field.substring("tensors ".length()).split(" ; "))
                        .map(RecordedOpsTest::value)
                        .toList();
            default -> tensor(words[0], content);
        };
    }

    private static Tensor tensor(String kind, List<String> elements) {
        int bracket = kind.indexOf('[');
        DType dtype = DType.find(kind.substring(0, bracket)).orElseThrow();
        String sizes = kind.substring(bracket + 1, kind.length() - 1);
        long[] shape = sizes.isEmpty()
                ? new long[0]
                : Arrays.stream(sizes.split(",")).mapToLong(Long::parseLong).toArray();
        if (dtype == DType.INT64) {
            // Not by way of doubles, which do not hold all of them.
            long[] integers = elements.stream().mapToLong(Long::parseLong).toArray();
            return (integers.length == 0 ? Tensor.empty(dtype, 0) : Tensor.of(integers)).reshape(shape);
        }
        double[] numbers =
                elements.stream().mapToDouble(RecordedOpsTest::number).toArray();
        return Tensor.of(numbers, shape).to(dtype);
    }

    private static double number(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static void assertSame(Tensor expected, Tensor actual, String call) {
        assertEquals(expected.dtype(), actual.dtype(), call);
        assertArrayEquals(expected.shape(), actual.shape(), call);
        double tolerance = expected.dtype() == DType.FLOAT64 ? 1e-13 : 2e-6;
        for (long i = 0; i < expected.elementCount(); i++) {
            Object wanted = ElementAccess.get(expected, i);
            Object got = ElementAccess.get(actual, i);
            if (wanted instanceof Double number && Double.isFinite(number)) {
                double allowed = tolerance * Math.max(1, Math.abs(number));
                assertEquals(number, (Double) got, allowed, call + " at " + i);
            } else {
                assertEquals(wanted, got, call + " at " + i);
            }
        }
    }
}
