package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// Ops on integers of every dtype, and of two dtypes, against `integer-values.txt`, recorded from PyTorch.
class IntegerValuesTest {
    /// Copies of the numbers of ops that work on each: enough for whole vectors.
    private static final int COPIES = 20;

    /// A call and what it should give.
    record Expectation(String call, List<Tensor> operands, DType dtype, String[] numbers) {
        String op() {
            return call.substring(0, call.indexOf(' '));
        }

        @Override
        public String toString() {
            return call;
        }
    }

    static Stream<Expectation> expectations() throws IOException {
        List<Expectation> expectations = new ArrayList<>();
        List<Tensor> operands = List.of();
        try (InputStream in = IntegerValuesTest.class.getResourceAsStream("integer-values.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList()) {
                String[] parts = line.split(" : ");
                String[] words = parts[0].split(" ");
                if (words[0].equals("operands")) {
                    operands = new ArrayList<>();
                    for (int i = 1; i < parts.length; i++) {
                        operands.add(tensor(DType.find(words[i]).orElseThrow(), parts[i].split(" ")));
                    }
                } else {
                    String[] results = parts[1].split(" ");
                    DType dtype = DType.find(results[0]).orElseThrow();
                    String[] numbers = Arrays.copyOfRange(results, 1, results.length);
                    expectations.add(new Expectation(parts[0], operands, dtype, numbers));
                }
            }
        }
        return expectations.stream();
    }

    private static Tensor tensor(DType dtype, String[] numbers) {
        return Tensor.of(Arrays.stream(numbers).mapToLong(Long::parseLong).toArray(), DType.INT64)
                .to(dtype);
    }

    private static Tensor call(String op, List<Tensor> operands) {
        return (Tensor) OpIndex.find(op).callNamed(operands, Map.of());
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void integersAreComputedWithAsInPyTorch(Expectation expected) {
        Tensor result = call(expected.op(), expected.operands());
        assertEquals(expected.dtype(), result.dtype());
        Tensor wanted = tensor(expected.dtype(), expected.numbers());
        assertEquals(wanted.toList(), result.reshape(-1).toList());
        if (expected.numbers().length == expected.operands().getFirst().elementCount()) {
            List<Tensor> repeated = expected.operands().stream()
                    .map(operand -> operand.repeat(COPIES))
                    .toList();
            assertEquals(
                    wanted.repeat(COPIES).toList(),
                    call(expected.op(), repeated).toList());
        }
    }
}
