package tdsl.tensor.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Samples;

/// Gradients by central differences, and values as arrays.
public final class Numerical {
    private static final double STEP = 1e-5;

    private Numerical() {}

    public static double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.elementCount()];
        Arrays.setAll(values, i -> ((Number) ElementAccess.get(tensor, i)).doubleValue());
        return values;
    }

    /// A leaf in f64 with these values.
    public static Tensor leaf(long[] shape, double... values) {
        return Tensor.of(values, shape).requiresGrad(true);
    }

    /// A leaf in f64 with values that have no pattern.
    public static Tensor leaf(long... shape) {
        return Samples.uniform(-1, 1.5, shape).requiresGrad(true);
    }

    /// Checks what `backward` puts into each leaf.
    ///
    /// @param function from leaves to a scalar
    public static void checkGradients(Function<List<Tensor>, Tensor> function, Tensor... leaves) {
        function.apply(List.of(leaves)).backward();
        for (int i = 0; i < leaves.length; i++) {
            assertNotNull(leaves[i].grad(), "gradient of leaf " + i);
            double[] expected = differences(function, leaves, i);
            double scale =
                    Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
            assertArrayEquals(expected, values(leaves[i].grad()), 2e-7 * scale, "leaf " + i);
        }
    }

    private static double[] differences(Function<List<Tensor>, Tensor> function, Tensor[] leaves, int chosen) {
        double[] gradient = new double[(int) leaves[chosen].elementCount()];
        for (int i = 0; i < gradient.length; i++) {
            double up = moved(function, leaves, chosen, i, STEP);
            double down = moved(function, leaves, chosen, i, -STEP);
            gradient[i] = (up - down) / (2 * STEP);
        }
        return gradient;
    }

    private static double moved(
            Function<List<Tensor>, Tensor> function, Tensor[] leaves, int chosen, int element, double distance) {
        Tensor[] inputs = new Tensor[leaves.length];
        for (int i = 0; i < inputs.length; i++) {
            double[] values = values(leaves[i]);
            if (i == chosen) {
                values[element] += distance;
            }
            inputs[i] = Tensor.of(values, leaves[i].shape()).requiresGrad(true);
        }
        return values(function.apply(List.of(inputs)))[0];
    }
}
