package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ValueException;

/// Random tensors: repeatable, and distributed as they say.
class RandomOpsTest {
    private static final long[] MANY = {200_001};

    @BeforeEach
    void seed() {
        Tensors.manual_seed(42);
    }

    private static Tensor uniform(DType dtype, long... shape) {
        return Tensors.rand(shape, dtype);
    }

    private static Tensor normal(DType dtype, long... shape) {
        return Tensors.randn(shape, dtype);
    }

    private static double number(Tensor tensor) {
        return ((Number) tensor.to(DType.FLOAT64).item()).doubleValue();
    }

    /// One of everything.
    private static List<Tensor> draw() {
        List<Tensor> drawn = new ArrayList<>();
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            drawn.add(uniform(dtype, 10_007));
            drawn.add(normal(dtype, 101, 99));
        }
        drawn.add(Tensors.randint(-5, 5, new long[] {1003}));
        drawn.add(Tensors.randperm(1003));
        drawn.add(uniform(DType.FLOAT32, 10_007).bernoulli());
        return drawn;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aSeedGivesTheSameNumbersWithAnyNumberOfThreads(int threads) {
        int before = Parallel.threads();
        List<Tensor> expected = draw();
        try {
            Parallel.setThreads(threads);
            Tensors.manual_seed(42);
            List<Tensor> again = draw();
            for (int i = 0; i < expected.size(); i++) {
                assertTrue(expected.get(i).equal(again.get(i)), expected.get(i).describe());
            }
        } finally {
            Parallel.setThreads(before);
        }
    }

    @Test
    void laterDrawsAndOtherSeedsDiffer() {
        Tensor first = uniform(DType.FLOAT32, 100);
        assertFalse(first.equal(uniform(DType.FLOAT32, 100)));
        Tensors.manual_seed(43);
        assertFalse(first.equal(uniform(DType.FLOAT32, 100)));
    }

    @Test
    void uniformNumbersFillTheUnitInterval() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Tensor numbers = uniform(dtype, MANY);
            assertTrue(number(numbers.amin()) >= 0 && number(numbers.amin()) < 1e-3);
            assertTrue(number(numbers.amax()) < 1 && number(numbers.amax()) > 0.999);
            assertEquals(0.5, number(numbers.mean()), 0.005);
            assertEquals(1 / 12.0, number(numbers.var()), 0.002);
            for (double quarter = 0.25; quarter < 1; quarter += 0.25) {
                assertEquals(
                        quarter, number(numbers.lt(quarter).to(DType.FLOAT64).mean()), 0.005);
            }
        }
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        Tensor numbers = normal(DType.FLOAT64, MANY);
        assertEquals(0, number(numbers.mean()), 0.01);
        assertEquals(1, number(numbers.var()), 0.02);
        assertEquals(0, number(numbers.pow(3).mean()), 0.05);
        assertEquals(3, number(numbers.pow(4).mean()), 0.15);
        assertEquals(0.6827, number(numbers.abs().lt(1).to(DType.FLOAT64).mean()), 0.005);
        Tensor neighbours = numbers.narrow(0, 0, MANY[0] - 1).mul(numbers.narrow(0, 1, MANY[0] - 1));
        assertEquals(0, number(neighbours.mean()), 0.01);
    }

    @Test
    void integersCoverTheirRangeEvenly() {
        Tensor counts = Tensors.randint(0, 10, MANY).bincount(null, 10);
        assertEquals(10, counts.elementCount());
        assertTrue(number(counts.amin()) > 19_000 && number(counts.amax()) < 21_000, counts::toString);
        Tensor wide = Tensors.randint(Long.MIN_VALUE, Long.MAX_VALUE, new long[] {1000});
        assertEquals(0.5, number(wide.lt(0).to(DType.FLOAT64).mean()), 0.1);
    }

    @Test
    void aPermutationHasEachNumberOnce() {
        for (long count : new long[] {0, 1, 2, 1000}) {
            Tensor order = Tensors.randperm(count);
            assertTrue(order.sort().getFirst().equal(Tensors.iota(count, DType.INT64)));
        }
        assertFalse(Tensors.randperm(1000).equal(Tensors.iota(1000, DType.INT64)));
    }

    @Test
    void everyOrderOfThreeIsEquallyLikely() {
        int[] counts = new int[27];
        for (int i = 0; i < 6000; i++) {
            List<?> order = (List<?>) Tensors.randperm(3).toList();
            counts[order.stream().mapToInt(v -> ((Long) v).intValue()).reduce(0, (code, v) -> 3 * code + v)]++;
        }
        int[] seen = Arrays.stream(counts).filter(count -> count > 0).sorted().toArray();
        assertEquals(6, seen.length);
        assertTrue(seen[0] > 850 && seen[5] < 1150, () -> Arrays.toString(seen));
    }

    @Test
    void bernoulliFollowsItsProbabilities() {
        Tensor probabilities = Tensor.of(new double[] {0, 0.3, 1}).expand(100_000, 3);
        List<?> means = (List<?>) probabilities.bernoulli().mean(0).toList();
        assertEquals(0.0, means.get(0));
        assertEquals(0.3, (Double) means.get(1), 0.01);
        assertEquals(1.0, means.get(2));
    }

    @Test
    void emptyDrawsAreEmpty() {
        assertEquals(0, uniform(DType.FLOAT32, 0).elementCount());
        assertEquals(0, Tensors.randint(0, 5, new long[] {2, 0}).elementCount());
    }

    @Test
    void impossibleDrawsAreRefused() {
        assertEquals(
                "randint: low 3 must be less than high 3",
                assertThrows(ValueException.class, () -> Tensors.randint(3, 3, new long[] {1}))
                        .getMessage());
        assertEquals(
                "rand: makes floating numbers, not i64",
                assertThrows(DTypeException.class, () -> uniform(DType.INT64, 3))
                        .getMessage());
        assertThrows(ValueException.class, () -> Tensors.randperm(-1));
    }
}
