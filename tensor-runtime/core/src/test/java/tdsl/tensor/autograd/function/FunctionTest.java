package tdsl.tensor.autograd.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.autograd.Numerical.checkGradients;
import static tdsl.tensor.autograd.Numerical.leaf;
import static tdsl.tensor.autograd.Numerical.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Engine;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.TypeException;

/// Operations defined outside the op table.
class FunctionTest {
    private final Tensor x = leaf(new long[] {2, 3}, 1, 2, 3, 4, 5, 6);

    /// A function of lambdas.
    private record Lambda(
            BiFunction<FunctionContext, Object[], Object> onForward,
            BiFunction<FunctionContext, List<Tensor>, List<Tensor>> onBackward)
            implements Function {
        @Override
        public String name() {
            return "custom";
        }

        @Override
        public Object forward(FunctionContext context, Object[] arguments) {
            return onForward.apply(context, arguments);
        }

        @Override
        public List<Tensor> backward(FunctionContext context, List<Tensor> gradients) {
            return onBackward.apply(context, gradients);
        }
    }

    private static final Lambda EXPONENTIAL = new Lambda(
            (context, arguments) -> {
                Tensor result = ((Tensor) arguments[0]).exp();
                context.save("y", result);
                return result;
            },
            (context, gradients) -> List.of(gradients.getFirst().mul(context.saved("y"))));

    private static Lambda returning(Tensor... gradients) {
        return new Lambda((_, arguments) -> ((Tensor) arguments[0]).mul(2), (_, _) -> Arrays.asList(gradients));
    }

    private static Tensor call(Function function, Object... arguments) {
        return (Tensor) function.apply(arguments);
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(message, assertThrows(GradException.class, action::run).getMessage());
    }

    @Test
    void gradientsAreThoseOfBackward() {
        checkGradients(in -> call(EXPONENTIAL, in.get(0)).sin().sum(), leaf(2, 3));
    }

    @Test
    void backwardWrittenWithOpsCanBeDifferentiatedAgain() {
        checkGradients(
                in -> Engine.gradients(
                                List.of(call(EXPONENTIAL, in.get(0)).sum()),
                                List.of(in.get(0)),
                                List.of(Tensor.of(1.0)),
                                true,
                                true)
                        .getFirst()
                        .sin()
                        .sum(),
                leaf(3));
    }

    @Test
    void forwardRunsWithoutRecordingAndItsResultIsOneNode() {
        Function checking = new Lambda(
                (_, arguments) -> {
                    assertFalse(GradMode.isEnabled());
                    return ((Tensor) arguments[0]).mul(2);
                },
                (_, gradients) -> List.of(gradients.getFirst().mul(7)));
        call(checking, x).sum().backward();
        assertArrayEquals(new double[] {7, 7, 7, 7, 7, 7}, values(x.grad()));
        assertTrue(GradMode.isEnabled());
    }

    @Test
    void aForwardThatFailsRestoresRecording() {
        Function failing = new Lambda(
                (_, _) -> {
                    throw new IllegalStateException("failed");
                },
                (_, _) -> List.of());
        assertThrows(IllegalStateException.class, () -> call(failing, x));
        assertTrue(GradMode.isEnabled());
    }

    @Test
    void nothingIsRecordedWithoutGradients() {
        assertFalse(call(EXPONENTIAL, x.detach()).requiresGrad());
        GradMode.set(false);
        assertFalse(call(EXPONENTIAL, x).requiresGrad());
        GradMode.set(true);
    }

    @Test
    void needsGradTellsTensorArgumentsApart() {
        List<Boolean> seen = new ArrayList<>();
        Function asking = new Lambda(
                (context, arguments) -> {
                    seen.add(context.needsInputGrad(0));
                    seen.add(context.needsInputGrad(2));
                    return ((Tensor) arguments[0]).mul((Tensor) arguments[2]);
                },
                (context, gradients) -> Arrays.asList(null, gradients.getFirst()));
        Tensor result = call(asking, x.detach(), "not a tensor", x);
        assertEquals(List.of(false, true), seen);
        result.sum().backward();
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, values(x.grad()));
    }

    @Test
    void noGradientForAnArgumentLeavesItAlone() {
        Tensor other = leaf(2, 3);
        Function first = new Lambda(
                (_, arguments) -> ((Tensor) arguments[0]).add((Tensor) arguments[1]),
                (_, gradients) -> Arrays.asList(gradients.getFirst(), null));
        call(first, x, other).sum().backward();
        assertNull(other.grad());
        assertArrayEquals(new double[] {1, 1, 1, 1, 1, 1}, values(x.grad()));
    }

    @Test
    void anOutputThatNothingDependsOnHasAGradientOfZeros() {
        Function split = new Lambda(
                (_, arguments) -> List.of(((Tensor) arguments[0]).mul(2), ((Tensor) arguments[0]).sum(0)),
                (_, gradients) -> {
                    assertArrayEquals(new double[3], values(gradients.get(1)));
                    assertArrayEquals(new long[] {3}, gradients.get(1).shape());
                    return List.of(gradients.get(0).mul(2));
                });
        List<?> outputs = (List<?>) split.apply(x);
        ((Tensor) outputs.getFirst()).sum().backward();
        assertArrayEquals(new double[] {2, 2, 2, 2, 2, 2}, values(x.grad()));
    }

    @Test
    void integerOutputsHaveNoHistory() {
        Function withIndex = new Lambda(
                (_, arguments) -> List.of(((Tensor) arguments[0]).amax(1), ((Tensor) arguments[0]).argmax(1L)),
                (_, gradients) -> List.of(gradients.getFirst().unsqueeze(1)));
        List<?> outputs = (List<?>) withIndex.apply(x);
        assertTrue(((Tensor) outputs.get(0)).requiresGrad());
        assertFalse(((Tensor) outputs.get(1)).requiresGrad());
    }

    @Test
    void theNumberOfGradientsMustBeThatOfTheTensorArguments() {
        assertMessage(
                "custom: backward returned 2 gradients for 1 tensor arguments",
                () -> call(returning(null, null), x).sum().backward());
    }

    @Test
    void aGradientOfAnotherShapeIsRefused() {
        assertMessage(
                "custom: backward returned a gradient of shape [3] for argument 1, which has shape [2, 3]",
                () -> call(returning(Tensor.of(new double[3], 3)), x).sum().backward());
        assertMessage(
                "custom: backward returned a gradient of shape [2, 1] for argument 1, which has shape [2, 3]",
                () -> call(returning(Tensor.of(new double[2], 2, 1)), x).sum().backward());
        assertNull(x.grad());
    }

    @Test
    void aGradientThatTheArgumentBroadcastsToIsSummed() {
        Tensor row = leaf(1, 3);
        Tensor ones = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
        call(returning(ones), row).sum().backward();
        assertArrayEquals(new double[] {5, 7, 9}, values(row.grad()));
        Tensor scalar = leaf(new long[0], 1);
        call(returning(ones), scalar).sum().backward();
        assertArrayEquals(new double[] {21}, values(scalar.grad()));
    }

    @Test
    void aGradientWithoutAxesIsRepeated() {
        call(returning(Tensor.of(new double[] {2.5}, new long[0])), x).sum().backward();
        assertArrayEquals(new double[] {2.5, 2.5, 2.5, 2.5, 2.5, 2.5}, values(x.grad()));
    }

    @Test
    void aGradientTakesTheDTypeOfItsArgument() {
        Tensor single = Tensor.of(new float[] {1, 2}).requiresGrad(true);
        call(returning(Tensor.of(new double[] {3, 4}, 2)), single).sum().backward();
        assertEquals(DType.FLOAT32, single.grad().dtype());
        assertArrayEquals(new double[] {3, 4}, values(single.grad()));
    }

    @Test
    void aSavedTensorThatWasChangedIsNamed() {
        Tensor result = call(EXPONENTIAL, x);
        result.mul_(2);
        assertMessage(
                "custom: the saved 'y', f64[2, 3], was changed in place after it was saved for backward"
                        + " (version 0, now 1)",
                () -> result.sum().backward());
    }

    @Test
    void askingForWhatWasNotSavedIsNamed() {
        Function forgetful = new Lambda(
                (_, arguments) -> ((Tensor) arguments[0]).exp(), (context, _) -> List.of(context.saved("z")));
        assertMessage(
                "custom: nothing was saved as 'z'",
                () -> call(forgetful, x).sum().backward());
    }

    @Test
    void aSecondPassNeedsRetainGraphWhereSomethingWasSaved() {
        Tensor result = call(EXPONENTIAL, x).sum();
        result.backward();
        assertMessage("custom: backward was already run through this result", result::backward);
        Tensor stateless = call(returning(Tensor.of(new double[6], 2, 3)), x);
        Tensor total = stateless.sum();
        total.backward();
        total.backward();
    }

    @Test
    void anArgumentThatIsReturnedKeepsItsOwnGradient() {
        Function identity = new Lambda(
                (_, arguments) -> arguments[0],
                (_, gradients) -> List.of(gradients.getFirst().mul(3)));
        Tensor result = call(identity, x);
        assertTrue(x.isLeaf());
        result.sum().backward();
        assertArrayEquals(new double[] {3, 3, 3, 3, 3, 3}, values(x.grad()));
    }

    @Test
    void aResultThatIsNoTensorIsRefused() {
        Function wrong = new Lambda((_, _) -> "text", (_, _) -> List.of());
        TypeException error = assertThrows(TypeException.class, () -> wrong.apply(x));
        assertEquals("custom: forward must return a tensor or a list of tensors", error.getMessage());
    }

    @Test
    void aFailureInsideBackwardNamesTheOperation() {
        Function failing = new Lambda(
                (_, arguments) -> ((Tensor) arguments[0]).mul(2),
                (_, gradients) -> List.of(gradients.getFirst().add(Tensor.of(new double[7], 7))));
        assertMessage(
                "backward of custom: add: shapes [2, 3] and [7] do not broadcast: sizes 3 and 7 at axis -1",
                () -> call(failing, x).sum().backward());
    }

    // ---- what forward says about its results ----

    private static final Lambda DOUBLE_IN_PLACE = new Lambda(
            (context, arguments) -> {
                Tensor target = (Tensor) arguments[0];
                target.mul_(2);
                context.markDirty(target);
                return target;
            },
            (_, gradients) -> List.of(gradients.getFirst().mul(2)));

    @Test
    void anArgumentMarkedDirtyIsTheResult() {
        Tensor copy = x.clone();
        assertSame(copy, call(DOUBLE_IN_PLACE, copy));
        copy.sum().backward();
        assertArrayEquals(new double[] {2, 2, 2, 2, 2, 2}, values(x.grad()));
    }

    @Test
    void aViewMarkedDirtyChangesTheHistoryOfItsBase() {
        checkGradients(
                in -> {
                    Tensor copy = in.get(0).clone();
                    call(DOUBLE_IN_PLACE, copy.narrow(0, 1, 1));
                    return copy.sin().sum();
                },
                leaf(3, 2));
    }

    @Test
    void dirtyLeavesAndDirtyTensorsThatAreNotReturnedAreRefused() {
        assertMessage(
                "custom: a leaf that requires a gradient cannot be changed in place", () -> call(DOUBLE_IN_PLACE, x));
        Function lossy = new Lambda(
                (context, arguments) -> {
                    context.markDirty((Tensor) arguments[0]);
                    return ((Tensor) arguments[0]).clone();
                },
                (_, gradients) -> gradients);
        assertMessage("custom: f64[2, 3] is marked dirty but forward does not return it", () -> call(lossy, x.clone()));
    }

    @Test
    void outputsMarkedNonDifferentiableRequireNoGradient() {
        Function withSide = new Lambda(
                (context, arguments) -> {
                    Tensor side = ((Tensor) arguments[0]).neg();
                    context.markNonDifferentiable(side);
                    return List.of(((Tensor) arguments[0]).mul(2), side);
                },
                (_, gradients) -> List.of(gradients.getFirst().mul(2)));
        List<?> outputs = (List<?>) withSide.apply(x);
        assertTrue(((Tensor) outputs.get(0)).requiresGrad());
        assertFalse(((Tensor) outputs.get(1)).requiresGrad());
    }

    @Test
    void missingGradientsAreZerosUnlessForwardWantsToKnow() {
        List<List<Tensor>> seen = new ArrayList<>();
        for (boolean materializes : new boolean[] {true, false}) {
            Function twoOutputs = new Lambda(
                    (context, arguments) -> {
                        context.setMaterializeGrads(materializes);
                        return List.of(((Tensor) arguments[0]).mul(2), ((Tensor) arguments[0]).sum());
                    },
                    (_, gradients) -> {
                        seen.add(gradients);
                        return List.of(gradients.getFirst());
                    });
            ((Tensor) ((List<?>) twoOutputs.apply(x)).getFirst()).sum().backward();
        }
        assertArrayEquals(new double[] {0}, values(seen.get(0).get(1)));
        assertNull(seen.get(1).get(1));
    }

    @Test
    void aOnceDifferentiableBackwardHasNoSecondDerivative() {
        Function once = new Lambda(
                (context, arguments) -> {
                    context.onceDifferentiable();
                    context.save("x", (Tensor) arguments[0]);
                    return ((Tensor) arguments[0]).square();
                },
                (context, gradients) ->
                        List.of(gradients.getFirst().mul(context.saved("x")).mul(2)));
        Tensor gradient = Engine.gradients(
                        List.of(call(once, x).sum()), List.of(x), List.of(Tensor.of(1.0)), true, true)
                .getFirst();
        assertArrayEquals(new double[] {2, 4, 6, 8, 10, 12}, values(gradient));
        assertMessage(
                "custom: its backward is once differentiable: it has no second derivative",
                () -> gradient.sum().backward());
    }

    @Test
    void plainArgumentsAreKeptAndCountAmongArguments() {
        boolean[] needed = new boolean[3];
        Function scaled = new Lambda(
                (context, arguments) -> {
                    context.keep("factor", arguments[1]);
                    for (int i = 0; i < needed.length; i++) {
                        needed[i] = context.needsInputGrad(i);
                    }
                    return ((Tensor) arguments[0]).mul((Double) arguments[1]).add((Tensor) arguments[2]);
                },
                (context, gradients) -> Arrays.asList(gradients.getFirst().mul((Double) context.kept("factor")), null));
        call(scaled, x, 3.0, Tensor.of(new double[] {1, 2, 3}, 3)).sum().backward();
        assertArrayEquals(new double[] {3, 3, 3, 3, 3, 3}, values(x.grad()));
        assertArrayEquals(new boolean[] {true, false, false}, needed);
    }
}
