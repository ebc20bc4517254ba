package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.interpreter.Scripts.fail;
import static tdsl.interpreter.Scripts.run;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionTest {
    private static final String F = "fn f(a, b=a + 1, *rest, key=2) { return [a, b, rest, key] }\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "f(1) ¦ [1, 2, [], 2]",
                "f(1, 5, 6, 7) ¦ [1, 5, [6, 7], 2]",
                "f(b=7, a=1) ¦ [1, 7, [], 2]",
                "f(1, key=3) ¦ [1, 2, [], 3]",
                "f(*[1, 2, 3], key=4) ¦ [1, 2, [3], 4]",
                "f(0, *(1, 2)) ¦ [0, 1, [2], 2]",
                "1 |> f ¦ [1, 2, [], 2]",
                "1 |> f(9) ¦ [1, 9, [], 2]",
            })
    void argumentsReachTheirParameters(String call, String expected) {
        assertEquals(expected, run(F + "print(" + call + ")"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "f() ¦ f: missing argument a",
                "f(1, a=2) ¦ f: argument a is given twice, by position and by name",
                "f(1, kye=2) ¦ f has no parameter kye; did you mean key?",
                "len() ¦ len: missing argument value",
                "len([], []) ¦ len takes 1 argument, got 2",
            })
    void argumentsThatDoNotFitAreTypeErrors(String call, String message) {
        assertTrue(fail(F + call).startsWith("TypeError: " + message + "\n"), fail(F + call));
    }

    @Test
    void defaultsAreEvaluatedPerCall() {
        assertEquals("[1] [1]", run("fn f(xs=[]) { xs.append(1); return xs }; print(f(), f())"));
    }

    @Test
    void closuresShareTheVariablesAroundThem() {
        String code = """
                fn counter() {
                    let n = 0
                    fn next() { n += 1; return n }
                    return (next, fn() => n)
                }
                let (next, current) = counter()
                next(); next()
                print(current(), counter()[1]())
                """;
        assertEquals("2 0", run(code));
    }

    @Test
    void localFunctionsCallThemselves() {
        assertEquals("120", run("fn f() { fn g(n) = if (n < 2) 1 else n * g(n - 1); return g(5) }; print(f())"));
    }

    @Test
    void topLevelFunctionsReferToLaterOnes() {
        assertEquals(
                "true",
                run(
                        "fn even(n) = if (n == 0) true else odd(n - 1)\nfn odd(n) = if (n == 0) false else even(n - 1)\nprint(even(10))"));
    }

    @Test
    void functionsWithoutReturnGiveNone() {
        assertEquals("none", run("fn f() { 5 }; print(f())"));
    }

    @Test
    void returnLeavesNestedLoops() {
        assertEquals(
                "(1, 2)",
                run("fn f() { for i in 0..5 { for j in 0..5 { if i * j == 2 { return (i, j) } } } }; print(f())"));
    }

    @Test
    void recursionPastTheStackIsAScriptErrorThatCanBeCaught() {
        String code = """
                fn down(n) = down(n + 1) + 1
                try { down(0) } catch e { print(e.kind, e.message) }
                print("goes on")
                """;
        assertEquals("OutOfMemoryError recursion too deep: the stack is full\ngoes on", run(code));
    }

    @Test
    void annotationsBindSizes() {
        String code = """
                fn f(x: f32[b, d], y: tensor[d, 2*d]) -> f32[b, 2*d] { print(b, d); return x @ y }
                print(f(ones(3, 2), ones(2, 4)).shape)
                """;
        assertEquals("3 2\n[3, 4]", run(code));
    }

    @Test
    void annotationsOfManyAxesLookFromTheEnd() {
        assertEquals("[2, 5, 3] 3", run("fn f(x: f32[.., n]) = \"{x.shape} {n}\"; print(f(ones(2, 5, 3)))"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "fn f(x: int) = x; f(1.5) ¦ TypeError: f: x must be of type int, not a float",
                "fn f(x: f32[3]) = x; f(ones(4)) ¦ ShapeError: f: x must be f32[3], not f32[4]: axis 0 is 4, not 3",
                "fn f(x: f32[_, _]) = x; f(ones(4)) ¦ ShapeError: f: x must be f32[_, _], not f32[4]",
                "fn f(x: f32[_]) = x; f(arange(4)) ¦ DTypeError: f: x must be f32[_], not i64[4]",
                "fn f(x: f32[_]) = x; f(4) ¦ TypeError: f: x must be f32[_], not an int",
                "fn f(x) -> int = x; f(\"a\") ¦ TypeError: f: the result must be of type int, not a string",
            })
    void annotationsAreChecked(String code, String message) {
        assertTrue(fail(code).startsWith(message + "\n"), fail(code));
    }

    @Test
    void floatsAcceptIntsAndNoneIsAcceptedWhereItIsTheDefault() {
        assertEquals("1 none", run("fn f(x: float, y: tensor = none) = \"{x} {y}\"; print(f(1, none))"));
    }
}
