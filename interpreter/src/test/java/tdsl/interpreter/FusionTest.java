package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.interpreter.Scripts.fail;
import static tdsl.interpreter.Scripts.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tdsl.tensor.memory.CpuAllocator;

/// Trees of pointwise operators and calls in scripts.
class FusionTest {
    private static final String VARIABLES = "let x = arange(6).to(f32).reshape(2, 3)\nlet y = x / 4 - 1\nlet n = 3\n";

    /// The second column computes the same with every call by itself.
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "((x * y + x).tanh() * 2).sum() ¦ let p = x * y; let q = p + x; let r = q.tanh(); let s = r * 2; s.sum()",
                "x * (1 - 0.25 * n) + y ¦ let k = 0.25; let l = k * n; let m = 1 - l; let p = x * m; p + y",
                "-x + y ** 2 ¦ let p = -x; let q = y ** 2; p + q",
                "~(x > 1) & (y < 1) ¦ let p = x > 1; let q = ~p; let r = y < 1; q & r",
                "where(x > 2, x * 2, y).mean() ¦ let p = x > 2; let q = x * 2; let r = where(p, q, y); r.mean()",
                "sum(clamp(x, max=4, min=n) * y) ¦ let p = clamp(x, n, 4); let q = p * y; sum(q)",
                "gelu(x) + silu(y) + leaky_relu(y, 0.1) ¦ let p = gelu(x); let q = silu(y); let r = p + q; let s = leaky_relu(y, 0.1); r + s",
                "(x[:, ::-1] * y[0] + 1).max() ¦ let a = x[:, ::-1]; let b = y[0]; let p = a * b; let q = p + 1; q.max()",
                "(x + n) // 2 % 2 == 1 ¦ let p = x + n; let q = p // 2; let r = q % 2; r == 1",
                "(x @ y.mT + 1).relu() ¦ let p = x @ y.mT; let q = p + 1; q.relu()",
                "n + 1 < 2 * n ¦ let p = n + 1; let q = 2 * n; p < q",
            })
    void valuesAreThoseOfSingleCalls(String fused, String single) {
        int last = single.lastIndexOf(';') + 1;
        String calls = single.substring(0, last).replace(";", "\n") + "print("
                + single.substring(last).strip() + ")";
        assertEquals(run(VARIABLES + calls), run(VARIABLES + "print(" + fused + ")"));
    }

    @Test
    void oneExpressionServesNumbersAndTensors() {
        String code = """
                fn f(a, b) { return a * 2 + b }
                print(f(1, 2), f(0.5, 2), f(ones(2), 1), f(1, ones(2)), f(3, 4))
                """;
        assertEquals("4 3.0 tensor([3., 3.]) tensor([3., 3.]) 10", run(code));
    }

    @Test
    void numbersAreComputedByTheRulesOfTheLanguage() {
        String code = "let (big, x) = (9223372036854775807, ones(2))\nx * (big + 1)";
        assertTrue(fail(code).startsWith("ArithmeticError: 9223372036854775807 + 1 does not fit"), fail(code));
    }

    @Test
    void effectsHappenInTheOrderWritten() {
        String code = """
                let x = ones(2)
                fn double() {
                    x.mul_(2)
                    return x
                }
                print((x + 1) * double(), x + double() * 1)
                let k = 1
                fn next() {
                    k += 1
                    return k
                }
                print(k * next() + k * zeros(1))
                """;
        assertEquals("tensor([4., 4.]) tensor([8., 8.])\ntensor([2.])", run(code));
    }

    @Test
    void gradientsReachAllLeaves() {
        String code = """
                let (x, w, b) = (param(tensor([1.0, -2.0, 3.0])), param(tensor(2.0)), param(ones(2, 1)))
                (x * w + b).relu().square().sum().backward()
                print(x.grad, w.grad, b.grad)
                """;
        assertEquals("tensor([24.,  0., 56.]) tensor(96.) tensor([[20.],\n        [20.]])", run(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(x * y + x).tanh()", "where(x > y, x * 2, y)", "(x * 2 + y).sum()"})
    void errorsPointAtTheCallThatFails(String expression) {
        String variables = "let (x, y) = (ones(3), ones(4))\n";
        String message = fail(variables + expression);
        assertTrue(message.contains("shapes [3] and [4] do not broadcast"), message);
        assertTrue(message.contains("y: f32[4], made at test.tdsl:1:24"), message);
    }

    @Test
    void changeOfALeafIsReportedAtItsCall() {
        String code = """
                let (x, y) = (param(ones(3)), ones(3))
                let loss = (x * y + x).tanh().sum()
                y.add_(1)
                loss.backward()
                """;
        String message = fail(code);
        assertTrue(message.contains("mul: its argument 'other', f32[3], was changed in place"), message);
        assertTrue(
                message.contains(
                        "2 | let loss = (x * y + x).tanh().sum()\n  |             ^^^^^ the forward computation"),
                message);
    }

    @Test
    void secondDerivativesGoThroughAFusedExpression() {
        String code = """
                let x = param(tensor([0.5, -1.0]))
                let first = grad((x ** 3 * 2).sum(), [x], create_graph=true)[0]
                let second = grad(first.sum(), [x])[0]
                print(second)
                """;
        assertEquals("tensor([  6., -12.])", run(code));
    }

    @Test
    void nothingIsStoredBetween() {
        try (Scripts scripts = new Scripts()) {
            scripts.evaluate("let (a, b) = (randn(2 ** 20), randn(2 ** 20))\nlet held = []");
            long before = CpuAllocator.instance().liveBytes();
            scripts.evaluate("held.append(((a * b + a).tanh() * 2).sum())");
            assertTrue(CpuAllocator.instance().liveBytes() <= before);
        }
    }
}
