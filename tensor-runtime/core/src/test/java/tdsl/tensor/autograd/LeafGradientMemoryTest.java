package tdsl.tensor.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tdsl.tensor.Tensor;
import tdsl.tensor.memory.CpuAllocator;
import tdsl.tensor.ops.Tensors;

/// The gradient of a leaf is its own: changing it in place changes nothing else.
class LeafGradientMemoryTest {
    private static Tensor leaf() {
        return Tensors.ones(new long[] {3}).requiresGrad(true);
    }

    private static void assertGrad(double expected, Tensor leaf) {
        assertEquals(List.of(expected, expected, expected), leaf.grad().toList());
    }

    @Test
    void leavesThatGetTheSameGradientDoNotShareIt() {
        Tensor a = leaf();
        Tensor b = leaf();
        a.add(b).sum().backward();
        a.grad().mul_(5);
        assertGrad(5, a);
        assertGrad(1, b);
        a.add(b).sum().backward();
        assertGrad(6, a);
        assertGrad(2, b);
    }

    @Test
    void aGivenGradientIsNotThatOfTheLeaf() {
        Tensor a = leaf();
        Tensor given = Tensors.ones(new long[] {3});
        a.add(0).backward(given, false, false);
        a.grad().mul_(5);
        assertEquals(List.of(1.0, 1.0, 1.0), given.toList());
    }

    @Test
    void aGradientThatAHookKeptIsNotThatOfTheLeaf() {
        Tensor a = leaf();
        Tensor[] kept = new Tensor[1];
        a.registerHook(gradient -> kept[0] = gradient);
        a.mul(3).mul(a).sum().backward();
        a.grad().zero_();
        assertEquals(List.of(6.0, 6.0, 6.0), kept[0].toList());
    }

    @Test
    void aGradientKeptForAResultIsNotThatOfTheLeaf() {
        Tensor a = leaf();
        Tensor b = a.add(0);
        b.retainGrad();
        b.mul(2).sum().backward();
        a.grad().zero_();
        assertEquals(List.of(2.0, 2.0, 2.0), b.grad().toList());
    }

    @Test
    void aSavedTensorIsNotTheGradientOfALeaf() {
        Tensor a = leaf();
        Tensor factor = Tensor.of(new double[] {2, 2, 2}, 3);
        a.mul(factor).sum().backward();
        assertNotSame(factor.storage(), a.grad().storage());
    }

    @Test
    void aComputedGradientIsNotCopied() {
        Tensor a = Tensors.ones(new long[] {64, 64}).requiresGrad(true);
        Tensor b = Tensors.ones(new long[] {64, 64});
        Tensor product = a.mm(b);
        Tensor ones = Tensors.ones(new long[] {64, 64});
        System.gc();
        long before = CpuAllocator.instance().liveBytes();
        product.backward(ones, false, false);
        // A collection in between can only make it less.
        assertTrue(CpuAllocator.instance().liveBytes() - before <= 64 * 64 * Float.BYTES);
    }

    @Test
    void whatAccumulatesStaysTheSameTensorsMemory() {
        Tensor a = leaf();
        a.mul(2).sum().backward();
        Tensor grad = a.grad();
        a.mul(2).sum().backward();
        assertSame(grad.storage(), a.grad().storage());
        assertGrad(4, a);
    }
}
