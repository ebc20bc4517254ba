package tdsl.tensor.autograd.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.GradMode;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Engine;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.ValueException;

/// Compares derivatives by backward with central differences, as `torch.autograd.gradcheck`.
public final class GradCheck {
    private GradCheck() {}

    /// What a check tolerates.
    ///
    /// @param eps       how far an element is moved for a difference
    /// @param atol      absolute tolerance between derivative and difference
    /// @param rtol      relative tolerance
    /// @param nondetTol how far two backward passes through one graph may differ
    /// @param layouts   whether inputs and gradients that lie differently in memory are tried too
    public record Options(double eps, double atol, double rtol, double nondetTol, boolean layouts) {
        public static final Options DEFAULT = new Options(1e-6, 1e-5, 1e-3, 0, true);
    }

    /// Checks the first derivatives of a function with respect to all inputs that require a gradient. These
    /// are f64, and may lie in memory in any way, elements on top of each other included: each counts as an
    /// element of its own.
    ///
    /// @param function from the inputs to tensors; outputs that do not depend on the inputs are left out
    /// @throws GradException  that names an output, an input, two elements, the derivative and the difference
    /// @throws ValueException if an input is not f64, or none requires a gradient
    public static void gradcheck(Function<List<Tensor>, List<Tensor>> function, List<Tensor> inputs, Options options) {
        int[] checked = checkedInputs(inputs);
        List<double[][]> differences = differences(function, inputs, checked, options.eps());
        compare(function, inputs, checked, differences, options, "");
        if (options.layouts()) {
            List<Tensor> scattered = inputs.stream().map(GradCheck::scattered).toList();
            compare(function, scattered, checked, differences, options, " (inputs that are not contiguous)");
            checkOverlappingCotangents(function, inputs, checked, options);
        }
    }

    /// Checks the derivatives of a function's gradients, with respect to the inputs and to the gradients they
    /// start from.
    public static void gradgradcheck(
            Function<List<Tensor>, List<Tensor>> function, List<Tensor> inputs, Options options) {
        int[] checked = checkedInputs(inputs);
        List<Tensor> extended = new ArrayList<>(inputs);
        for (Tensor output : variable(function.apply(inputs))) {
            extended.add(Samples.uniform(-1, 1, output.shape()).requiresGrad(true));
        }
        Function<List<Tensor>, List<Tensor>> gradients = given -> {
            List<Tensor> own = given.subList(0, inputs.size());
            List<Tensor> outputs = variable(function.apply(own));
            List<Tensor> wanted = IntStream.of(checked).mapToObj(own::get).toList();
            List<Tensor> found =
                    Engine.gradients(outputs, wanted, given.subList(inputs.size(), given.size()), true, true);
            List<Tensor> complete = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                // A gradient that is constant, or not there, has the derivative 0 all the same.
                Tensor zero = wanted.get(i).mul(0);
                complete.add(found.get(i) != null ? found.get(i).add(zero) : zero);
            }
            return complete;
        };
        gradcheck(gradients, extended, options);
    }

    private static int[] checkedInputs(List<Tensor> inputs) {
        int[] checked = IntStream.range(0, inputs.size())
                .filter(i -> inputs.get(i).requiresGrad())
                .toArray();
        if (checked.length == 0) {
            throw new ValueException("gradcheck: no input requires a gradient");
        }
        for (int i : checked) {
            if (inputs.get(i).dtype() != DType.FLOAT64) {
                throw new ValueException(
                        "gradcheck: input %d is %s; differences need f64",
                        i, inputs.get(i).describe());
            }
        }
        return checked;
    }

    private static List<Tensor> variable(List<Tensor> outputs) {
        return outputs.stream().filter(Tensor::requiresGrad).toList();
    }

    // ---- differences ----

    /// For every checked input the outputs' values at each of its elements moved up, less those moved down,
    /// over the distance: `[element][values of all outputs]`.
    private static List<double[][]> differences(
            Function<List<Tensor>, List<Tensor>> function, List<Tensor> inputs, int[] checked, double eps) {
        boolean[] counts = differentiable(function.apply(inputs));
        List<double[][]> all = new ArrayList<>();
        for (int input : checked) {
            double[][] ofInput = new double[(int) inputs.get(input).elementCount()][];
            for (int element = 0; element < ofInput.length; element++) {
                double[] up = values(function.apply(moved(inputs, input, element, eps)), counts);
                double[] down = values(function.apply(moved(inputs, input, element, -eps)), counts);
                for (int i = 0; i < up.length; i++) {
                    up[i] = (up[i] - down[i]) / (2 * eps);
                }
                ofInput[element] = up;
            }
            all.add(ofInput);
        }
        return all;
    }

    private static boolean[] differentiable(List<Tensor> outputs) {
        boolean[] counts = new boolean[outputs.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = outputs.get(i).requiresGrad();
        }
        return counts;
    }

    /// The inputs as contiguous leaves, with one element moved.
    private static List<Tensor> moved(List<Tensor> inputs, int input, int element, double distance) {
        List<Tensor> moved = new ArrayList<>();
        for (Tensor tensor : inputs) {
            Tensor copy = tensor.detach().clone();
            if (moved.size() == input) {
                copy.reshape(-1).narrow(0, element, 1).add_(distance);
            }
            moved.add(tensor.requiresGrad() ? copy.requiresGrad(true) : tensor);
        }
        return moved;
    }

    private static double[] values(List<Tensor> outputs, boolean[] counts) {
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i])
                .mapToObj(outputs::get)
                .flatMapToDouble(output -> IntStream.range(0, (int) output.elementCount())
                        .mapToDouble(i -> ((Number) ElementAccess.get(output, i)).doubleValue()))
                .toArray();
    }

    // ---- derivatives ----

    private static void compare(
            Function<List<Tensor>, List<Tensor>> function,
            List<Tensor> inputs,
            int[] checked,
            List<double[][]> differences,
            Options options,
            String how) {
        List<Tensor> outputs = variable(function.apply(inputs));
        if (outputs.isEmpty()) {
            throw new GradException("gradcheck: no output requires a gradient");
        }
        List<Tensor> wanted = IntStream.of(checked).mapToObj(inputs::get).toList();
        int row = 0;
        for (int o = 0; o < outputs.size(); o++) {
            for (int k = 0; k < outputs.get(o).elementCount(); k++, row++) {
                List<Tensor> derivatives = derivatives(outputs.get(o), k, wanted, options);
                for (int i = 0; i < checked.length; i++) {
                    compareRow(derivatives.get(i), differences.get(i), row, options, new Place(o, k, checked[i], how));
                }
            }
        }
    }

    /// Which derivative is being looked at.
    private record Place(int output, int outputElement, int input, String how) {}

    private static void compareRow(Tensor derivative, double[][] differences, int row, Options options, Place place) {
        for (int j = 0; j < differences.length; j++) {
            double analytic = derivative == null ? 0 : (Double) ElementAccess.get(derivative, j);
            double numeric = differences[j][row];
            double allowed = options.atol() + options.rtol() * Math.abs(numeric);
            if (!(Math.abs(analytic - numeric) <= allowed)) {
                throw new GradException(
                        "gradcheck: the derivative of element %d of output %d by element %d of input %d is %s by backward"
                                + " and %s by differences%s",
                        place.outputElement(), place.output(), j, place.input(), analytic, numeric, place.how());
            }
        }
    }

    /// The gradients of one element of an output.
    private static List<Tensor> derivatives(Tensor output, int element, List<Tensor> inputs, Options options) {
        Tensor cotangent = output.detach().zeros_like();
        cotangent.reshape(-1).narrow(0, element, 1).fill_(1);
        List<Tensor> first = Engine.gradients(List.of(output), inputs, List.of(cotangent), true, false);
        List<Tensor> second = Engine.gradients(List.of(output), inputs, List.of(cotangent), true, false);
        for (int i = 0; i < first.size(); i++) {
            if (first.get(i) != null && distance(first.get(i), second.get(i)) > options.nondetTol()) {
                throw new GradException(
                        "gradcheck: two backward passes through one graph differ by %s in the gradient of input %d",
                        distance(first.get(i), second.get(i)), i);
            }
        }
        return first;
    }

    private static double distance(Tensor first, Tensor second) {
        return first.elementCount() == 0
                ? 0
                : ((Number) first.sub(second).abs().amax().item()).doubleValue();
    }

    // ---- layouts ----

    /// The same values as every second element, last axes first.
    private static Tensor scattered(Tensor tensor) {
        if (!tensor.requiresGrad() || tensor.rank() == 0) {
            return tensor;
        }
        boolean recording = GradMode.set(false);
        try {
            Tensor turned = tensor.transpose(0, -1);
            long[] shape = turned.shape();
            shape[shape.length - 1] *= 2;
            List<IndexItem> everySecond = List.of(new IndexItem.Ellipsis(), new IndexItem.Slice(null, null, 2L));
            Tensor room = tensor.new_zeros(shape);
            room.assign(everySecond, turned);
            return room.index(everySecond).transpose(0, -1).detach().requiresGrad(true);
        } finally {
            GradMode.set(recording);
        }
    }

    /// A gradient whose elements are one in memory must do what one with the same values does.
    private static void checkOverlappingCotangents(
            Function<List<Tensor>, List<Tensor>> function, List<Tensor> inputs, int[] checked, Options options) {
        List<Tensor> wanted = IntStream.of(checked).mapToObj(inputs::get).toList();
        for (Tensor output : variable(function.apply(inputs))) {
            Tensor one = Tensor.of(0.75, output.dtype());
            Tensor overlapping = one.expand(output.shape());
            List<Tensor> found = Engine.gradients(List.of(output), wanted, List.of(overlapping), true, false);
            List<Tensor> expected =
                    Engine.gradients(List.of(output), wanted, List.of(overlapping.clone()), true, false);
            for (int i = 0; i < found.size(); i++) {
                boolean differs = found.get(i) != null && distance(found.get(i), expected.get(i)) > options.atol();
                if (differs) {
                    throw new GradException(
                            "gradcheck: the gradient of input %d is another for a gradient with stride 0", checked[i]);
                }
            }
        }
    }
}
