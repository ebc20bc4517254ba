package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.interpreter.Scripts.fail;
import static tdsl.interpreter.Scripts.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTest {
    private static final String X = "let x = arange(12).reshape(3, 4)\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "x[1].tolist() ¦ [4, 5, 6, 7]",
                "x[-1, 0].item() ¦ 8",
                "x[:, 1:3].tolist() ¦ [[1, 2], [5, 6], [9, 10]]",
                "x[::-1, ::2].tolist() ¦ [[8, 10], [4, 6], [0, 2]]",
                "x[..., newaxis, 0].shape ¦ [3, 1]",
                "x[none].shape ¦ [1, 3, 4]",
                "x[[2, 0], 1].tolist() ¦ [9, 1]",
                "x[x > 9].tolist() ¦ [10, 11]",
                "x[0..2].shape ¦ [2, 4]",
                "x[slice(1, none)].shape ¦ [2, 4]",
                "x[arange(2), :1].tolist() ¦ [[0], [4]]",
                "x.T.shape ¦ [4, 3]",
                "x.sum(dim=0).tolist() ¦ [12, 15, 18, 21]",
                "sum(x, dim=1).tolist() ¦ [6, 22, 38]",
                "[1, 2; 3, 4].shape ¦ [2, 2]",
                "[1; 2].dtype ¦ i64",
                "[1.5, 2;].dtype ¦ f32",
                "(x.to(f32) / 2)[0, 1].item() ¦ 0.5",
                "(2 ** x[0]).tolist() ¦ [1, 2, 4, 8]",
                "(10 - x[0]).tolist() ¦ [10, 9, 8, 7]",
                "(x == 5).any().item() ¦ true",
                "len(x) ¦ 3",
                "[row.sum().item() for row in x] ¦ [6, 22, 38]",
                "sqrt(2) ¦ 1.4142135623730951",
                "maximum(2, 3) ¦ 3",
                "7 in x ¦ true",
            })
    void expressionsFollowPyTorch(String expression, String expected) {
        assertEquals(expected, run(X + "print(" + expression + ")"));
    }

    @Test
    void slicesAreAssigned() {
        String code = """
                x[:, 1:3] = 0
                x[0] += 100
                x[::-1, 3] = tensor([1, 2, 3])
                x[x > 100] *= 2
                x[[1, 2], 0] -= 1
                print(x.tolist())
                """;
        assertEquals("[[100, 100, 100, 3], [3, 0, 0, 2], [7, 0, 0, 1]]", run(X + code));
    }

    @Test
    void updatesAreInPlaceAndSeenByViews() {
        assertEquals(
                "[[0, 1, 2, 3], [14, 15, 16, 17], [8, 9, 10, 11]]",
                run(X + "let row = x[1]; row += 10; print(x.tolist())"));
    }

    @Test
    void gradientsReachParameters() {
        String code = """
                let w = param(tensor([1.0, 2.0]))
                let loss = (w ** 2).sum()
                loss.backward()
                print(w.grad.tolist(), w.requires_grad, w.is_leaf)
                with no_grad() { w -= 0.5 * w.grad; w.grad = none }
                print(w.tolist(), w.grad)
                """;
        assertEquals("[2.0, 4.0] true true\n[0.0, 0.0] none", run(code));
    }

    @Test
    void noGradEndsWithItsBlock() {
        assertEquals(
                "false true",
                run(
                        "let w = param(ones(1)); let y = w; with no_grad() { y = w * 2 }; print(y.requires_grad, (w * 2).requires_grad)"));
    }

    @Test
    void seedBlocksRepeatTheirNumbersAndDisturbNoOthers() {
        String code = """
                manual_seed(1)
                let a = rand(1).item()
                let b = rand(1).item()
                manual_seed(1)
                let c = rand(1).item()
                let d = 0.0
                with seed(7) { d = rand(1).item() }
                with seed(7) { assert(rand(1).item() == d) }
                print(a == c, rand(1).item() == b)
                """;
        assertEquals("true true", run(code));
    }

    @Test
    void operatorsOfScriptsHaveGradients() {
        String code = """
                op clipped_exp(x, limit=10.0) {
                    forward {
                        let y = exp(minimum(x, limit))
                        save y
                        return y
                    }
                    backward(dy) {
                        return where(x < limit, dy * y, 0)
                    }
                }
                let x = param(tensor([0.0, 20.0]))
                clipped_exp(x).sum().backward()
                print(x.grad.tolist(), clipped_exp(tensor([0.0]), limit=-1.0).item() < 0.4)
                """;
        assertEquals("[1.0, 0.0] true", run(code));
    }

    @Test
    void operatorsGiveOneGradientPerTensor() {
        String code = """
                op scaled(x, factor, y) {
                    forward { save factor; return x * factor + y }
                    backward(dy) { return (if (needs_grad(x)) dy * factor else none, if (needs_grad(y)) dy else none) }
                }
                let (a, b) = (param(ones(2)), tensor([1.0, 1.0]))
                let z = scaled(a, 3, b)
                z.backward(tensor([1.0, 2.0]))
                print(z.tolist(), a.grad.tolist())
                """;
        assertEquals("[4.0, 4.0] [3.0, 6.0]", run(code));
    }

    @Test
    void argumentsThatBackwardReadsMustNotChangeBeforeIt() {
        String product = """
                op product(x, y) {
                    forward { return x * y }
                    backward(dy) { return (dy * %s, none) }
                }
                let (x, y) = (param(ones(2)), tensor([2.0, 3.0]))
                let z = product(x, y)
                y *= 10
                z.sum().backward()
                print(x.grad.tolist())
                """;
        String changed = fail(product.formatted("y"));
        assertTrue(changed.startsWith("GradError: product: the saved 'y', f32[2], was changed in place"), changed);
        assertEquals("[5.0, 5.0]", run(product.formatted("5.0")));
    }

    @Test
    void operatorsWithoutBackwardFailWhenAskedForAGradient() {
        String code = "op f(x) { forward { return x * 2 } }\nf(param(ones(1))).sum().backward()";
        assertTrue(fail(code).startsWith("GradError: f has no backward block"), fail(code));
    }

    @Test
    void indexErrorsNameAxisSizeAndIndex() {
        assertTrue(fail(X + "x[0, 4]").startsWith("IndexError: index 4 is out of range for axis 1 of size 4"));
        assertTrue(fail(X + "x[::0]").startsWith("IndexError: the step of a slice must not be 0"));
        assertTrue(fail(X + "x[\"a\"]").startsWith("TypeError: a tensor cannot be indexed by a string"));
    }

    @Test
    void aScopeFreesWhatWasNotKept() {
        String program = """
                let kept = none
                let lost = none
                with scope() {
                    kept = keep({a: [ones(2000)]})
                    lost = ones(2000)
                }
                print(kept.a[0].sum().item())
                lost.sum()
                """;
        String error = fail(program);
        assertTrue(error.contains("freed at the end of the memory scope"), error);
    }
}
