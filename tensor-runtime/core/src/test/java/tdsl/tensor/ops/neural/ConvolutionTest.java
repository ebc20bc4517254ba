package tdsl.tensor.ops.neural;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.Tensors;

/// Convolutions over two axes against their definition, element by element.
class ConvolutionTest {
    private static final int CASES = 60;

    /// The numbers of one convolution.
    private record Case(
            Tensor input, Tensor weight, Tensor bias, long[] stride, long[] padding, long[] dilation, int groups) {
        static Case random(Random random) {
            int groups = 1 + random.nextInt(3);
            long inputs = 1 + random.nextInt(3);
            long outputs = 1 + random.nextInt(3);
            long[] kernel = {1 + random.nextInt(3), 1 + random.nextInt(4)};
            long[] dilation = {1 + random.nextInt(2), 1 + random.nextInt(2)};
            long height = dilation[0] * (kernel[0] - 1) + 1 + random.nextInt(6);
            long width = dilation[1] * (kernel[1] - 1) + 1 + random.nextInt(40);
            return new Case(
                    Samples.uniform(-1, 1, 1 + random.nextInt(3), inputs * groups, height, width),
                    Samples.uniform(-1, 2, outputs * groups, inputs, kernel[0], kernel[1]),
                    Samples.uniform(-2, 1, outputs * groups),
                    new long[] {1 + random.nextInt(2), 1 + random.nextInt(3)},
                    new long[] {random.nextInt(3), random.nextInt(3)},
                    dilation,
                    groups);
        }

        Tensor convolved(DType dtype) {
            return input.to(dtype)
                    .conv2d(
                            weight.to(dtype),
                            bias.to(dtype),
                            stride,
                            Arrays.stream(padding).boxed().toList(),
                            dilation,
                            groups);
        }

        /// What a transposed convolution has to add so that its result has the shape of the input: elements at the
        /// end that the stride jumps over.
        long[] outputPadding() {
            long[] rest = new long[2];
            for (int axis = 0; axis < 2; axis++) {
                long span = dilation[axis] * (weight.size(axis + 2) - 1) + 1;
                rest[axis] = (input.size(axis + 2) + 2 * padding[axis] - span) % stride[axis];
            }
            return rest;
        }

        double expected(long n, long channel, long row, long column) {
            double sum = at(bias, channel);
            long perGroup = weight.size(1);
            long firstChannel = channel / (weight.size(0) / groups) * perGroup;
            for (long c = 0; c < perGroup; c++) {
                for (long i = 0; i < weight.size(2); i++) {
                    for (long j = 0; j < weight.size(3); j++) {
                        long y = row * stride[0] - padding[0] + i * dilation[0];
                        long x = column * stride[1] - padding[1] + j * dilation[1];
                        if (y >= 0 && y < input.size(2) && x >= 0 && x < input.size(3)) {
                            sum += at(weight, channel, c, i, j) * at(input, n, firstChannel + c, y, x);
                        }
                    }
                }
            }
            return sum;
        }
    }

    private static double at(Tensor tensor, long... index) {
        long number = 0;
        for (int axis = 0; axis < index.length; axis++) {
            number = number * tensor.size(axis) + index[axis];
        }
        return (Double) ElementAccess.get(tensor, number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void everyElementIsTheSumOfItsPatch(String label) {
        DType dtype = DType.find(label).orElseThrow();
        Random random = new Random(7);
        for (int i = 0; i < CASES; i++) {
            Case convolution = Case.random(random);
            Tensor actual = convolution.convolved(dtype);
            for (long number = 0; number < actual.elementCount(); number++) {
                long column = number % actual.size(3);
                long row = number / actual.size(3) % actual.size(2);
                long channel = number / actual.size(3) / actual.size(2) % actual.size(1);
                long n = number / actual.size(3) / actual.size(2) / actual.size(1);
                double wanted = convolution.expected(n, channel, row, column);
                assertEquals(wanted, (Double) ElementAccess.get(actual, number), 1e-5, convolution::toString);
            }
        }
    }

    /// ⟨conv(x), y⟩ = ⟨x, transposed conv(y)⟩ is what transposed means.
    @Test
    void transposedConvolutionIsTheAdjoint() {
        Random random = new Random(8);
        for (int i = 0; i < CASES; i++) {
            Case c = Case.random(random);
            Tensor result = c.input()
                    .convolution(
                            c.weight(), null, c.stride(), c.padding(), c.dilation(), false, new long[2], c.groups());
            Tensor other = Samples.uniform(-1, 2, result.shape());
            Tensor back = other.convolution(
                    c.weight(), null, c.stride(), c.padding(), c.dilation(), true, c.outputPadding(), c.groups());
            double left = (Double) result.mul(other).sum().item();
            assertEquals(left, (Double) c.input().mul(back).sum().item(), 1e-9 * Math.max(1, Math.abs(left)));
        }
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        Tensor input = Tensors.randn(3, 8, 20, 20).requiresGrad(true);
        Tensor weight = Tensors.randn(16, 8, 3, 3).requiresGrad(true);
        int threads = Parallel.threads();
        try {
            List<Tensor> results = new ArrayList<>();
            for (int count : new int[] {1, 2, 5}) {
                Parallel.setThreads(count);
                input.setGrad(null);
                weight.setGrad(null);
                Tensor result = input.conv2d(weight, null, new long[] {1}, 1L);
                result.square().sum().backward();
                results.add(Tensors.cat(List.of(
                        result.flatten(), input.grad().flatten(), weight.grad().flatten())));
            }
            assertTrue(results.get(0).equal(results.get(1)));
            assertTrue(results.get(0).equal(results.get(2)));
        } finally {
            Parallel.setThreads(threads);
        }
    }

    @Test
    void anEmptyBatchGivesAnEmptyResult() {
        Tensor weight = Tensors.ones(4, 3, 2, 2).requiresGrad(true);
        Tensor result = Tensors.zeros(0, 3, 5, 5).conv2d(weight);
        assertArrayEquals(new long[] {0, 4, 4, 4}, result.shape());
        result.sum().backward();
        assertEquals(0.0, weight.grad().abs().sum().item());
    }

    @Test
    void aKernelThatDoesNotFitIsRefused() {
        Tensor input = Tensors.ones(1, 3, 2, 2);
        assertThrows(ShapeException.class, () -> input.conv2d(Tensors.ones(4, 3, 3, 3)));
        assertThrows(ShapeException.class, () -> input.conv2d(Tensors.ones(4, 2, 1, 1)));
        assertThrows(ShapeException.class, () -> input.conv2d(Tensors.ones(4, 3, 1, 1), Tensors.ones(3)));
    }
}
