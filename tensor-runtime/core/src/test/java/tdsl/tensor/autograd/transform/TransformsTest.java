package tdsl.tensor.autograd.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.autograd.Numerical.leaf;
import static tdsl.tensor.autograd.Numerical.values;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.batch.Vmap;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.GradException;

/// Functions made of functions. Expected values are worked out by hand.
class TransformsTest {
    private final Tensor x = Tensor.of(new double[] {1, 2, 3}, 3);

    @AfterEach
    void recordAgain() {
        GradMode.set(true);
    }

    private static Tensor vmap(UnaryOperator<Tensor> function, Tensor input) {
        return Vmap.map(in -> List.of(function.apply(in.getFirst())), List.of(input), List.of(0L), List.of(0L))
                .getFirst();
    }

    @Test
    void gradGivesTheGradientAndLeavesNoTrace() {
        Tensor gradient = Transforms.grad(v -> v.pow(3).sum()).apply(x);
        assertArrayEquals(new double[] {3, 12, 27}, values(gradient), 1e-12);
        assertFalse(gradient.requiresGrad());
        assertFalse(x.requiresGrad());
    }

    @Test
    void gradOfAFunctionThatUsesALeafIsDifferentiable() {
        Tensor w = leaf(new long[] {3}, 2, 3, 4);
        Tensor gradient = Transforms.grad(v -> v.square().mul(w).sum()).apply(x);
        assertArrayEquals(new double[] {4, 12, 24}, values(gradient), 1e-12);
        gradient.sum().backward();
        assertArrayEquals(new double[] {2, 4, 6}, values(w.grad()), 1e-12);
        assertNull(x.grad());
    }

    @Test
    void gradAtALeafIsDifferentiable() {
        Tensor leaf = leaf(new long[] {2}, 2, 3);
        Transforms.grad(v -> v.pow(3).sum()).apply(leaf).sum().backward();
        assertArrayEquals(new double[] {12, 18}, values(leaf.grad()), 1e-12);
    }

    @Test
    void nestedGradsGiveHigherDerivatives() {
        UnaryOperator<Tensor> third = Transforms.grad(a ->
                Transforms.grad(b -> Transforms.grad(c -> c.pow(4)).apply(b)).apply(a));
        assertEquals(48, values(third.apply(Tensor.of(2.0)))[0], 1e-12);
    }

    /// d/dx (x · d/dy (x + y)) is 1; confusing the two derivatives gives 2 (Siskind and Pearlmutter,
    /// "Perturbation confusion and referential transparency", 2005).
    @Test
    void derivativesWithinDerivativesAreKeptApart() {
        UnaryOperator<Tensor> function =
                Transforms.grad(a -> a.mul(Transforms.grad(b -> a.add(b)).apply(Tensor.of(1.0))));
        assertEquals(1, values(function.apply(Tensor.of(1.0)))[0]);
        UnaryOperator<Tensor> sameInput =
                Transforms.grad(a -> a.mul(Transforms.grad(b -> a.mul(b)).apply(a)));
        // a · d/db (a b) = a · a
        assertEquals(6, values(sameInput.apply(Tensor.of(3.0)))[0]);
    }

    @Test
    void gradRecordsWithinButNotOutsideOfNoGrad() {
        GradMode.set(false);
        Tensor w = leaf(new long[] {3}, 2, 3, 4);
        Tensor gradient = Transforms.grad(v -> v.mul(w).sum()).apply(x);
        assertArrayEquals(new double[] {2, 3, 4}, values(gradient));
        assertFalse(gradient.requiresGrad());
    }

    @Test
    void gradNeedsOneNumberAndFloatingInputs() {
        assertThrows(GradException.class, () -> Transforms.grad(v -> v.mul(2)).apply(x));
        assertThrows(GradException.class, () -> Transforms.grad(v -> v.sum()).apply(Tensor.of(new long[] {1, 2})));
    }

    @Test
    void anArgumentCannotBeChangedInPlace() {
        GradException error = assertThrows(
                GradException.class, () -> Transforms.grad(v -> v.mul_(2).sum()).apply(x));
        assertEquals(
                "mul_: an argument of a function that is differentiated cannot be changed in place",
                error.getMessage());
    }

    @Test
    void aPullbackCanBeUsedSeveralTimes() {
        Pullback pullback =
                Pullback.of(in -> List.of(in.get(0).mul(in.get(1)), in.get(0).sum()), List.of(x, x.add(1)));
        assertArrayEquals(new double[] {2, 6, 12}, values(pullback.outputs().get(0)));
        assertFalse(pullback.outputs().get(0).requiresGrad());
        for (int pass = 1; pass < 3; pass++) {
            List<Tensor> gradients =
                    pullback.pull(List.of(x.detach().ones_like().mul(pass), Tensor.of(10.0)));
            assertArrayEquals(new double[] {2 * pass + 10, 3 * pass + 10, 4 * pass + 10}, values(gradients.get(0)));
            assertArrayEquals(new double[] {pass, 2 * pass, 3 * pass}, values(gradients.get(1)));
        }
    }

    @Test
    void whatAnOutputDoesNotDependOnHasGradientZero() {
        Pullback pullback = Pullback.of(in -> List.of(in.get(0).sum()), List.of(x, x));
        assertArrayEquals(
                new double[3], values(pullback.pull(List.of(Tensor.of(1.0))).get(1)));
        Pullback constant = Pullback.of(in -> List.of(Tensor.of(5.0)), List.of(x));
        assertArrayEquals(
                new double[3], values(constant.pull(List.of(Tensor.of(1.0))).get(0)));
    }

    @Test
    void pushGivesTheDerivativeAlongADirection() {
        Pullback pullback =
                Pullback.of(in -> List.of(in.get(0).exp(), in.get(0).square().sum()), List.of(x));
        List<Tensor> derivatives = pullback.push(List.of(Tensor.of(new double[] {1, 0, -1}, 3)));
        assertArrayEquals(new double[] {Math.E, 0, -Math.exp(3)}, values(derivatives.get(0)), 1e-12);
        assertEquals(2 - 6, values(derivatives.get(1))[0], 1e-12);
        assertFalse(derivatives.get(0).requiresGrad());
    }

    @Test
    void jacobianHasTheAxesOfTheResultFirst() {
        Tensor jacobian = Transforms.jacobian(in -> in.get(0).outer(in.get(0)), List.of(x))
                .getFirst();
        assertArrayEquals(new long[] {3, 3, 3}, jacobian.shape());
        double[] expected = new double[27];
        double[] v = values(x);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                expected[i * 9 + j * 3 + i] += v[j];
                expected[i * 9 + j * 3 + j] += v[i];
            }
        }
        assertArrayEquals(expected, values(jacobian), 1e-12);
    }

    @Test
    void hessianHoldsAllSecondDerivatives() {
        Tensor y = Tensor.of(new double[] {5, 7}, 2);
        List<List<Tensor>> hessian = Transforms.hessian(
                in -> in.get(0)
                        .pow(3)
                        .sum()
                        .add(in.get(0).sum().mul(in.get(1).square().sum())),
                List.of(x, y));
        assertArrayEquals(
                new double[] {6, 0, 0, 0, 12, 0, 0, 0, 18},
                values(hessian.get(0).get(0)),
                1e-12);
        assertArrayEquals(
                new double[] {10, 14, 10, 14, 10, 14}, values(hessian.get(0).get(1)), 1e-12);
        assertArrayEquals(new long[] {2, 3}, hessian.get(1).get(0).shape());
        assertArrayEquals(new double[] {12, 0, 0, 12}, values(hessian.get(1).get(1)), 1e-12);
    }

    @Test
    void vmapOfGradGivesTheGradientOfEachExample() {
        Tensor examples = Samples.uniform(-1, 2, 4, 3);
        Tensor gradients = vmap(Transforms.grad(v -> v.pow(3).sum()), examples);
        assertArrayEquals(values(examples.square().mul(3)), values(gradients), 1e-12);
    }

    @Test
    void gradientsOfSharedWeightsAreThoseOfEachExample() {
        Tensor examples = Samples.uniform(-1, 2, 4, 3);
        Tensor weights = Tensor.of(new double[] {1, 2, 3}, 3);
        Tensor gradients = vmap(
                example -> Transforms.grad(w -> w.mul(example).sum().square()).apply(weights), examples);
        Tensor expected = examples.mul(examples.matmul(weights).mul(2).unsqueeze(1));
        assertArrayEquals(values(expected), values(gradients), 1e-12);
    }

    @Test
    void gradOfVmapIsThatOfTheWholeBatch() {
        Tensor examples = Samples.uniform(-1, 2, 4, 3);
        Tensor gradient = Transforms.grad(
                        batch -> vmap(v -> v.sin().mul(v).sum(), batch).sum())
                .apply(examples);
        Tensor expected = examples.sin().add(examples.mul(examples.cos()));
        assertArrayEquals(values(expected), values(gradient), 1e-12);
    }

    @Test
    void gradOfVmapOfGradDifferentiatesGradients() {
        Tensor examples = Samples.uniform(-1, 2, 4);
        Tensor gradient = Transforms.grad(
                        batch -> vmap(Transforms.grad(v -> v.pow(4)), batch).sum())
                .apply(examples);
        assertArrayEquals(values(examples.square().mul(12)), values(gradient), 1e-12);
    }

    @Test
    void vmapsAndGradsNestInAnyOrder() {
        Tensor rows = Samples.uniform(-1, 2, 2);
        Tensor columns = Samples.uniform(0, 1, 3);
        // d/da of a² b³, for all pairs
        Tensor pairs = vmap(
                a -> vmap(b -> Transforms.grad(v -> v.square().mul(b.pow(3))).apply(a), columns), rows);
        assertArrayEquals(values(rows.mul(2).unsqueeze(1).mul(columns.pow(3))), values(pairs), 1e-12);
        Tensor hessians = vmap(
                v -> Transforms.hessian(in -> in.get(0).pow(3).sum(), List.of(v))
                        .get(0)
                        .get(0),
                Samples.uniform(-1, 2, 4, 2));
        assertArrayEquals(new long[] {4, 2, 2}, hessians.shape());
        assertEquals(6 * values(Samples.uniform(-1, 2, 4, 2))[3], values(hessians)[1 * 4 + 3], 1e-12);
    }

    @Test
    void pushWithinVmapIsThatOfEachExample() {
        Tensor examples = Samples.uniform(-1, 2, 4, 3);
        Tensor along = vmap(
                v -> Pullback.of(in -> List.of(in.get(0).exp()), List.of(v))
                        .push(List.of(v))
                        .getFirst(),
                examples);
        assertArrayEquals(values(examples.exp().mul(examples)), values(along), 1e-12);
        assertTrue(!along.requiresGrad());
    }
}
