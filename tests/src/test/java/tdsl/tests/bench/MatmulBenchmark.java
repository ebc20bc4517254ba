package tdsl.tests.bench;

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
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.Tensors;

/// How long matrix products in f32 take, from those that are all overhead to those that are all arithmetic.
/// Run by `scripts/bench jmh MatmulBenchmark`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatmulBenchmark {
    /// Rows and columns of the matrices.
    @Param({"4", "32", "128", "1024"})
    private int size;

    private Tensor left;
    private Tensor right;
    private Tensor transposed;
    private Tensor vector;
    private Tensor batch;

    public MatmulBenchmark() {}

    @Setup
    public void makeTensors() {
        left = Tensors.randn(size, size);
        right = Tensors.randn(size, size);
        transposed = Tensors.randn(size, size).t();
        vector = Tensors.randn(size);
        batch = Tensors.randn(8, size, size);
    }

    @Benchmark
    public Tensor matrices() {
        return left.matmul(right);
    }

    @Benchmark
    public Tensor transposedOperand() {
        return left.matmul(transposed);
    }

    @Benchmark
    public Tensor matrixAndVector() {
        return left.matmul(vector);
    }

    @Benchmark
    public Tensor matrixAndBatch() {
        return left.matmul(batch);
    }

    @Benchmark
    public Tensor linearLayer() {
        return left.linear(right, vector);
    }
}
