package tdsl.tensor.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.error.TensorException;

/// Fused and unfused evaluation of random expressions agree.
class FusedExpressionFuzzTest {
    private static final int EXPRESSIONS = 250;

    private final int threads = Parallel.threads();

    @AfterEach
    void restoreThreads() {
        Parallel.setThreads(threads);
    }

    @Test
    void valuesAgreeBitForBit() {
        int fused = 0;
        for (long seed = 0; seed < EXPRESSIONS; seed++) {
            RandomExpression expression = RandomExpression.of(seed, false);
            Tensor expected = unfusedOrNull(expression);
            Parallel.setThreads(1 + (int) (seed % 2));
            Tensor actual = expression.fused().evaluate(expression.leaves().toArray());
            if (expected == null) {
                assertEquals(null, actual, () -> "an error went unnoticed\n" + expression);
            } else if (actual != null) {
                fused++;
                assertSame(expected, actual, seed + "\n" + expression);
            }
        }
        assertTrue(fused > EXPRESSIONS / 2, "only " + fused + " were fused");
    }

    private static Tensor unfusedOrNull(RandomExpression expression) {
        try {
            return expression.unfused(expression.leaves());
        } catch (TensorException _) {
            return null;
        }
    }

    private static void assertSame(Tensor expected, Tensor actual, String message) {
        if (expected == null || actual == null) {
            assertEquals(expected, actual, message);
            return;
        }
        assertEquals(expected.dtype(), actual.dtype(), message);
        assertArrayEquals(expected.shape(), actual.shape(), message);
        for (long i = 0; i < expected.elementCount(); i++) {
            // As objects, −0.0 differs from 0.0, and NaN equals itself.
            assertEquals(ElementAccess.get(expected, i), ElementAccess.get(actual, i), message);
        }
    }

    @Test
    void gradientsAgree() {
        int compared = 0;
        for (long seed = 0; seed < EXPRESSIONS; seed++) {
            RandomExpression expression = RandomExpression.of(seed, true);
            List<Object> leaves = leavesWithGradients(expression);
            List<Object> others = leavesWithGradients(expression);
            Tensor actual = expression.fused().evaluate(leaves.toArray());
            if (actual == null || !actual.requiresGrad()) {
                continue;
            }
            Tensor expected = expression.unfused(others);
            Tensor arriving = expected.detach().abs().add(0.5).to(expected.dtype());
            actual.backward(arriving, false, false);
            expected.backward(arriving, false, false);
            for (int i = 0; i < leaves.size(); i++) {
                if (leaves.get(i) instanceof Tensor leaf) {
                    compared++;
                    Tensor reference = ((Tensor) others.get(i)).grad();
                    String message = seed + " leaf " + i + "\n" + expression;
                    if (reference == null || expression.broadcastsNothing()) {
                        assertSame(reference, leaf.grad(), message);
                    } else {
                        assertClose(reference, leaf.grad(), message);
                    }
                }
            }
        }
        assertTrue(compared > EXPRESSIONS / 2, "only " + compared + " were compared");
    }

    private static List<Object> leavesWithGradients(RandomExpression expression) {
        List<Object> leaves = new ArrayList<>();
        for (Object leaf : expression.leaves()) {
            if (leaf instanceof Tensor tensor) {
                // In f64 it does not show that a broadcast leaf's gradient is added up in another order.
                boolean exact = expression.broadcastsNothing();
                Tensor value =
                        exact ? tensor.detach() : tensor.to(DType.FLOAT64).detach();
                leaves.add(value.requiresGrad(true));
            } else {
                leaves.add(leaf);
            }
        }
        return leaves;
    }

    private static void assertClose(Tensor expected, Tensor actual, String message) {
        assertEquals(expected.dtype(), actual.dtype(), message);
        assertArrayEquals(expected.shape(), actual.shape(), message);
        double scale = 1 + ((Number) expected.abs().sum().item()).doubleValue();
        assertTrue(
                actual.allclose(expected, 1e-9, 1e-12 * scale, true), () -> message + "\n" + expected + "\n" + actual);
    }
}
