package tdsl.tensor.fusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Engine;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.GradException;
import tdsl.tensor.fusion.FusedExpression.Call;
import tdsl.tensor.fusion.FusedExpression.Leaf;
import tdsl.tensor.fusion.FusedExpression.Result;
import tdsl.tensor.memory.CpuAllocator;
import tdsl.tensor.ops.OpIndex;
import tdsl.tensor.ops.Tensors;

/// What fused evaluation promises besides the right values.
class FusedExpressionTest {
    private static final long LARGE = 1 << 20;

    /// Calls by name; each but the first takes the one before it first.
    private static FusedExpression chain(Object[]... calls) {
        List<Call> list = new ArrayList<>();
        for (Object[] call : calls) {
            Op op = OpIndex.find((String) call[0]);
            Object[] arguments = new Object[op.signature().parameters().size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = op.signature().parameters().get(i).defaultValue();
            }
            Object[] given = Arrays.copyOfRange(call, 1, call.length);
            int first = 0;
            if (!list.isEmpty()) {
                arguments[first++] = new Result(list.size() - 1);
            }
            System.arraycopy(given, 0, arguments, first, given.length);
            list.add(new Call(op, arguments, call[0] + "'s place"));
        }
        return new FusedExpression(list);
    }

    private static Object[] call(String op, Object... arguments) {
        Object[] call = new Object[arguments.length + 1];
        call[0] = op;
        System.arraycopy(arguments, 0, call, 1, arguments.length);
        return call;
    }

    /// ((a · b + a).tanh() · 2).sum()
    private static FusedExpression example() {
        return chain(
                call("mul", new Leaf(0), new Leaf(1)),
                call("add", new Leaf(0)),
                call("tanh"),
                call("mul", Tensor.weakScalar(2L)),
                call("sum"));
    }

    private static Tensor random(long count) {
        return Tensors.randn(count);
    }

    @Test
    void nothingIsAllocatedForWhatComesInBetween() throws InterruptedException {
        Tensor a = random(LARGE);
        Tensor b = random(LARGE);
        long before = settledBytes();
        Tensor product = a.mul(b);
        assertTrue(CpuAllocator.instance().liveBytes() > before, "the measure itself: " + product.describe());
        before = CpuAllocator.instance().liveBytes();
        assertNotNull(example().evaluate(new Object[] {a, b}));
        assertTrue(CpuAllocator.instance().liveBytes() <= before);
    }

    /// The native bytes in use, once what nobody refers to has been freed.
    private static long settledBytes() throws InterruptedException {
        long bytes = CpuAllocator.instance().liveBytes();
        for (int quiet = 0; quiet < 3; quiet++) {
            System.gc();
            Thread.sleep(20);
            long now = CpuAllocator.instance().liveBytes();
            quiet = now == bytes ? quiet : 0;
            bytes = now;
        }
        return bytes;
    }

    @Test
    void aBackwardPassAllocatesGradientsOnly() throws InterruptedException {
        Tensor a = random(LARGE).requiresGrad(true);
        Tensor b = random(LARGE);
        Tensor sum = example().evaluate(new Object[] {a, b});
        long before = settledBytes();
        sum.backward();
        // The leaf copies what arrives.
        assertTrue(CpuAllocator.instance().liveBytes() - before <= 2 * LARGE * Float.BYTES);
    }

    @Test
    void sumsDoNotDependOnTheNumberOfThreads() {
        Tensor a = random(LARGE + 77);
        Tensor b = random(LARGE + 77);
        int threads = Parallel.threads();
        try {
            Parallel.setThreads(1);
            Object one = example().evaluate(new Object[] {a, b}).item();
            Parallel.setThreads(3);
            assertEquals(one, example().evaluate(new Object[] {a, b}).item());
        } finally {
            Parallel.setThreads(threads);
        }
    }

    @Test
    void sumsOfF32AreAsGoodAsSumsInF64() {
        Tensor a = random(LARGE).add(1000);
        FusedExpression expression = chain(call("mul", new Leaf(0), Tensor.weakScalar(1.0)), call("sum"));
        double exact = ((Number) a.to(DType.FLOAT64).sum().item()).doubleValue();
        double sum = ((Number) expression.evaluate(new Object[] {a}).item()).doubleValue();
        assertEquals(exact, sum, Math.ulp((float) exact) / 2 * 1.01);
    }

    @Test
    void numbersChangeWithoutAnotherPlan() {
        FusedExpression expression = chain(call("mul", new Leaf(0), new Leaf(1)), call("add", new Leaf(1)));
        Tensor x = Tensor.of(new double[] {1, 2, 3}, 3);
        assertEquals(
                List.of(4.0, 6.0, 8.0),
                expression.evaluate(new Object[] {x, 2.0}).toList());
        assertEquals(
                List.of(6.0, 9.0, 12.0),
                expression.evaluate(new Object[] {x, 3.0}).toList());
    }

    @Test
    void changeOfALeafAfterwardsIsAnErrorAtTheCallThatKeptIt() {
        Tensor a = random(5).requiresGrad(true);
        Tensor b = random(5);
        Tensor sum = example().evaluate(new Object[] {a, b});
        b.add_(1);
        GradException error = assertThrows(GradException.class, sum::backward);
        assertTrue(
                error.getMessage().startsWith("mul: its argument 'other', f32[5], was changed in place"),
                error::getMessage);
        assertEquals("mul's place", error.origin());
    }

    @Test
    void aLeafThatNoGradientReadsMayChange() {
        Tensor a = random(5).requiresGrad(true);
        Tensor b = random(5);
        Tensor sum = chain(call("add", new Leaf(0), new Leaf(1)), call("sum")).evaluate(new Object[] {a, b});
        b.add_(1);
        sum.backward();
        assertEquals(List.of(1.0, 1.0, 1.0, 1.0, 1.0), a.grad().toList());
    }

    @Test
    void aSecondBackwardNeedsTheGraphRetained() {
        Tensor a = random(5).requiresGrad(true);
        Tensor sum = example().evaluate(new Object[] {a, random(5)});
        sum.backward(Tensor.of(1.0, DType.FLOAT32), true, false);
        sum.backward();
        GradException error = assertThrows(GradException.class, sum::backward);
        assertTrue(error.getMessage().contains("backward was already run"), error::getMessage);
    }

    @Test
    void secondDerivativesEqualThoseOfSingleCalls() {
        Tensor a = Samples.uniform(-1, 1, 3, 4).requiresGrad(true);
        Tensor b = Samples.uniform(-2, 1, 4).requiresGrad(true);
        Tensor fused = example().evaluate(new Object[] {a, b});
        Tensor single = a.mul(b).add(a).tanh().mul(2).sum();
        List<Tensor> expected = second(single, a, b);
        List<Tensor> actual = second(fused, a, b);
        for (int i = 0; i < 2; i++) {
            assertTrue(actual.get(i).allclose(expected.get(i), 1e-12, 1e-12, false), expected + "\n" + actual);
        }
    }

    private static List<Tensor> second(Tensor value, Tensor a, Tensor b) {
        Tensor one = Tensor.of(1.0, DType.FLOAT64);
        List<Tensor> first = Engine.gradients(List.of(value), List.of(a, b), List.of(one), true, true);
        Tensor length = first.get(0).square().sum().add(first.get(1).square().sum());
        return Engine.gradients(List.of(length), List.of(a, b), List.of(one), false, false);
    }

    @Test
    void whereGradientsAreOffNothingIsRecorded() {
        Tensor a = random(5).requiresGrad(true);
        boolean previous = GradMode.set(false);
        try {
            assertTrue(!example().evaluate(new Object[] {a, a}).requiresGrad());
        } finally {
            GradMode.set(previous);
        }
        assertTrue(example().evaluate(new Object[] {a, a}).requiresGrad());
    }

    @Test
    void errorsAreLeftToTheSingleCalls() {
        assertNull(example().evaluate(new Object[] {random(5), random(4)}), "shapes");
        assertNull(chain(call("bitwise_and", new Leaf(0), new Leaf(1)), call("neg"))
                .evaluate(new Object[] {random(5), 1L}));
        assertNull(chain(call("neg", new Leaf(0)), call("amax")).evaluate(new Object[] {random(0)}), "no elements");
        assertNull(example().evaluate(new Object[] {random(5), "text"}), "not a number");
    }

    @Test
    void whatIsNoPointwiseOperationIsNotFused() {
        assertNull(
                chain(call("mul", new Leaf(0), new Leaf(0)), call("cumsum", 0L)).evaluate(new Object[] {random(5)}));
        assertNull(chain(call("mul", new Leaf(0), new Leaf(0)), call("detach")).evaluate(new Object[] {random(5)}));
    }
}
