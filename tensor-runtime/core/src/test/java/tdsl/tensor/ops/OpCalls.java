package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Engine;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;

/// Calls of ops with changed arguments, and numerical derivatives.
final class OpCalls {
    private OpCalls() {}

    /// The tensors that a call returns; plain values count as none.
    static List<Tensor> outputs(Op op, Object[] arguments) {
        return switch (op.call(arguments)) {
            case Tensor single -> List.of(single);
            case List<?> several -> several.stream().map(Tensor.class::cast).toList();
            case null, default -> List.of();
        };
    }

    /// The arguments with every tensor replaced, those in lists too; numbers stay numbers.
    static Object[] mapTensors(Object[] arguments, UnaryOperator<Tensor> change) {
        Object[] mapped = arguments.clone();
        for (int i = 0; i < mapped.length; i++) {
            if (mapped[i] instanceof Tensor tensor && !tensor.isWeak()) {
                mapped[i] = change.apply(tensor);
            } else if (mapped[i] instanceof List<?> list && list.stream().anyMatch(Tensor.class::isInstance)) {
                List<Tensor> changed = new ArrayList<>();
                list.forEach(element -> changed.add(change.apply((Tensor) element)));
                mapped[i] = changed;
            }
        }
        return mapped;
    }

    /// Positions of f64 tensor arguments, if the op has a floating output.
    static List<Integer> differentiableArguments(Op op, Object[] arguments) {
        List<Integer> found = new ArrayList<>();
        boolean differentiable = op.hasGradient() || op.isComposite();
        boolean floating =
                outputs(op, arguments).stream().anyMatch(out -> out.dtype().isFloating());
        for (int i = 0; i < arguments.length && differentiable && floating; i++) {
            boolean list = arguments[i] instanceof List<?> l
                    && !l.isEmpty()
                    && l.getFirst() instanceof Tensor t
                    && t.dtype() == DType.FLOAT64;
            if (list || arguments[i] instanceof Tensor tensor && !tensor.isWeak() && tensor.dtype() == DType.FLOAT64) {
                found.add(i);
            }
        }
        return found;
    }

    /// Compares the gradient of a weighted sum of the outputs with central differences in one argument.
    ///
    /// @param second check instead the derivative of the gradient of the squared outputs
    static void checkGradient(Op op, Object[] arguments, int argument, boolean second, double step, double tolerance) {
        Tensor original =
                arguments[argument] instanceof List<?> list ? (Tensor) list.getFirst() : (Tensor) arguments[argument];
        Tensor leaf = original.detach().clone().requiresGrad(true);
        Tensor objective = objective(op, arguments, argument, leaf, second);
        assertTrue(objective.requiresGrad(), op.name() + ": the result does not require a gradient");
        Tensor gradient = gradient(objective, leaf, false);
        assertNotNull(gradient, op.name() + ": no gradient for argument " + argument);
        assertArrayEquals(original.shape(), gradient.shape());
        for (int i = 0; i < original.elementCount(); i++) {
            double up = value(objective(op, arguments, argument, moved(original, i, step), second));
            double down = value(objective(op, arguments, argument, moved(original, i, -step), second));
            double expected = (up - down) / (2 * step);
            double actual = value(gradient.reshape(-1).narrow(0, i, 1));
            double allowed = tolerance * Math.max(1, Math.abs(expected)) * (second ? 20 : 1);
            assertEquals(expected, actual, allowed, () -> op.name() + ": gradient of argument " + argument);
        }
    }

    /// The gradient of a weighted sum of the outputs with respect to one argument.
    static Tensor gradient(Op op, Object[] arguments, int argument) {
        Tensor original =
                arguments[argument] instanceof List<?> list ? (Tensor) list.getFirst() : (Tensor) arguments[argument];
        Tensor leaf = original.detach().clone().requiresGrad(true);
        return gradient(objective(op, arguments, argument, leaf, false), leaf, false);
    }

    private static double value(Tensor tensor) {
        return (Double) tensor.detach().item();
    }

    private static Tensor gradient(Tensor objective, Tensor leaf, boolean createGraph) {
        List<Tensor> ones = List.of(objective.detach().ones_like());
        return Engine.gradients(List.of(objective), List.of(leaf), ones, createGraph, createGraph)
                .getFirst();
    }

    private static Object[] with(Object[] arguments, int argument, Tensor replacement) {
        Object[] changed = arguments.clone();
        if (arguments[argument] instanceof List<?> list) {
            List<Object> elements = new ArrayList<>(list);
            elements.set(0, replacement);
            changed[argument] = elements;
        } else {
            changed[argument] = replacement;
        }
        return changed;
    }

    private static Tensor moved(Tensor tensor, int index, double distance) {
        Tensor moved = tensor.detach().clone();
        moved.reshape(-1).narrow(0, index, 1).add_(distance);
        return moved.requiresGrad(true);
    }

    private static Tensor objective(Op op, Object[] arguments, int argument, Tensor leaf, boolean second) {
        List<Tensor> outputs = outputs(op, with(arguments, argument, leaf));
        if (!second) {
            return weightedSum(outputs, false);
        }
        Tensor gradient = gradient(weightedSum(outputs, true), leaf, true);
        Tensor objective =
                gradient.mul(Samples.uniform(0.5, 1.5, gradient.shape())).sum();
        // A constant gradient has no history; its derivative is 0 all the same.
        return objective.add(leaf.sum().mul(0));
    }

    private static Tensor weightedSum(List<Tensor> outputs, boolean squared) {
        Tensor total = null;
        for (Tensor output : outputs) {
            if (output.dtype().isFloating()) {
                Tensor term = squared ? output.square() : output;
                Tensor sum = term.mul(Samples.uniform(0.5, 1.5, output.shape())).sum();
                total = total == null ? sum : total.add(sum);
            }
        }
        return total;
    }

    static void assertClose(Tensor expected, Tensor actual, double tolerance, String what) {
        assertEquals(expected.dtype(), actual.dtype(), what);
        assertArrayEquals(expected.shape(), actual.shape(), what);
        Tensor wanted = expected.detach().to(DType.FLOAT64).reshape(-1);
        Tensor got = actual.detach().to(DType.FLOAT64).reshape(-1);
        for (int i = 0; i < wanted.elementCount(); i++) {
            double e = (Double) wanted.narrow(0, i, 1).item();
            double a = (Double) got.narrow(0, i, 1).item();
            assertEquals(e, a, tolerance * Math.max(1, Math.abs(e)), what + " at element " + i);
        }
    }
}
