package tdsl.tensor.cpu.lines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Orders and selections of keys, against sorts of boxed indices.
class KeySortTest {
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(3);

    /// Keys of few and of all bits, with many equal ones, in order, and in patterns that are bad for
    /// choosing pivots.
    private List<long[]> lines() {
        List<LongUnaryOperator> rules = List.of(
                _ -> random.nextLong(),
                _ -> random.nextInt(5),
                _ -> random.nextLong() >> 40,
                _ -> random.nextInt(3) + ((long) random.nextInt(2) << 62),
                _ -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE,
                i -> i,
                i -> -i,
                i -> i % 2 == 0 ? i : -i,
                i -> Math.min(i, 500 - i),
                _ -> 7);
        List<long[]> lines = new ArrayList<>();
        for (LongUnaryOperator rule : rules) {
            for (int count : new int[] {1, 2, 3, 64, 1000, 5000}) {
                lines.add(LongStream.range(0, count).map(rule).toArray());
            }
        }
        return lines;
    }

    private static int[] expectedOrder(long[] keys) {
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingLong(i -> keys[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Test
    void equalKeysKeepTheirOrder() {
        assertEquals(0, KeySort.order(new long[0]).length);
        for (long[] keys : lines()) {
            assertArrayEquals(expectedOrder(keys), KeySort.order(keys));
        }
    }

    @Test
    void selectionsAreTheStartOfTheOrder() {
        for (long[] keys : lines()) {
            int[] order = expectedOrder(keys);
            for (int count : new int[] {0, 1, 2, 10, keys.length / 2, keys.length}) {
                if (count <= keys.length) {
                    assertArrayEquals(Arrays.copyOf(order, count), Selection.smallest(keys, count));
                }
                if (count < keys.length) {
                    assertEquals(keys[order[count]], Selection.atRank(keys, count));
                }
            }
        }
    }
}
