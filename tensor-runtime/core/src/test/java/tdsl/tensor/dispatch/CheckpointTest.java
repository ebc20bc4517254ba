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

    /// These run in one call of a library, which nothing can end.
    @Test
    void factorisationsOfLargeMatricesAreStoppedAndTheNextOnesRun() {
        Tensor matrix = Tensors.eye(1024).mul(2);
        assertStopped(matrix::svdvals);
        assertStopped(matrix::eigvalsh);
        assertStopped(matrix::qr);
        assertStopped(matrix::cholesky);
        assertStopped(() -> matrix.solve(matrix));
        assertEquals(2.0, (double) matrix.svdvals().slice("0").item(), 1e-5);
    }

    @Test
    void aProductOverALongAxisIsStoppedAndSumsAllOfIt() {
        Tensor row = Tensors.ones(256, 1 << 14);
        assertStopped(() -> row.matmul(row.transpose(0, 1)));
        Tensor product = row.matmul(row.transpose(0, 1));
        assertEquals((double) (1 << 14), product.min().item());
        assertEquals((double) (1 << 14), product.max().item());
    }

    @Test
    void aTriangularSystemOfManySidesIsStoppedAndAllOfItIsSolved() {
        Tensor matrix = Tensors.eye(1536).mul(4);
        Tensor sides = Tensors.ones(1536, 1536);
        assertStopped(() -> matrix.solve_triangular(sides, true));
        Tensor left = matrix.solve_triangular(sides, true);
        assertEquals(0.25, left.min().item());
        assertEquals(0.25, left.max().item());
    }

    @Test
    void whatIsStoppedIsTheCallingThreadAlone() {
        Thread caller = Thread.currentThread();
        Checkpoint.set(() -> assertEquals(caller, Thread.currentThread()));
        Tensors.ones(1 << 23).exp();
    }
}
