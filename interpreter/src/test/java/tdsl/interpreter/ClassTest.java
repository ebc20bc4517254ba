package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.interpreter.Scripts.fail;
import static tdsl.interpreter.Scripts.run;

import org.junit.jupiter.api.Test;

class ClassTest {
    private static final String COUNTER = """
            class Counter(start, step=1) {
                let value = start
                let history = [value]
                fn next() { value += step; history.append(value); return self }
                fn call(n) { for _ in 0..n { self.next() }; return value }
                fn show() = "Counter at {value}"
            }
            """;

    @Test
    void fieldsAreInitialisedInOrderAndMethodsSeeThem() {
        assertEquals(
                "Counter at 15 [5, 10, 15]",
                run(COUNTER + "let c = Counter(5, step=5); c.next().next(); print(c, c.history)"));
    }

    @Test
    void objectsWithCallAreFunctions() {
        assertEquals("[3, 3]", run(COUNTER + "let c = Counter(0); print([Counter(0)(3), 3 |> c])"));
    }

    @Test
    void attributesAreAssigned() {
        assertEquals(
                "8 false",
                run(
                        COUNTER
                                + "let c = Counter(0); c.value = 7; c.value += 1; c.training = false; print(c.value, c.training)"));
    }

    @Test
    void methodsAreValues() {
        assertEquals("2", run(COUNTER + "let c = Counter(0); let next = c.next; next(); next(); print(c.value)"));
    }

    @Test
    void fieldsMayHideTheParametersThatInitialiseThem() {
        assertEquals("10 P(x: 10)", run("class P(x) { let x = x * 2; fn get() = x }; print(P(5).get(), P(5))"));
    }

    @Test
    void parametersAreNoAttributes() {
        assertTrue(fail(COUNTER + "Counter(0).step").startsWith("NameError: a Counter has no member step"));
    }

    @Test
    void misspeltAttributesAreReportedWithTheNearestOne() {
        assertTrue(fail(COUNTER + "Counter(0).valeu")
                .startsWith("NameError: a Counter has no member valeu; did you mean value?"));
        assertTrue(fail(COUNTER + "Counter(0).valeu = 1")
                .startsWith("NameError: a Counter has no field valeu; did you mean value?"));
    }

    @Test
    void functionsInFieldsSeeTheObject() {
        assertEquals(
                "[2, 3]",
                run(
                        "class A() { let n = 1; let f = fn(x) => x + n; fn g(xs) = [f(x) for x in xs] }; print(A().g([1, 2]))"));
    }

    @Test
    void objectsAreToldApartByClass() {
        assertEquals(
                "true false true",
                run(COUNTER + "class B() { }; let c = Counter(0); print(c is Counter, c is B, type(c) == Counter)"));
    }

    @Test
    void contextsAreEnteredAndLeft() {
        String code = """
                class Scope(name) {
                    fn enter() { print("enter {name}"); return name }
                    fn exit() { print("exit {name}") }
                }
                try {
                    with Scope("a") as n { print("in {n}"); throw ValueError("left") }
                } catch e { print(e.message) }
                """;
        assertEquals("enter a\nin a\nexit a\nleft", run(code));
    }

    @Test
    void iterMethodMakesObjectsIterable() {
        assertEquals("[1, 2]", run("class A() { fn iter() = map(fn(i) => i + 1, 0..2) }; print([x for x in A()])"));
    }

    @Test
    void modelsListTheirParametersAndState() {
        String code = """
                class Layer(n) {
                    let weight = param(ones(n))
                    let mean = buffer(zeros(n))
                }
                class Net() {
                    let first = Layer(2)
                    let layers = [Layer(3), first]
                    let plain = ones(9)
                }
                let net = Net()
                print([p.shape for p in params(net)], list(state(net)))
                """;
        assertEquals(
                "[[2], [3]] [\"first.weight\", \"first.mean\", \"layers.0.weight\", \"layers.0.mean\"]", run(code));
    }

    @Test
    void stateIsRestored() {
        String code = """
                class Layer() { let weight = param(ones(2)) }
                let (a, b) = (Layer(), Layer())
                with no_grad() { a.weight *= 5 }
                load_state(b, state(a))
                print(b.weight.tolist(), eval(b).training)
                """;
        assertEquals("[5.0, 5.0] false", run(code));
        assertTrue(fail("class L() { let w = param(ones(2)) }; load_state(L(), {v: ones(2)})")
                .startsWith("ValueError: load_state: the state lacks w"));
    }
}
