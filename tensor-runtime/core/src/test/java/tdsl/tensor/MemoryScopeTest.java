package tdsl.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.memory.CpuAllocator;

class MemoryScopeTest {
    private static final long BYTES = 1 << 20;

    private static Tensor megabyte(double value) {
        return Tensor.empty(DType.UINT8, BYTES).fill_(value);
    }

    @Test
    void whatIsMadeInAScopeIsFreedAtItsEnd() {
        long before = CpuAllocator.instance().liveBytes();
        try (MemoryScope _ = MemoryScope.open()) {
            for (int i = 0; i < 50; i++) {
                megabyte(i);
            }
            // A collection in between may have freed some; the scope frees the rest.
        }
        assertTrue(CpuAllocator.instance().liveBytes() <= before);
    }

    @Test
    void aKeptTensorOutlivesItsScopeAndOthersSayThatTheyWereFreed() {
        Tensor kept;
        Tensor freed;
        try (MemoryScope scope = MemoryScope.open()) {
            freed = megabyte(1);
            kept = scope.keep(megabyte(2)).narrow(0, 5, 3);
        }
        assertEquals(6L, kept.sum().item());
        ValueException error = assertThrows(ValueException.class, freed::sum);
        assertTrue(error.getMessage().contains("was freed at the end of the memory scope"));
    }

    @Test
    void keepingMovesATensorIntoTheScopeAround() {
        Tensor tensor;
        try (MemoryScope _ = MemoryScope.open()) {
            try (MemoryScope inner = MemoryScope.open()) {
                tensor = inner.keep(megabyte(3));
            }
            assertEquals(3L, tensor.amax().item());
        }
        assertThrows(ValueException.class, tensor::amax);
    }

    @Test
    void gradientsOfLeavesAreKept() {
        Tensor weight = Tensor.empty(DType.FLOAT32, BYTES).fill_(2).requiresGrad(true);
        try (MemoryScope _ = MemoryScope.open()) {
            weight.mul(weight).sum().backward();
        }
        assertEquals(4.0, weight.grad().amax().item());
    }

    @Test
    void aScopeEndsThoseThatWereLeftOpenInside() {
        Tensor tensor;
        try (MemoryScope _ = MemoryScope.open()) {
            MemoryScope.open();
            tensor = megabyte(1);
        }
        assertThrows(ValueException.class, tensor::amax);
        assertEquals(null, MemoryScope.current());
    }

    @Test
    void anotherThreadCannotCloseIt() throws InterruptedException {
        try (MemoryScope scope = MemoryScope.open()) {
            Thread other = new Thread(() -> assertThrows(IllegalStateException.class, scope::close));
            other.start();
            other.join();
            assertEquals(scope, MemoryScope.current());
        }
    }
}
