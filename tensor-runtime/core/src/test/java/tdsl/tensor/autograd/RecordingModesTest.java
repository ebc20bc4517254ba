package tdsl.tensor.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.autograd.Numerical.leaf;
import static tdsl.tensor.autograd.Numerical.values;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.ShapeException;

/// When operations are recorded, on which thread, and which parts of a graph a pass runs.
class RecordingModesTest {
    private final Tensor x = leaf(new long[] {2}, 2, 3);

    @AfterEach
    void recordAgain() {
        GradMode.setInference(false);
        GradMode.set(true);
        GradMode.setDetectsAnomalies(false);
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(message, assertThrows(GradException.class, action::run).getMessage());
    }

    private static Tensor inferenceTensor() {
        GradMode.setInference(true);
        Tensor made = Tensor.of(new double[] {1, 4}, 2).mul(2);
        GradMode.setInference(false);
        return made;
    }

    @Test
    void inferenceModeRecordsNothingEvenWhereRecordingIsEnabled() {
        GradMode.setInference(true);
        GradMode.set(true);
        assertFalse(GradMode.isEnabled());
        assertFalse(x.mul(2).requiresGrad());
        GradMode.setInference(false);
        assertTrue(x.mul(2).requiresGrad());
    }

    @Test
    void anInferenceTensorIsReadButNotSavedOutside() {
        Tensor made = inferenceTensor();
        assertTrue(made.isInference());
        assertTrue(made.reshape(2, 1).isInference());
        assertFalse(made.mul(1).isInference());
        x.add(made).sum().backward();
        assertArrayEquals(new double[] {1, 1}, values(x.grad()));
        assertMessage("f64[2] was made in inference mode and cannot be saved for backward", () -> x.mul(made));
    }

    @Test
    void anInferenceTensorIsChangedInInferenceModeOnly() {
        Tensor made = inferenceTensor();
        assertMessage("add_: a tensor made in inference mode cannot be changed outside of it", () -> made.add_(1));
        assertMessage(
                "mul_: a tensor made in inference mode cannot be changed outside of it",
                () -> made.narrow(0, 0, 1).mul_(x.narrow(0, 0, 1)));
        assertMessage(
                "a tensor made in inference mode cannot require a gradient outside of it",
                () -> made.requiresGrad(true));
        GradMode.setInference(true);
        made.add_(1);
        assertArrayEquals(new double[] {3, 9}, values(made));
    }

    @Test
    void aCloneOfAnInferenceTensorIsOrdinary() {
        Tensor clone = inferenceTensor().clone();
        clone.add_(1);
        x.mul(clone).sum().backward();
        assertArrayEquals(new double[] {3, 9}, values(x.grad()));
    }

    @Test
    void aModeBelongsToItsThreadOrToWhoUsesIt() throws Exception {
        GradMode.set(false);
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            assertTrue(other.submit(GradMode::isEnabled).get());
        }
        GradMode outside = GradMode.use(new GradMode());
        assertTrue(GradMode.isEnabled());
        GradMode.use(outside);
        assertFalse(GradMode.isEnabled());
    }

    @Test
    void detachInPlaceMakesALeaf() {
        Tensor product = x.mul(2);
        assertFalse(product.isLeaf());
        assertTrue(product.detach_().isLeaf());
        assertFalse(product.requiresGrad());
        assertMessage(
                "detach_: a view cannot be detached in place",
                () -> x.mul(2).narrow(0, 0, 1).detach_());
    }

    @Test
    void onlyTheListedLeavesAreFilled() {
        Tensor other = leaf(2);
        Tensor loss = x.mul(other).sum();
        loss.backward(Tensor.of(1.0), true, false, List.of(other));
        assertNull(x.grad());
        assertArrayEquals(new double[] {2, 3}, values(other.grad()));
        assertMessage(
                "backward: an input, f64[2], is not a leaf",
                () -> loss.backward(Tensor.of(1.0), true, false, List.of(x.mul(2))));
    }

    @Test
    void aPassRunsOnlyWhatLeadsToWhatIsWanted() {
        Tensor unrelated = leaf(2).exp();
        Tensor loss = x.mul(2).add(unrelated).sum();
        unrelated.zero_();
        Tensor gradient = Engine.gradients(List.of(loss), List.of(x), List.of(Tensor.of(1.0)), true, false)
                .getFirst();
        assertArrayEquals(new double[] {2, 2}, values(gradient));
        assertThrows(GradException.class, loss::backward);
    }

    @Test
    void passesOnSeveralThreadsAddUp() throws Exception {
        Tensor shared = x.exp().mul(x);
        Tensor sum = shared.sum();
        int passes = 200;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> running = IntStream.range(0, passes)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        if (i % 2 == 0) {
                            sum.backward(Tensor.of(1.0), true, false);
                        } else {
                            x.exp().mul(x).sum().backward();
                        }
                    }))
                    .toList();
            for (Future<?> pass : running) {
                pass.get();
            }
        }
        double[] expected = {passes * Math.exp(2) * 3, passes * Math.exp(3) * 4};
        assertArrayEquals(expected, values(x.grad()), 1e-9 * expected[1]);
    }

    @Test
    void racingPassesThatReleaseTheGraphSucceedOrSayThatItIsGone() throws Exception {
        for (int round = 0; round < 50; round++) {
            Tensor leaf = leaf(new long[] {1}, 0.5);
            Tensor chain = leaf;
            for (int i = 0; i < 50; i++) {
                chain = chain.sin();
            }
            Tensor last = chain.sum();
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                for (Future<?> pass :
                        List.of(threads.submit(() -> last.backward()), threads.submit(() -> last.backward()))) {
                    try {
                        pass.get();
                    } catch (java.util.concurrent.ExecutionException failed) {
                        assertTrue(failed.getCause().getMessage().contains("already run"), failed.toString());
                    }
                }
            }
        }
    }

    @Test
    void theFirstNaNOfForwardIsFoundWithItsInputs() {
        GradMode.setDetectsAnomalies(true);
        Tensor shifted = x.sub(3);
        assertMessage(
                "log: the result is NaN in 1 of 2 elements; its argument 'input': f64[2], min -1.0, max 0.0, 0 NaN,"
                        + " 0 infinite",
                shifted::log);
    }

    @Test
    void theFirstNaNOfBackwardIsFoundWithItsInputs() {
        GradMode.setDetectsAnomalies(true);
        Tensor root = x.sub(2).sqrt();
        root.setOrigin("line 3");
        GradException error = assertThrows(
                GradException.class,
                () -> root.mul(Tensor.of(new double[] {0, 1}, 2)).sum().backward());
        assertEquals(
                "backward of sqrt: the gradient of its argument 'input' is NaN in 1 of 2 elements; the gradient that"
                        + " arrived: f64[2], min 0.0, max 1.0, 0 NaN, 0 infinite; its output: f64[2], min 0.0, max 1.0,"
                        + " 0 NaN, 0 infinite",
                error.getMessage());
        assertEquals("line 3", error.origin());
    }

    @Test
    void errorsInsideAnOpMadeOfOthersNameItsPlaceAndThatOfTheChange() {
        Tensor input = x.mul(1);
        Tensor square = input.square();
        square.setOrigin("line 11");
        Tensor total = square.mean();
        total.setOrigin("line 12");
        input.add_(1).setChangePlace("line 13");
        GradException error = assertThrows(GradException.class, total::backward);
        assertEquals("line 11", error.origin());
        assertEquals("line 13", error.changePlace());
    }

    @Test
    void aChangedExpandedTensorIsRefused() {
        assertThrows(ShapeException.class, () -> x.mul(1).expand(3, 2).add_(1));
    }
}
