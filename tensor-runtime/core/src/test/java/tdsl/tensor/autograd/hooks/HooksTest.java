package tdsl.tensor.autograd.hooks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.autograd.Numerical.leaf;
import static tdsl.tensor.autograd.Numerical.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Engine;
import tdsl.tensor.error.GradException;

/// Functions that backward calls. What is expected is what PyTorch 2.13 does.
class HooksTest {
    private final Tensor x = leaf(new long[] {2}, 2, 3);
    private final List<String> calls = new ArrayList<>();

    private void note(String name, Tensor gradient) {
        calls.add(name + Arrays.toString(values(gradient)));
    }

    @Test
    void aHookSeesTheWholeGradientOnce() {
        Tensor shared = x.mul(2);
        shared.registerHook(gradient -> {
            note("shared", gradient);
            return null;
        });
        shared.mul(3).add(shared).sum().backward();
        assertEquals(List.of("shared[4.0, 4.0]"), calls);
        assertArrayEquals(new double[] {8, 8}, values(x.grad()));
    }

    @Test
    void whatAHookReturnsTakesThePlaceOfTheGradient() {
        x.registerHook(gradient -> gradient.mul(10));
        x.registerHook(gradient -> gradient.add(1));
        Tensor loss = x.mul(3).sum();
        Tensor gradient = Engine.gradients(List.of(loss), List.of(x), List.of(Tensor.of(1.0)), true, false)
                .getFirst();
        assertArrayEquals(new double[] {31, 31}, values(gradient));
        loss.backward();
        assertArrayEquals(new double[] {31, 31}, values(x.grad()));
    }

    @Test
    void aRemovedHookIsNotCalled() {
        HookHandle handle = x.registerHook(gradient -> gradient.mul(10));
        handle.remove();
        handle.remove();
        x.sum().backward();
        assertArrayEquals(new double[] {1, 1}, values(x.grad()));
    }

    @Test
    void aHookCannotChangeTheShape() {
        Tensor product = x.mul(2);
        product.registerHook(gradient -> gradient.sum());
        GradException error =
                assertThrows(GradException.class, () -> product.sum().backward());
        assertEquals("mul: a hook returned a gradient of shape [] for one of shape [2]", error.getMessage());
    }

    @Test
    void aConstantHasNoHooks() {
        Tensor constant = Tensor.of(1.0);
        assertThrows(GradException.class, () -> constant.registerHook(gradient -> null));
        assertThrows(GradException.class, constant::retainGrad);
        assertThrows(GradException.class, () -> x.mul(2).registerPostAccumulateGradHook(_ -> {}));
    }

    @Test
    void postAccumulateHooksRunAfterTheGradientIsAdded() {
        x.registerPostAccumulateGradHook(leaf -> note("sum", leaf.grad()));
        HookHandle clearing = x.registerPostAccumulateGradHook(leaf -> leaf.setGrad(null));
        x.mul(5).sum().backward();
        assertNull(x.grad());
        clearing.remove();
        x.sum().backward();
        x.sum().backward();
        assertEquals(List.of("sum[5.0, 5.0]", "sum[1.0, 1.0]", "sum[2.0, 2.0]"), calls);
    }

    @Test
    void hooksOfAValueStayWithItWhenItIsOverwritten() {
        Tensor value = x.mul(2);
        value.registerHook(gradient -> {
            note("old", gradient);
            return null;
        });
        value.mul_(5);
        value.registerHook(gradient -> {
            note("new", gradient);
            return null;
        });
        value.sum().backward();
        assertEquals(List.of("new[1.0, 1.0]", "old[5.0, 5.0]"), calls);
    }

    @Test
    void aRetainedGradientIsSummedUpAndAfterHooks() {
        Tensor product = x.mul(2);
        product.retainGrad();
        assertTrue(product.retainsGrad());
        product.registerHook(gradient -> gradient.mul(10));
        Tensor loss = product.sum();
        loss.backward(Tensor.of(1.0), true, false);
        loss.backward();
        assertArrayEquals(new double[] {20, 20}, values(product.grad()));
    }

    @Test
    void aRetainedGradientIsThatOfTheLastValue() {
        Tensor product = x.mul(2);
        product.retainGrad();
        product.mul_(7);
        product.mul(3).sum().backward();
        assertArrayEquals(new double[] {3, 3}, values(product.grad()));
    }

    @Test
    void aResultThatRetainsNothingHasNoGradient() {
        Tensor product = x.mul(2);
        product.sum().backward();
        assertNull(product.grad());
        assertFalse(product.retainsGrad());
    }
}
