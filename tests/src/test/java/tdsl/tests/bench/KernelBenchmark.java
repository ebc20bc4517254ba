package tdsl.tests.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.Tensors;

/// How long kernels take, called from Java: with few elements, where the way to the kernel counts, and with many.
/// Run by `scripts/bench jmh`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
    @Param({"8", "1000000"})
    private int size;

    private Tensor vector;
    private Tensor other;
    private Tensor matrix;
    private Tensor weight;
    private Tensor mask;
    private Tensor rows;

    public KernelBenchmark() {}

    @Setup
    public void makeTensors() {
        vector = Tensors.randn(size);
        other = Tensors.randn(size);
        long side = (long) Math.sqrt(size);
        matrix = Tensors.randn(side, side);
        weight = Tensors.randn(side, side).requiresGrad(true);
        mask = vector.gt(0);
        rows = Tensors.iota(side, DType.INT64);
    }

    @Benchmark
    public Tensor add() {
        return vector.add(other);
    }

    @Benchmark
    public Tensor exp() {
        return vector.exp();
    }

    @Benchmark
    public Tensor sum() {
        return vector.sum();
    }

    @Benchmark
    public Tensor sumOfRows() {
        return matrix.sum(new long[] {1}, false, null);
    }

    @Benchmark
    public Tensor sumOfColumns() {
        return matrix.sum(new long[] {0}, false, null);
    }

    @Benchmark
    public Tensor largest() {
        return vector.amax();
    }

    @Benchmark
    public Tensor placeOfLargest() {
        return vector.argmax();
    }

    @Benchmark
    public Tensor selectionByMask() {
        return vector.index_mask(mask);
    }

    @Benchmark
    public Tensor selectionOfRows() {
        return matrix.index_select(0, rows);
    }

    @Benchmark
    public Tensor additionOfRows() {
        return matrix.index_add(0, rows, matrix);
    }

    @Benchmark
    public Tensor matmul() {
        return matrix.matmul(matrix);
    }

    @Benchmark
    public Tensor transposedCopy() {
        return matrix.t().contiguous();
    }

    @Benchmark
    public Tensor gradientStep() {
        weight.setGrad(null);
        matrix.matmul(weight).relu().sum().backward();
        return weight.grad();
    }

    @Benchmark
    public Tensor concatenation() {
        return Tensors.cat(List.of(vector, other));
    }
}
