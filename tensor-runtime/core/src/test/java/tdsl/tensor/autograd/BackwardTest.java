package tdsl.tensor.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.autograd.Numerical.leaf;
import static tdsl.tensor.autograd.Numerical.values;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.ShapeException;

/// Backward passes: what arrives where, how often, and what is refused.
class BackwardTest {
    private final Tensor x = leaf(new long[] {2}, 2, 3);

    @AfterEach
    void recordAgain() {
        GradMode.set(true);
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(message, assertThrows(GradException.class, action::run).getMessage());
    }

    private static void assertGradient(Tensor tensor, double... expected) {
        assertArrayEquals(expected, values(tensor.grad()), 1e-12);
    }

    @Test
    void gradientsAddUpOverBackwardPasses() {
        x.mul(x).sum().backward();
        assertGradient(x, 4, 6);
        x.mul(5).sum().backward();
        assertGradient(x, 9, 11);
        x.setGrad(null);
        x.sum().backward();
        assertGradient(x, 1, 1);
    }

    @Test
    void aTensorUsedTwiceGetsTheSumOfBothGradients() {
        Tensor shared = x.mul(2);
        shared.mul(shared).add(shared).sum().backward();
        assertGradient(x, 8 * 2 + 2, 8 * 3 + 2);
    }

    @Test
    void leavesOfOneResultDoNotShareTheirGradient() {
        Tensor other = leaf(2);
        x.add(other).sum().backward();
        x.grad().fill_(7);
        assertGradient(other, 1, 1);
    }

    @Test
    void aSecondPassNeedsRetainGraph() {
        Tensor loss = x.mul(x).sum();
        loss.backward(loss.ones_like(), true, false);
        loss.backward();
        assertGradient(x, 8, 12);
        GradException error = assertThrows(GradException.class, loss::backward);
        assertEquals("mul: backward was already run through this result", error.getMessage());
        assertEquals(
                "pass retain_graph=true to the first backward to run a second one",
                error.hint().orElseThrow());
    }

    @Test
    void aResultThatSavedNothingCanBeSharedByTwoPasses() {
        Tensor shifted = x.add(1);
        shifted.sum().backward();
        shifted.mul(3).sum().backward();
        assertGradient(x, 4, 4);
    }

    @Test
    void onlyOneElementHasAnImpliedGradient() {
        GradException error = assertThrows(GradException.class, () -> x.mul(2).backward());
        assertEquals("backward: a tensor with 2 elements needs the gradient to start from", error.getMessage());
        x.mul(2).backward(Tensor.of(new double[] {1, 10}, 2), false, false);
        assertGradient(x, 2, 20);
    }

    @Test
    void theStartingGradientHasTheResultsShapeAndTakesItsDType() {
        assertMessage(
                "backward: the gradient has shape [3], but the tensor [2]",
                () -> x.mul(2).backward(Tensor.of(new double[3], 3), false, false));
        x.mul(2).backward(Tensor.of(new float[] {1, 10}).to(DType.FLOAT32), false, false);
        assertEquals(DType.FLOAT64, x.grad().dtype());
        assertGradient(x, 2, 20);
    }

    @Test
    void aConstantHasNoBackward() {
        assertMessage(
                "backward: f64[] was not computed from a tensor that requires a gradient",
                () -> x.detach().sum().backward());
    }

    @Test
    void gradientsReachLeavesOfEachDType() {
        Tensor single = Tensor.of(new float[] {1, 2}).requiresGrad(true);
        single.mul(x).sum().backward();
        assertEquals(DType.FLOAT32, single.grad().dtype());
        assertGradient(single, 2, 3);
        assertEquals(DType.FLOAT64, x.grad().dtype());
        assertGradient(x, 1, 2);
    }

    @Test
    void broadcastOperandsGetTheSumOfTheirGradients() {
        Tensor column = leaf(2, 1);
        Tensor scalar = leaf(new long[0], 1.5);
        Numerical.checkGradients(
                in -> in.get(0).mul(in.get(1)).mul(in.get(2)).sin().sum(), leaf(3), column, scalar);
    }

    @Test
    void noGradRecordsNothing() {
        GradMode.set(false);
        Tensor result = x.mul(2);
        GradMode.set(true);
        assertFalse(result.requiresGrad());
        assertTrue(x.mul(2).requiresGrad());
    }

    @Test
    void detachSharesMemoryAndVersionButNoHistory() {
        Tensor product = x.mul(2);
        Tensor detached = product.detach();
        assertFalse(detached.requiresGrad());
        assertSame(product.storage(), detached.storage());
        detached.fill_(1);
        assertArrayEquals(new double[] {1, 1}, values(product));
        assertEquals(1, product.storage().version());
    }

    @Test
    void aChangeThroughDetachIsNoticedByBackward() {
        Tensor exponential = x.exp();
        exponential.detach().zero_();
        assertMessage(
                "exp: its output, f64[2], was changed in place after it was saved for backward (version 0, now 1)",
                () -> exponential.sum().backward());
    }

    @Test
    void gradientsLeaveTheLeavesUnchanged() {
        Tensor product = x.mul(3);
        List<Tensor> gradients = Engine.gradients(
                List.of(product.mul(product).sum()), List.of(x, product), List.of(Tensor.of(1.0)), false, false);
        assertArrayEquals(new double[] {36, 54}, values(gradients.get(0)), 1e-12);
        assertArrayEquals(new double[] {12, 18}, values(gradients.get(1)), 1e-12);
        assertNull(x.grad());
    }

    @Test
    void theGradientOfAnUnreachableInputIsNull() {
        Tensor unused = leaf(3);
        List<Tensor> gradients =
                Engine.gradients(List.of(x.sum()), List.of(unused, x), List.of(Tensor.of(1.0)), false, false);
        assertNull(gradients.get(0));
        assertArrayEquals(new double[] {1, 1}, values(gradients.get(1)));
    }

    @Test
    void gradientsOfSeveralOutputsAddUp() {
        List<Tensor> outputs = List.of(x.mul(2), x.mul(x));
        List<Tensor> weights = List.of(Tensor.of(new double[] {1, 1}, 2), Tensor.of(new double[] {1, 10}, 2));
        Tensor gradient =
                Engine.gradients(outputs, List.of(x), weights, false, false).getFirst();
        assertArrayEquals(new double[] {2 + 4, 2 + 60}, values(gradient), 1e-12);
    }

    @Test
    void anInputWithoutGradientIsRefused() {
        Tensor constant = Tensor.of(new double[] {1}, 1);
        assertMessage(
                "grad: an input, f64[1], does not require a gradient",
                () -> Engine.gradients(List.of(x.sum()), List.of(constant), List.of(Tensor.of(1.0)), false, false));
    }

    @Test
    void thirdDerivativesFollowFromRecordedPasses() {
        Tensor value = x.pow(4).sum();
        double[][] expected = {{32, 108}, {48, 108}, {48, 72}};
        for (double[] derivative : expected) {
            value = Engine.gradients(List.of(value), List.of(x), List.of(Tensor.of(1.0)), true, true)
                    .getFirst();
            assertArrayEquals(derivative, values(value), 1e-9);
            value = value.sum();
        }
    }

    @Test
    void aRecordedPassPutsDifferentiableGradientsIntoLeaves() {
        Tensor cube = x.pow(3).sum();
        cube.backward(cube.detach().ones_like(), false, true);
        Tensor first = x.grad();
        x.setGrad(null);
        first.sum().backward();
        assertGradient(x, 12, 18);
    }

    @Test
    void aMillionOperationsInARowNeedNoStack() {
        Tensor one = leaf(new long[] {1}, 1);
        Tensor chain = one;
        for (int i = 0; i < 1_000_000; i++) {
            chain = chain.neg();
        }
        chain.sum().backward();
        assertGradient(one, 1);
    }

    @Test
    void onlyLeavesCanBeToldToRequireAGradient() {
        assertMessage(
                "requires_grad can be set on leaves only; this tensor is the result of mul",
                () -> x.mul(2).requiresGrad(false));
        assertMessage(
                "only floating tensors have gradients, not i64[2]",
                () -> Tensor.of(new long[2]).requiresGrad(true));
    }

    @Test
    void askingForAGradientAgainKeepsGraphAndGradient() {
        Tensor product = x.mul(3).sum();
        x.requiresGrad(true);
        product.backward();
        assertGradient(x, 3, 3);
        x.requiresGrad(true);
        assertGradient(x, 3, 3);
    }

    @Test
    void aGradientThatIsSetMustFit() {
        assertThrows(ShapeException.class, () -> x.setGrad(Tensor.of(new double[3], 3)));
        assertThrows(GradException.class, () -> x.detach().setGrad(null));
    }

    @Test
    void errorsOfBackwardCarryThePlaceOfTheForwardCall() {
        Tensor exponential = x.exp();
        exponential.setOrigin("line 7");
        exponential.detach().zero_();
        GradException error =
                assertThrows(GradException.class, () -> exponential.sum().backward());
        assertEquals("line 7", error.origin());
    }

    @Test
    void theGradientIsACopyOfWhatArrived() {
        Tensor start = Tensor.of(new double[] {1, 1}, 2);
        x.backward(start, false, false);
        assertNotSame(start.storage(), x.grad().storage());
        assertEquals("[1.0, 1.0]", Arrays.toString(values(x.grad())));
    }
}
