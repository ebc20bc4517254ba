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

/// How long pointwise functions take: with 8 elements the way to the loop counts, with 1000 arithmetic, with 2^24
/// memory.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PointwiseBenchmark {
    @Param({"8", "1000", "16777216"})
    private int size;

    private Tensor left;
    private Tensor right;
    private Tensor isPositive;

    public PointwiseBenchmark() {}

    @Setup
    public void makeTensors() {
        left = Tensors.randn(size);
        right = Tensors.randn(size);
        isPositive = left.gt(0);
    }

    @Benchmark
    public Tensor add() {
        return left.add(right);
    }

    @Benchmark
    public Tensor less() {
        return left.lt(right);
    }

    @Benchmark
    public Tensor where() {
        return isPositive.where(left, right);
    }

    @Benchmark
    public Tensor exp() {
        return left.exp();
    }

    @Benchmark
    public Tensor tanh() {
        return left.tanh();
    }

    @Benchmark
    public Tensor sin() {
        return left.sin();
    }

    @Benchmark
    public Tensor gelu() {
        return left.gelu();
    }
}
