package tdsl.tests.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.Tensors;

/// How long functions of neural networks take, in the sizes of residual networks and of transformers.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NeuralBenchmark {
    private static final long[] ONE = {1};
    private static final long SIZE = 4096;

    private final Tensor images = Tensors.randn(8, 64, 56, 56);
    private final Tensor photographs = Tensors.randn(8, 3, 224, 224);
    private final Tensor kernel = Tensors.randn(64, 64, 3, 3);
    private final Tensor learnt = Tensors.randn(64, 64, 3, 3).requiresGrad(true);
    private final Tensor firstKernel = Tensors.randn(64, 3, 7, 7);
    private final Tensor pointKernel = Tensors.randn(256, 64, 1, 1);
    private final Tensor channelKernel = Tensors.randn(64, 1, 3, 3);
    private final Tensor rows = Tensors.randn(SIZE, SIZE);
    private final Tensor weight = Tensors.randn(SIZE);
    private final Tensor bias = Tensors.randn(SIZE);
    private final Tensor queries = Tensors.randn(1, 8, 1024, 64);
    private final Tensor scores = Tensors.randn(128, 10).requiresGrad(true);
    private final Tensor classes = Tensors.iota(128, DType.INT64).remainder(10);

    public NeuralBenchmark() {}

    @Benchmark
    public Tensor convolution() {
        return images.conv2d(kernel, null, ONE, 1L);
    }

    @Benchmark
    public Tensor convolutionGradient() {
        learnt.setGrad(null);
        images.conv2d(learnt, null, ONE, 1L).sum().backward();
        return learnt.grad();
    }

    @Benchmark
    public Tensor firstConvolution() {
        return photographs.conv2d(firstKernel, null, new long[] {2}, 3L);
    }

    @Benchmark
    public Tensor pointConvolution() {
        return images.conv2d(pointKernel);
    }

    @Benchmark
    public Tensor depthwiseConvolution() {
        return images.conv2d(channelKernel, null, ONE, 1L, ONE, 64);
    }

    @Benchmark
    public Tensor layerNorm() {
        return rows.layer_norm(new long[] {SIZE}, weight, bias);
    }

    @Benchmark
    public Tensor softmax() {
        return rows.softmax(1);
    }

    /// A loss of few classes and its gradient, where the way to the kernels counts.
    @Benchmark
    public Tensor crossEntropyGradient() {
        scores.setGrad(null);
        scores.cross_entropy(classes).backward();
        return scores.grad();
    }

    @Benchmark
    public Tensor maxPool() {
        return images.max_pool2d(new long[] {3}, new long[] {2}, 1);
    }

    @Benchmark
    public Tensor attention() {
        return queries.scaled_dot_product_attention(queries, queries);
    }
}
