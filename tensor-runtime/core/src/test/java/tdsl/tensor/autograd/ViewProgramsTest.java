package tdsl.tensor.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tdsl.tensor.autograd.Numerical.values;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;

/// Random programs of views and changes in place against values recorded from PyTorch; see `view-programs.txt`.
class ViewProgramsTest {
    /// One program, with what PyTorch computed.
    record Program(String name, List<String[]> lines, Map<String, double[]> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final Tensor x = Numerical.leaf(
            new long[] {4, 6},
            IntStream.rangeClosed(1, 24).mapToDouble(Math::sin).toArray());
    private final Tensor z = Numerical.leaf(
            new long[] {3}, IntStream.rangeClosed(1, 3).mapToDouble(Math::cos).toArray());
    private final Map<String, Tensor> variables = new HashMap<>(Map.of("y", x.mul(2)));
    private Tensor total = Tensor.of(0.0);

    static Stream<Program> programs() throws IOException {
        List<Program> programs = new ArrayList<>();
        try (InputStream in = ViewProgramsTest.class.getResourceAsStream("view-programs.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line :
                    text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "program" -> programs.add(new Program(line, new ArrayList<>(), new HashMap<>()));
                    case "=" -> programs.getLast().expected().put(words[1], numbers(words, 2));
                    default -> programs.getLast().lines().add(words);
                }
            }
        }
        return programs.stream();
    }

    private static double[] numbers(String[] words, int from) {
        return Arrays.stream(words, from, words.length)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static long[] integers(String[] words, int from) {
        return DoubleStream.of(numbers(words, from))
                .mapToLong(number -> (long) number)
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void gradientsEqualPyTorchs(Program program) {
        program.lines().forEach(this::execute);
        total.backward();
        assertEquals(program.expected().get("total")[0], values(total)[0], 1e-9);
        assertArrayEquals(program.expected().get("x"), values(x.grad()), 1e-9);
        double[] ofZ = z.grad() == null ? new double[3] : values(z.grad());
        assertArrayEquals(program.expected().get("z"), ofZ, 1e-9);
    }

    private void execute(String[] words) {
        if (words[0].equals("view")) {
            variables.put(words[1], view(variables.get(words[2]), words[3], integers(words, 4)));
            return;
        }
        Tensor target = variables.get(words[1]);
        switch (words[0]) {
            case "scale" -> target.mul_(Double.parseDouble(words[2]));
            case "shift" -> target.add_(gate(words[2]));
            case "gate" -> target.mul_(gate(words[2]));
            case "square" -> target.pow_(2);
            case "fill" -> target.fill_(Double.parseDouble(words[2]));
            case "copy" -> target.copy_(variables.get(words[2]).clone());
            case "read" -> total = total.add(target.clone().sin().sum().mul(Double.parseDouble(words[2])));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private Tensor gate(String index) {
        return z.index(List.of(new IndexItem.At(Long.parseLong(index))));
    }

    private static Tensor view(Tensor source, String kind, long[] arguments) {
        return switch (kind) {
            case "select" -> source.narrow(arguments[0], arguments[1], 1).squeeze(arguments[0]);
            case "slice" -> source.index(slice(arguments));
            case "transpose" -> source.transpose(arguments[0], arguments[1]);
            case "unsqueeze" -> source.unsqueeze(arguments[0]);
            case "view" -> source.view(arguments);
            case "expand" -> {
                long[] shape = new long[source.rank() + 1];
                System.arraycopy(source.shape(), 0, shape, 1, source.rank());
                shape[0] = arguments[0];
                yield source.expand(shape);
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static List<IndexItem> slice(long[] arguments) {
        List<IndexItem> items = new ArrayList<>();
        for (int axis = 0; axis < arguments[0]; axis++) {
            items.add(IndexItem.Slice.ALL);
        }
        items.add(new IndexItem.Slice(arguments[1], arguments[2], arguments[3]));
        return items;
    }
}
