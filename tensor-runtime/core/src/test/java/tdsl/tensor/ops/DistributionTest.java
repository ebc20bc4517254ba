package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Random numbers follow the distributions that they are named after, by the tests of Kolmogorov and
/// Smirnov and of Pearson; the seeds are fixed.
class DistributionTest {
    private static final int MANY = 50_001;

    @BeforeEach
    void seed() {
        Tensors.manual_seed(11);
    }

    private static double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.elementCount()];
        Arrays.setAll(values, i -> ((Number) ElementAccess.get(tensor, i)).doubleValue());
        return values;
    }

    private static Tensor filled(DType dtype, UnaryOperator<Tensor> fill) {
        return fill.apply(Tensor.empty(dtype, MANY));
    }

    /// The largest distance from the distribution function, times the root of the number, is above 2 once
    /// in 1500 times.
    private static void assertFollows(DoubleUnaryOperator distribution, Tensor numbers) {
        double[] sorted = values(numbers);
        Arrays.sort(sorted);
        double largest = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = distribution.applyAsDouble(sorted[i]);
            largest = Math.max(largest, Math.abs(expected - (double) i / sorted.length));
            largest = Math.max(largest, Math.abs(expected - (i + 1.0) / sorted.length));
        }
        assertTrue(largest * Math.sqrt(sorted.length) < 2, "distance " + largest);
    }

    /// Pearson's sum exceeds its expectation by more than 4 standard deviations once in 10000 times or
    /// so.
    private static void assertFollows(IntToDoubleFunction probability, double[] numbers, int bins) {
        double[] counts = new double[bins + 1];
        for (double number : numbers) {
            assertEquals(Math.rint(number), number);
            counts[(int) Math.min(number, bins)]++;
        }
        double rest = numbers.length;
        double sum = 0;
        int used = 0;
        for (int i = 0; i < bins; i++) {
            double expected = probability.applyAsDouble(i) * numbers.length;
            if (expected >= 5) {
                sum += (counts[i] - expected) * (counts[i] - expected) / expected;
                rest -= expected;
                used++;
            }
        }
        assertTrue(used > 0 && rest > -1e-6 * numbers.length);
        assertTrue(sum < used + 4 * Math.sqrt(2 * used) + 4, "sum " + sum + " of " + used + " bins");
    }

    private static double normal(double x) {
        return 0.5 * (1 + erf(x / Math.sqrt(2)));
    }

    private static double erf(double x) {
        return (Double) Tensor.of(new double[] {x}, 1).erf().item();
    }

    @Test
    void normalNumbersAreNormal() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            assertFollows(DistributionTest::normal, Tensors.randn(new long[] {MANY}, dtype));
            assertFollows(x -> normal((x + 3) / 0.5), filled(dtype, t -> t.normal_(-3, 0.5)));
            assertFollows(x -> normal(Math.log(x)), filled(dtype, t -> t.log_normal_(0, 1)));
        }
        Tensor pairs = Tensors.randn(MANY - 1).reshape(-1, 2);
        assertEquals(0, (Double) pairs.prod(1).mean().item(), 0.02);
    }

    @Test
    void continuousDistributionsAreThoseNamed() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            assertFollows(x -> x, Tensors.rand(new long[] {MANY}, dtype));
            assertFollows(x -> (x + 1) / 4, filled(dtype, t -> t.uniform_(-1, 3)));
            assertFollows(x -> 1 - Math.exp(-2.5 * x), filled(dtype, t -> t.exponential_(2.5)));
            assertFollows(x -> Math.atan((x - 1) / 2) / Math.PI + 0.5, filled(dtype, t -> t.cauchy_(1, 2)));
        }
    }

    @Test
    void geometricNumbersCountTrials() {
        for (double p : new double[] {0.1, 0.7}) {
            Tensor numbers = filled(DType.FLOAT32, t -> t.geometric_(p));
            assertFollows(k -> k == 0 ? 0 : p * Math.pow(1 - p, k - 1), values(numbers), 200);
            assertTrue((Double) numbers.amin().item() >= 1);
        }
        assertEquals(DType.INT64, filled(DType.INT64, t -> t.geometric_(0.5)).dtype());
    }

    @Test
    void poissonNumbersHaveTheirRates() {
        for (double rate : new double[] {0, 0.3, 4, 9.99, 10, 35.5, 400}) {
            Tensor numbers = filled(DType.FLOAT64, t -> t.fill_(rate)).poisson();
            double[] logFactorials = new double[2000];
            for (int k = 1; k < logFactorials.length; k++) {
                logFactorials[k] = logFactorials[k - 1] + Math.log(k);
            }
            IntToDoubleFunction probability =
                    k -> rate == 0 ? (k == 0 ? 1 : 0) : Math.exp(k * Math.log(rate) - rate - logFactorials[k]);
            assertFollows(probability, values(numbers), 2000);
        }
        assertThrows(ValueException.class, () -> Tensor.of(new double[] {-1}, 1).poisson());
    }

    @Test
    void drawsWithReplacementHaveTheirWeights() {
        double[] weights = {1, 0, 3, 0.5, 0};
        Tensor drawn = Tensor.of(weights, 5).multinomial(MANY, true);
        assertFollows(k -> weights[k] / 4.5, values(drawn), 5);
        Tensor rows = Tensor.of(new double[] {0, 1, 1, 0}, 2, 2).multinomial(6, true);
        assertEquals(List.of(List.of(1L, 1L, 1L, 1L, 1L, 1L), List.of(0L, 0L, 0L, 0L, 0L, 0L)), rows.toList());
    }

    @Test
    void drawsWithoutReplacementDoNotRepeat() {
        double[] weights = {1, 0, 3, 2};
        Tensor drawn = Tensor.of(weights, 4).expand(20_000, 4).multinomial(3);
        assertArrayEquals(new long[] {20_000, 3}, drawn.shape());
        assertFollows(k -> weights[k] / 6, values(drawn.narrow(1, 0, 1)), 4);
        // The second is drawn from those that are left.
        double secondIs0 = 3 / 6.0 * 1 / 3 + 2 / 6.0 * 1 / 4;
        assertEquals(
                secondIs0,
                (Double) drawn.narrow(1, 1, 1).eq(0).to(DType.FLOAT64).mean().item(),
                0.015);
        Tensor sorted = drawn.sort(1).getFirst();
        assertTrue((Boolean) sorted.eq(Tensor.of(new long[] {0, 2, 3})).all().item());
    }

    @Test
    void impossibleDrawsAreRefused() {
        Tensor weights = Tensor.of(new double[] {1, 0, 2}, 3);
        assertEquals(
                "multinomial: 2 of the weights are not 0, too few for 3 draws without replacement",
                assertThrows(ValueException.class, () -> weights.multinomial(3)).getMessage());
        assertThrows(ValueException.class, () -> weights.neg().multinomial(1));
        assertThrows(ValueException.class, () -> weights.mul(0).multinomial(1, true));
        assertThrows(ValueException.class, () -> weights.div(0).multinomial(1, true));
        assertThrows(ValueException.class, () -> weights.bernoulli());
        assertThrows(ValueException.class, () -> weights.clone().exponential_(0));
        assertThrows(ValueException.class, () -> weights.clone().normal_(0, -1));
        assertThrows(ValueException.class, () -> weights.clone().random_(3L, 3L));
        assertThrows(DTypeException.class, () -> Tensor.of(new long[] {1}).uniform_());
        assertThrows(
                ShapeException.class, () -> weights.narrow(0, 0, 1).expand(4).uniform_());
    }

    @Test
    void coinsFollowTheirProbabilities() {
        double ones = (Double) filled(DType.FLOAT64, t -> t.bernoulli_(Tensor.weakScalar(0.3)))
                .mean()
                .item();
        assertEquals(0.3, ones, 0.01);
        Tensor each = Tensor.empty(DType.INT64, 1000, 3).bernoulli_(Tensor.of(new double[] {0, 1, 0.5}, 3));
        List<?> sums = (List<?>) each.sum(0).toList();
        assertEquals(List.of(0L, 1000L), sums.subList(0, 2));
        assertEquals(500, (Long) sums.get(2), 80);
    }

    @Test
    void integersStayInTheirRange() {
        Tensor some = Tensor.empty(DType.INT32, MANY).random_(-2L, 3L);
        assertFollows(k -> 0.2, values(some.add(2)), 5);
        for (DType dtype : DType.values()) {
            double[] numbers = values(filled(dtype, t -> t.random_()).to(DType.FLOAT64));
            double highest = Arrays.stream(numbers).max().orElseThrow();
            double lowest = Arrays.stream(numbers).min().orElseThrow();
            assertTrue(lowest >= 0 && highest > 0, dtype.label());
        }
        Tensor like = Tensor.empty(DType.FLOAT32, 100).randint_like(5);
        assertEquals(DType.FLOAT32, like.dtype());
        assertTrue((Double) like.amax().item() <= 4);
    }

    @Test
    void normalTakesMeansAndDeviationsByElement() {
        Tensor drawn =
                Tensor.of(new double[] {-5, 0, 5}, 3).expand(20_000, 3).normal(Tensor.of(new double[] {0, 1, 2}, 3));
        assertEquals(DType.FLOAT64, drawn.dtype());
        List<?> means = (List<?>) drawn.mean(0).toList();
        List<?> deviations = (List<?>) drawn.std(0).toList();
        for (int i = 0; i < 3; i++) {
            assertEquals(5 * i - 5, (Double) means.get(i), 0.05);
            assertEquals(i, (Double) deviations.get(i), 0.05);
        }
        Tensor sized = (Tensor) OpIndex.find("normal").callNamed(List.of(1.0, 2.0, List.of(3L, 4L)), Map.of());
        assertArrayEquals(new long[] {3, 4}, sized.shape());
        assertEquals(DType.FLOAT32, sized.dtype());
        Tensor exact = Tensor.of(2.0, DType.FLOAT64);
        assertEquals(DType.FLOAT32, exact.normal(exact, 3).dtype());
    }

    @Test
    void shufflingKeepsTheSlices() {
        Tensor rows = Tensors.iota(3000, DType.INT64).reshape(1000, 3);
        Tensor shuffled = rows.shuffle();
        assertFalse(shuffled.equal(rows));
        assertTrue(shuffled.sort(0).getFirst().equal(rows));
        Tensor columns = rows.clone().shuffle_(1);
        assertTrue(columns.sort(1).getFirst().equal(rows));
    }

    @Test
    void aLongerDrawBeginsWithAShorterOne() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16)) {
            Tensors.manual_seed(5);
            Tensor longer = Tensors.randn(new long[] {9001}, dtype);
            Tensors.manual_seed(5);
            Tensor shorter = Tensors.randn(new long[] {101}, dtype);
            assertTrue(shorter.equal(longer.narrow(0, 0, 101)));
        }
    }

    @Test
    void narrowDtypesStayBelowOne() {
        for (DType dtype : List.of(DType.FLOAT16, DType.BFLOAT16)) {
            Tensor numbers = Tensors.rand(new long[] {MANY}, dtype).to(DType.FLOAT32);
            assertTrue((Double) numbers.amax().item() < 1);
            assertEquals(0.5, (Double) numbers.mean().item(), 0.01);
        }
    }
}
