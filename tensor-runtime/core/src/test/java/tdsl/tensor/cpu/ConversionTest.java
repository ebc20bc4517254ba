package tdsl.tensor.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;

/// Conversions between dtypes against `conversions.txt`, recorded from PyTorch.
class ConversionTest {
    /// Copies of the numbers: enough for whole vectors and blocks, and for memory off the heap.
    private static final int COPIES = 100;

    /// Numbers of one dtype and what they become in another.
    record Conversion(DType from, String[] numbers, DType to, String[] converted) {
        @Override
        public String toString() {
            return from + " to " + to;
        }
    }

    static Stream<Conversion> conversions() throws IOException {
        List<Conversion> conversions = new ArrayList<>();
        try (InputStream in = ConversionTest.class.getResourceAsStream("conversions.txt")) {
            DType from = null;
            String[] numbers = {};
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList()) {
                String[] words = line.split(" ");
                DType dtype = DType.find(words[1]).orElseThrow();
                String[] values = Arrays.copyOfRange(words, 3, words.length);
                if (words[0].equals("from")) {
                    from = dtype;
                    numbers = values;
                } else {
                    conversions.add(new Conversion(from, numbers, dtype, values));
                }
            }
        }
        return conversions.stream();
    }

    private static Tensor tensor(DType dtype, String[] numbers, int copies) {
        Tensor tensor = Tensor.empty(dtype, (long) copies * numbers.length);
        for (int i = 0; i < tensor.elementCount(); i++) {
            String number = numbers[i % numbers.length];
            if (dtype.isFloating()) {
                double value =
                        Double.parseDouble(number.replace("inf", "Infinity").replace("nan", "NaN"));
                ElementAccess.putReal(tensor.storage().segment(), dtype, i, value);
            } else {
                ElementAccess.putInteger(tensor.storage().segment(), dtype, i, Long.parseLong(number));
            }
        }
        return tensor;
    }

    @ParameterizedTest
    @MethodSource("conversions")
    void numbersAreConvertedAsInPyTorch(Conversion conversion) {
        for (int copies : new int[] {1, COPIES}) {
            Tensor source = tensor(conversion.from(), conversion.numbers(), copies);
            Tensor expected = tensor(conversion.to(), conversion.converted(), copies);
            assertEquals(expected.toList(), source.cast(conversion.to()).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("conversions")
    void stridesDoNotMatter(Conversion conversion) {
        Tensor source = tensor(conversion.from(), conversion.numbers(), COPIES);
        Tensor expected = tensor(conversion.to(), conversion.converted(), COPIES);
        List<IndexItem> everyThird = List.of(new IndexItem.Slice(null, null, -3L));
        assertEquals(
                expected.index(everyThird).toList(),
                source.index(everyThird).cast(conversion.to()).toList());
        Tensor target = Tensor.empty(conversion.to(), 2 * source.elementCount());
        Tensor everySecond = target.index(List.of(new IndexItem.Slice(null, null, 2L)));
        everySecond.copy_(source);
        assertEquals(expected.toList(), everySecond.toList());
    }
}
