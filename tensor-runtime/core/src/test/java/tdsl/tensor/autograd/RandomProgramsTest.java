package tdsl.tensor.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tdsl.tensor.autograd.Numerical.values;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.Tensor;

/// Random programs that mix slices, views, changes in place, broadcasting, reductions and products, against
/// gradients recorded from PyTorch; see `random-programs.txt` and the script beside it that makes it.
class RandomProgramsTest {
    private static final double TOLERANCE = 1e-10;

    /// One program, with the total and the gradients that PyTorch computed.
    record Program(String name, List<String[]> statements, double[] expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Program> programs() throws IOException {
        List<Program> programs = new ArrayList<>();
        List<String[]> statements = new ArrayList<>();
        String name = null;
        try (InputStream in = RandomProgramsTest.class.getResourceAsStream("random-programs.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line :
                    text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "program" -> name = line;
                    case "=" -> {
                        programs.add(new Program(name, List.copyOf(statements), numbers(words[1])));
                        statements.clear();
                    }
                    default -> statements.add(words);
                }
            }
        }
        return programs.stream();
    }

    private static double[] numbers(String base64) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        double[] numbers = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(numbers);
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void gradientsEqualPyTorchs(Program program) {
        ProgramMachine machine = new ProgramMachine();
        program.statements().forEach(machine::run);
        machine.total().backward();
        List<double[]> found = new ArrayList<>(List.of(values(machine.total())));
        for (Tensor leaf : machine.leaves()) {
            found.add(leaf.grad() == null ? new double[(int) leaf.elementCount()] : values(leaf.grad()));
        }
        double[] actual = found.stream().flatMapToDouble(Arrays::stream).toArray();
        double[] expected = program.expected();
        assertEquals(expected.length, actual.length);
        double scale =
                Math.max(1, DoubleStream.of(expected).map(Math::abs).max().orElse(0));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], TOLERANCE * scale, "number " + i);
        }
    }
}
