package tdsl.tensor.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.autograd.Numerical.checkGradients;
import static tdsl.tensor.autograd.Numerical.leaf;
import static tdsl.tensor.autograd.Numerical.values;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.ShapeException;

/// Changes in place: their gradients, and the ones that are refused.
class InPlaceTest {
    private static final IndexItem REVERSED = new IndexItem.Slice(null, null, -1L);
    private static final IndexItem MIDDLE = new IndexItem.Slice(1L, 3L, null);

    private final Tensor x = leaf(4, 3);

    @AfterEach
    void recordAgain() {
        GradMode.set(true);
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(message, assertThrows(GradException.class, action::run).getMessage());
    }

    private static List<IndexItem> items(IndexItem... items) {
        return List.of(items);
    }

    private static IndexItem by(long... positions) {
        return new IndexItem.By(Tensor.of(positions));
    }

    /// A sum in which every element counts differently and not linearly.
    private static Tensor weighted(Tensor tensor) {
        return tensor.clone()
                .sin()
                .mul(Samples.uniform(0.5, 1.5, tensor.shape()))
                .sum();
    }

    @Test
    void aLeafCannotBeChanged() {
        assertMessage("add_: a leaf that requires a gradient cannot be changed in place", () -> x.add_(1));
        assertMessage(
                "mul_: a view of a leaf that requires a gradient cannot be changed in place",
                () -> x.index(items(MIDDLE)).mul_(2));
        assertMessage(
                "index_put_: a view of a leaf that requires a gradient cannot be changed in place",
                () -> x.assign(items(by(0)), Tensor.weakScalar(1L)));
        assertEquals(0, x.storage().version());
    }

    @Test
    void aLeafCanBeChangedUnderNoGrad() {
        GradMode.set(false);
        x.index(items(MIDDLE)).zero_();
        GradMode.set(true);
        x.sum().backward();
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, values(x.grad()));
    }

    @Test
    void aSavedArgumentThatWasChangedIsNamedWithItsVersions() {
        Tensor factor = leaf(3).mul(1);
        Tensor product = x.mul(factor);
        factor.add_(1);
        factor.add_(1);
        assertMessage(
                "mul: its argument 'other', f64[3], was changed in place after it was saved for backward"
                        + " (version 0, now 2)",
                () -> product.sum().backward());
    }

    @Test
    void aSavedOutputThatWasChangedIsNamedWithItsVersions() {
        Tensor output = x.exp();
        output.index(items(MIDDLE)).zero_();
        assertMessage(
                "exp: its output, f64[4, 3], was changed in place after it was saved for backward (version 0, now 1)",
                () -> output.sum().backward());
    }

    @Test
    void savedPositionsThatWereChangedAreNoticed() {
        Tensor positions = Tensor.of(new long[] {0, 1});
        Tensor chosen = x.index(items(new IndexItem.By(positions)));
        positions.add_(1);
        assertMessage(
                "index_get: a tensor of its argument 'indices', i64[2], was changed in place after it was saved for"
                        + " backward (version 0, now 1)",
                () -> chosen.sum().backward());
    }

    @Test
    void aChangeOfWhatBackwardDoesNotReadIsAllowed() {
        Tensor sum = x.mul(2);
        Tensor result = sum.add(1);
        sum.zero_();
        result.sum().backward();
        assertArrayEquals(new double[] {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, values(x.grad()));
    }

    @Test
    void multiplyingAReversedPartHasTheRightGradients() {
        checkGradients(
                in -> {
                    Tensor copy = in.get(0).clone();
                    copy.index(items(MIDDLE, REVERSED)).mul_(in.get(1));
                    return weighted(copy);
                },
                x,
                leaf(2, 3));
    }

    @Test
    void everyInPlaceArithmeticHasTheRightGradients() {
        checkGradients(
                in -> {
                    Tensor copy = in.get(0).clone();
                    Tensor part = copy.index(items(MIDDLE));
                    part.add_(in.get(1));
                    copy.index(items(REVERSED)).sub_(in.get(1).mul(2));
                    part.div_(in.get(1).exp());
                    part.pow_(3);
                    copy.abs_();
                    part.clamp_(Tensor.weakScalar(0.1), Tensor.weakScalar(2.0));
                    part.tanh_();
                    return weighted(copy);
                },
                x,
                leaf(3));
    }

    @Test
    void aTensorTimesItselfInPlaceHasTheRightGradient() {
        checkGradients(
                in -> {
                    Tensor copy = in.get(0).clone();
                    copy.mul_(copy);
                    copy.mul_(copy.index(items(REVERSED)));
                    return weighted(copy);
                },
                x);
    }

    @Test
    void assigningByPositionsHasTheRightGradients() {
        checkGradients(
                in -> {
                    Tensor copy = in.get(0).clone();
                    copy.assign(items(by(2, 0), new IndexItem.Slice(null, null, -2L)), in.get(1));
                    return weighted(copy);
                },
                x,
                leaf(2, 2));
    }

    @Test
    void assigningByMaskHasTheRightGradients() {
        Tensor mask = x.detach().gt(0.2);
        checkGradients(
                in -> {
                    Tensor copy = in.get(0).clone();
                    copy.assign(items(new IndexItem.By(mask)), in.get(1));
                    return weighted(copy);
                },
                x,
                leaf(1));
    }

    @Test
    void aValueWrittenIntoAConstantGetsItsGradient() {
        checkGradients(
                in -> {
                    Tensor canvas = in.get(0).new_zeros(3, 4);
                    Tensor corner = canvas.index(items(REVERSED, new IndexItem.At(-1)));
                    canvas.index(items(new IndexItem.Ellipsis(), MIDDLE)).copy_(in.get(0));
                    corner.add_(in.get(0).index(items(new IndexItem.Ellipsis(), new IndexItem.At(0))));
                    return weighted(canvas).add(weighted(corner));
                },
                leaf(3, 2));
    }

    @Test
    void anEarlierViewSeesWhatIsWrittenLater() {
        Tensor copy = x.clone();
        Tensor earlier = copy.index(items(new IndexItem.At(0)));
        copy.mul_(3);
        assertTrue(earlier.requiresGrad());
        earlier.sum().backward();
        assertArrayEquals(new double[] {3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0}, values(x.grad()));
    }

    @Test
    void aViewWithRepeatedElementsSumsTheirGradientsAfterAChangeOfItsBase() {
        checkGradients(
                in -> {
                    Tensor copy = in.get(0).clone();
                    Tensor repeated = copy.expand(5, 4, 3);
                    copy.mul_(Samples.uniform(0.5, 2, 3));
                    return weighted(repeated);
                },
                x);
    }

    @Test
    void secondDerivativesPassThroughChangedViews() {
        checkGradients(
                in -> {
                    Tensor copy = in.get(0).clone();
                    copy.index(items(MIDDLE, REVERSED)).mul_(in.get(0).index(items(MIDDLE)));
                    Tensor loss = copy.pow(2).sum();
                    Tensor gradient = Engine.gradients(
                                    List.of(loss), List.of(in.get(0)), List.of(Tensor.of(1.0)), true, true)
                            .getFirst();
                    return weighted(gradient);
                },
                x);
    }

    @Test
    void aSinglePrecisionTargetPassesItsGradientToADoubleValue() {
        Tensor target = Tensor.of(new float[] {1, 2, 3});
        Tensor value = leaf(new long[] {3}, 4, 5, 6);
        target.mul_(value);
        assertEquals(DType.FLOAT32, target.dtype());
        target.sum().backward();
        assertEquals(DType.FLOAT64, value.grad().dtype());
        assertArrayEquals(new double[] {1, 2, 3}, values(value.grad()));
    }

    @Test
    void anIntegerTargetCannotTakeAValueWithGradient() {
        Tensor counts = Tensor.of(new long[] {1, 2, 3});
        assertMessage("copy_: i64[3] cannot hold a result that requires a gradient", () -> counts.copy_(leaf(3)));
    }

    @Test
    void aViewMadeUnderNoGradHasNoHistoryAndCannotBeChangedOutside() {
        Tensor copy = x.clone();
        copy.mul_(2);
        GradMode.set(false);
        Tensor view = copy.index(items(MIDDLE));
        view.add_(1);
        GradMode.set(true);
        assertFalse(view.requiresGrad());
        assertFalse(view.mul(2).requiresGrad());
        assertMessage(
                "mul_: a view that was made under no_grad cannot be changed in place where gradients are recorded,"
                        + " since its base requires one",
                () -> view.mul_(2));
    }

    @Test
    void aFailedChangeLeavesValueAndHistoryAlone() {
        Tensor copy = x.clone();
        Tensor part = copy.index(items(MIDDLE));
        assertThrows(ShapeException.class, () -> part.mul_(Tensor.of(new double[5], 5)));
        assertThrows(ShapeException.class, () -> copy.expand(2, 4, 3).add_(1));
        copy.sum().backward();
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, values(x.grad()));
        assertEquals(0, copy.storage().version());
    }
}
