package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.Gradients;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;

/// Calls of ops with changed arguments.
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

    /// Whether a call has a floating result that depends differentiably on some f64 argument.
    static boolean isDifferentiable(Op op, Object[] arguments) {
        return (op.hasGradient() || op.isComposite())
                && !leaves(arguments).isEmpty()
                && function(op, arguments).apply(leaves(arguments)).stream().anyMatch(Tensor::requiresGrad);
    }

    /// Leaves of the values of the f64 tensors among the arguments, those in lists too.
    static List<Tensor> leaves(Object[] arguments) {
        List<Tensor> leaves = new ArrayList<>();
        mapTensors(arguments, tensor -> {
            if (tensor.dtype() == DType.FLOAT64) {
                leaves.add(tensor.detach().clone().requiresGrad(true));
            }
            return tensor;
        });
        return leaves;
    }

    /// The call as a function of what {@link #leaves} gives.
    static Function<List<Tensor>, List<Tensor>> function(Op op, Object[] arguments) {
        return leaves -> {
            Iterator<Tensor> next = leaves.iterator();
            return outputs(op, mapTensors(arguments, tensor -> tensor.dtype() == DType.FLOAT64 ? next.next() : tensor));
        };
    }

    /// Positions of f64 tensor arguments, if the call is differentiable.
    static List<Integer> differentiableArguments(Op op, Object[] arguments) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < arguments.length && isDifferentiable(op, arguments); i++) {
            if (!leaves(new Object[] {arguments[i]}).isEmpty()) {
                found.add(i);
            }
        }
        return found;
    }

    /// The gradient of a weighted sum of the outputs with respect to one argument, or the first of a list.
    static Tensor gradient(Op op, Object[] arguments, int argument) {
        boolean isList = arguments[argument] instanceof List<?>;
        Tensor original = (Tensor) (isList ? ((List<?>) arguments[argument]).getFirst() : arguments[argument]);
        Tensor leaf = original.detach().clone().requiresGrad(true);
        Object[] changed = arguments.clone();
        changed[argument] = leaf;
        if (isList) {
            List<Object> elements = new ArrayList<>((List<?>) arguments[argument]);
            elements.set(0, leaf);
            changed[argument] = elements;
        }
        Tensor total = null;
        for (Tensor output : outputs(op, changed)) {
            if (output.dtype().isFloating()) {
                Tensor sum =
                        output.mul(Samples.uniform(0.5, 1.5, output.shape())).sum();
                total = total == null ? sum : total.add(sum);
            }
        }
        return Gradients.of(List.of(total), List.of(leaf), null, Gradients.Options.DEFAULT)
                .getFirst();
    }

    static void assertClose(Tensor expected, Tensor actual, double tolerance, String what) {
        assertEquals(expected.dtype(), actual.dtype(), what);
        assertArrayEquals(expected.shape(), actual.shape(), what);
        Tensor wanted = expected.detach().to(DType.FLOAT64).reshape(-1);
        Tensor got = actual.detach().to(DType.FLOAT64).reshape(-1);
        for (int i = 0; i < wanted.elementCount(); i++) {
            double e = (Double) wanted.narrow(0, i, 1).item();
            double a = (Double) got.narrow(0, i, 1).item();
            double allowed = tolerance * Math.max(1, Math.abs(e));
            if (Double.isFinite(e)) {
                assertEquals(e, a, allowed, what + " at element " + i);
            } else {
                assertEquals(e, a, what + " at element " + i);
            }
        }
    }
}
