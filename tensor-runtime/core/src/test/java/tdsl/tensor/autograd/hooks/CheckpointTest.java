package tdsl.tensor.autograd.hooks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.autograd.Numerical.checkGradients;
import static tdsl.tensor.autograd.Numerical.leaf;
import static tdsl.tensor.autograd.Numerical.values;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Engine;
import tdsl.tensor.error.GradException;
import tdsl.tensor.memory.CpuAllocator;
import tdsl.tensor.ops.Tensors;

/// What becomes of saved tensors: packed by hooks, computed again, kept in files.
class CheckpointTest {
    private final Tensor x = leaf(3, 4);
    private final Tensor w = leaf(4);
    private int calls;

    private static Tensor call(java.util.function.UnaryOperator<Tensor> function, Tensor argument) {
        return Checkpoint.call(arguments -> function.apply((Tensor) arguments[0]), argument);
    }

    private Tensor layer(Tensor input) {
        calls++;
        return input.mul(w).sin().exp();
    }

    @Test
    void gradientsAreThoseWithoutCheckpoint() {
        checkGradients(
                in -> call(v -> v.mul(in.get(1)).sin().exp(), in.get(0))
                        .square()
                        .sum(),
                leaf(3, 4),
                leaf(4));
    }

    @Test
    void theFunctionRunsAgainOncePerPass() {
        Tensor loss = call(this::layer, x).sum();
        assertEquals(1, calls);
        loss.backward(Tensor.of(1.0), true, false);
        assertEquals(2, calls);
        loss.backward();
        assertEquals(3, calls);
    }

    @Test
    void withoutRecordingItIsAnOrdinaryCall() {
        Tensor result = call(this::layer, x.detach());
        assertTrue(result.requiresGrad());
        Tensor constant = call(v -> v.exp(), x.detach());
        assertTrue(!constant.requiresGrad());
    }

    @Test
    void randomNumbersAreTheSameTheSecondTimeAndLaterOnesAreNotDisturbed() {
        Tensors.manual_seed(3);
        Tensor plain = x.dropout(0.5, true).exp().sum();
        Tensor[] expected = {gradient(plain), Tensors.rand(2)};
        Tensors.manual_seed(3);
        Tensor checkpointed = call(v -> v.dropout(0.5, true).exp(), x).sum();
        Tensor[] actual = {gradient(checkpointed), Tensors.rand(2)};
        assertArrayEquals(values(expected[0]), values(actual[0]));
        assertArrayEquals(values(expected[1]), values(actual[1]));
    }

    private Tensor gradient(Tensor loss) {
        return Engine.gradients(List.of(loss), List.of(x), List.of(Tensor.of(1.0)), true, false)
                .getFirst();
    }

    @Test
    void checkpointsLieWithinCheckpoints() {
        checkGradients(
                in -> call(
                                outer -> call(
                                                inner -> inner.sin()
                                                        .mul(in.get(1))
                                                        .exp(),
                                                outer.square())
                                        .cos(),
                                in.get(0))
                        .sum(),
                leaf(3, 4),
                leaf(4));
    }

    @Test
    void gradientsThroughACheckpointCanBeDifferentiated() {
        checkGradients(
                in -> Engine.gradients(
                                List.of(call(v -> v.sin().mul(v), in.get(0)).sum()),
                                List.of(in.get(0)),
                                List.of(Tensor.of(1.0)),
                                true,
                                true)
                        .getFirst()
                        .square()
                        .sum(),
                leaf(5));
    }

    @Test
    void aFunctionThatDoesSomethingElseTheSecondTimeIsAnError() {
        Tensor more = call(v -> calls++ == 0 ? v.exp() : v.exp().sin(), x).sum();
        assertEquals(
                "checkpoint: 1 tensors were saved at first, and 2 when the function ran again",
                assertThrows(GradException.class, more::backward).getMessage());
        calls = 0;
        Tensor other = call(v -> calls++ == 0 ? v.exp() : v.sum().exp(), x).sum();
        assertEquals(
                "checkpoint: tensor 0 that was saved is f64[], and was f64[3, 4] when the function ran again",
                assertThrows(GradException.class, other::backward).getMessage());
    }

    @Test
    void anArgumentThatWasChangedIsNoticed() {
        Tensor argument = x.mul(1);
        Tensor result = call(v -> v.exp(), argument);
        argument.add_(1);
        assertEquals(
                "checkpoint: its argument 1, f64[3, 4], was changed in place after it was saved for backward"
                        + " (version 0, now 1)",
                assertThrows(GradException.class, () -> result.sum().backward()).getMessage());
    }

    @Test
    void hooksPackWhatIsSavedAndUnpackItForEachPass() {
        List<String> log = new ArrayList<>();
        SavedTensorHooks hooks = new SavedTensorHooks() {
            @Override
            public Object pack(Tensor tensor) {
                log.add("pack " + tensor.describe());
                return tensor.mul(2);
            }

            @Override
            public Tensor unpack(Object packed) {
                log.add("unpack");
                return ((Tensor) packed).div(2);
            }

            @Override
            public void release(Object packed) {
                log.add("release");
            }
        };
        Tensor loss = hooks.around(() -> x.exp()).sum();
        loss.backward(Tensor.of(1.0), true, false);
        loss.backward();
        assertEquals(List.of("pack f64[3, 4]", "unpack", "unpack", "release"), log);
        double[] expected = values(x.detach().exp().mul(2));
        assertArrayEquals(expected, values(x.grad()), 1e-12);
    }

    @Test
    void anUnpackedTensorKeepsItsHistory() {
        SavedTensorHooks copying = new SavedTensorHooks() {
            @Override
            public Object pack(Tensor tensor) {
                return tensor.clone();
            }

            @Override
            public Tensor unpack(Object packed) {
                return (Tensor) packed;
            }
        };
        checkGradients(
                in -> Engine.gradients(
                                List.of(copying.around(
                                        () -> in.get(0).exp().mul(in.get(0)).sum())),
                                List.of(in.get(0)),
                                List.of(Tensor.of(1.0)),
                                true,
                                true)
                        .getFirst()
                        .square()
                        .sum(),
                leaf(3));
    }

    private static DiskOffload.Folder folder(Path path) {
        return new DiskOffload.Folder() {
            @Override
            public SeekableByteChannel create(String name) throws IOException {
                return Files.newByteChannel(
                        path.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }

            @Override
            public SeekableByteChannel open(String name) throws IOException {
                return Files.newByteChannel(path.resolve(name));
            }

            @Override
            public void delete(String name) throws IOException {
                Files.deleteIfExists(path.resolve(name));
            }
        };
    }

    private static long files(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.count();
        }
    }

    @Test
    void largeSavedTensorsLieInFilesUntilBackwardHasReadThem(@TempDir Path path) throws IOException {
        Tensor large = leaf(40, 50);
        Tensor turned = large.transpose(-2, -1);
        Tensor loss = new DiskOffload(folder(path))
                .around(() -> turned.exp().mul(w.sum()).sin().sum());
        // The output of exp for itself, it again for the product, and the product for sin.
        assertEquals(3, files(path));
        loss.backward();
        assertEquals(0, files(path));
        Tensor expected = leaf(40, 50);
        expected.transpose(-2, -1).exp().mul(w.sum()).sin().sum().backward();
        assertArrayEquals(values(expected.grad()), values(large.grad()));
    }

    @Test
    void aMissingFileIsAnError(@TempDir Path path) throws IOException {
        Tensor loss =
                new DiskOffload(folder(path)).around(() -> leaf(40, 50).exp().sum());
        try (Stream<Path> saved = Files.list(path)) {
            for (Path file : saved.toList()) {
                Files.delete(file);
            }
        }
        GradException error = assertThrows(GradException.class, loss::backward);
        assertTrue(error.getMessage().startsWith("backward of exp: cannot read a tensor"), error.getMessage());
    }

    // ---- memory ----

    private static final int LAYERS = 1000;
    private static final int SEGMENT = 40;
    /// Too large for the Java heap, so that the allocator counts it.
    private static final int WIDTH = 2048;

    private static Tensor chain(Tensor input, int layers) {
        Tensor value = input;
        for (int i = 0; i < layers; i++) {
            value = value.sin();
        }
        return value;
    }

    private static Tensor checkpointedChain(Tensor input) {
        Tensor value = input;
        for (int i = 0; i < LAYERS; i += SEGMENT) {
            value = call(part -> chain(part, SEGMENT), value);
        }
        return value;
    }

    /// Native bytes in use once nothing is there but what is needed.
    private static long settledBytes() throws InterruptedException {
        long bytes = Long.MAX_VALUE;
        // The cleaner's thread frees what the collector found, when the machine lets it.
        for (int unchanged = 0; unchanged < 5; unchanged++) {
            WeakReference<Object> garbage = new WeakReference<>(new Object());
            while (garbage.get() != null) {
                System.gc();
            }
            Thread.sleep(100);
            if (CpuAllocator.instance().liveBytes() < bytes) {
                bytes = CpuAllocator.instance().liveBytes();
                unchanged = 0;
            }
        }
        return bytes;
    }

    @Test
    void aChainOfAThousandLayersHoldsOneTensorPerSegmentAndNotPerLayer() throws InterruptedException {
        long layerBytes = WIDTH * Double.BYTES;
        Tensor input = leaf(WIDTH);
        long before = settledBytes();
        Tensor plain = chain(input, LAYERS);
        long held = settledBytes() - before;
        // What other tests left behind may be freed meanwhile.
        assertTrue(held >= LAYERS * layerBytes * 9 / 10, () -> held + " bytes without checkpoint");
        plain.sum().backward();
        double[] expected = values(input.grad());
        plain = null;
        input.setGrad(null);
        before = settledBytes();
        Tensor checkpointed = checkpointedChain(input);
        long heldByCheckpoints = settledBytes() - before;
        long allowed = (LAYERS / SEGMENT + 1) * layerBytes;
        assertTrue(heldByCheckpoints <= allowed, () -> heldByCheckpoints + " bytes with checkpoint");
        checkpointed.sum().backward();
        assertArrayEquals(expected, values(input.grad()), 1e-12);
    }
}
