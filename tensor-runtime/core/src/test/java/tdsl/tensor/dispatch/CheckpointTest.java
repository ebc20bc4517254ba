package tdsl.tensor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.Tensors;

class CheckpointTest {
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @AfterEach
    void letEverythingPass() {
        Checkpoint.set(() -> {});
    }

    private static void assertStopped(Executable kernel) {
        Checkpoint.set(() -> {
            throw new Stop();
        });
        assertThrows(Stop.class, kernel);
        Checkpoint.set(() -> {});
    }

    @Test
    void longKernelsAreStoppedAndTheNextOnesRun() {
        Tensor matrix = Tensors.ones(1536, 1536);
        Tensor vector = Tensors.ones(1 << 23);
        assertStopped(() -> matrix.matmul(matrix));
        assertStopped(() -> vector.exp());
        assertStopped(() -> vector.sum());
        assertEquals(1536.0, matrix.matmul(matrix).slice("0, 0").item());
        assertEquals((double) (1 << 23), vector.sum().item());
    }

    @Test
    void whatIsStoppedIsTheCallingThreadAlone() {
        Thread caller = Thread.currentThread();
        Checkpoint.set(() -> assertEquals(caller, Thread.currentThread()));
        Tensors.ones(1 << 23).exp();
    }
}
