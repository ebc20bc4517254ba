package tdsl.tensor.cpu.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Against `StrictMath` and sums.
class PortableMathTest {
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);

    @Test
    void logarithmsAreThoseOfStrictMath() {
        for (int i = 0; i < 10_000; i++) {
            double x = i % 2 == 0 ? random.nextDouble() : Math.scalb(random.nextDouble() + 0.5, i % 600 - 300);
            double expected = StrictMath.log(x);
            assertEquals(expected, PortableMath.log(x), 3e-16 * Math.max(1, Math.abs(expected)), "log " + x);
        }
        assertEquals(0, PortableMath.log(1));
    }

    @Test
    void sinesAndCosinesOfTurnsAreThoseOfStrictMath() {
        for (int i = 0; i < 10_000; i++) {
            double turns = i < 8 ? i / 8.0 : random.nextDouble();
            assertEquals(StrictMath.cos(2 * Math.PI * turns), PortableMath.cosOfTurns(turns), 2e-15, "cos " + turns);
            assertEquals(StrictMath.sin(2 * Math.PI * turns), PortableMath.sinOfTurns(turns), 2e-15, "sin " + turns);
        }
    }

    @Test
    void logarithmsOfFactorialsAreSums() {
        double sum = 0;
        for (int k = 1; k < 500; k++) {
            sum += StrictMath.log(k);
            assertEquals(sum, PortableMath.logFactorial(k), 1e-11 * Math.max(1, sum), k + "!");
        }
        assertEquals(0, PortableMath.logFactorial(0), 1e-11);
    }
}
