package tdsl.tensor.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;

/// One case of `printed_tensors.txt`, whose first lines describe the format.
record PrintedTensor(String description, String expected) {
    static Stream<PrintedTensor> all() {
        List<PrintedTensor> cases = new ArrayList<>();
        String description = null;
        StringBuilder expected = new StringBuilder();
        for (String line :
                resource().lines().filter(line -> !line.startsWith("#")).toList()) {
            if (line.startsWith("> ")) {
                addCase(cases, description, expected);
                description = line.substring(2);
                expected.setLength(0);
            } else {
                expected.append(line).append('\n');
            }
        }
        addCase(cases, description, expected);
        return cases.stream();
    }

    private static void addCase(List<PrintedTensor> cases, String description, StringBuilder expected) {
        if (description != null) {
            cases.add(new PrintedTensor(description, expected.substring(0, expected.length() - 1)));
        }
    }

    private static String resource() {
        try (InputStream stream = PrintedTensor.class.getResourceAsStream("printed_tensors.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Tensor build() {
        String head = description.substring(0, description.indexOf(" : "));
        String shapeText = head.substring(head.indexOf('[') + 1, head.indexOf(']'));
        long[] shape = Arrays.stream(shapeText.split(", "))
                .filter(size -> !size.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        DType dtype = DType.find(head.substring(0, head.indexOf(' '))).orElseThrow();
        Tensor tensor = Tensor.empty(dtype, shape);
        fill(tensor, description.substring(head.length() + 3).split(" "));
        for (String flag : head.substring(head.indexOf(']') + 1).strip().split(" ")) {
            tensor = apply(flag, tensor);
        }
        return tensor;
    }

    private static void fill(Tensor tensor, String[] spec) {
        String[] values = Arrays.copyOfRange(spec, 1, spec.length);
        boolean cycle = spec[0].equals("cycle");
        for (long i = 0; i < tensor.elementCount(); i++) {
            if (tensor.dtype().isFloating()) {
                double value = cycle ? real(values[(int) (i % values.length)]) : real(values[0]) + i * real(values[1]);
                ElementAccess.putReal(tensor.storage().segment(), tensor.dtype(), i, value);
            } else {
                long value = cycle
                        ? Long.parseLong(values[(int) (i % values.length)])
                        : Long.parseLong(values[0]) + i * Long.parseLong(values[1]);
                ElementAccess.putInteger(tensor.storage().segment(), tensor.dtype(), i, value);
            }
        }
    }

    private static double real(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Tensor apply(String flag, Tensor tensor) {
        Layout layout = tensor.layout();
        return switch (flag) {
            case "" -> tensor;
            case "grad" -> tensor.requiresGrad(true);
            case "reversed" -> {
                int[] order = new int[layout.rank()];
                Arrays.setAll(order, axis -> layout.rank() - 1 - axis);
                yield tensor.viewAs(layout.permute(order));
            }
            case "every2" -> tensor.viewAs(layout.slice(0, 0, (layout.size(0) + 1) / 2, 2));
            case "expand" -> {
                long[] shape = layout.shape();
                shape[0] = 4;
                yield tensor.viewAs(layout.expand("expand", shape));
            }
            default -> throw new IllegalArgumentException("unknown flag " + flag);
        };
    }

    @Override
    public String toString() {
        return description.length() <= 80 ? description : description.substring(0, 80) + "…";
    }
}
