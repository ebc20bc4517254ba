package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// The short cuts of nodes for numbers, lists, dicts and methods give what the general ways give.
class ScalarSpeedPathsTest {
    @Test
    void expressionsThatRecurseEvaluateEachLeafOnce() {
        assertEquals("13 25", Scripts.run("""
                let calls = 0
                fn fib(n) { calls += 1; return if (n < 2) n else fib(n - 1) + fib(n - 2) + 0 * n }
                let value = fib(7)
                print("{value} {calls - 16}")
                """));
    }

    @Test
    void expressionsOfNumbersTakeTensorsLater() {
        assertEquals(
                "[7.0, [3.0, 7.0], 7.0]",
                Scripts.show(
                        "(fn(f) => [f(3.0), f(tensor([1.0, 3.0])).tolist(), " + "f(3.0)])(fn(a) => a * 2.0 + 1.0)"));
    }

    @Test
    void operatorsOfTensorsTakeNumbersLater() {
        for (String operator : new String[] {"+", "-", "*", "/", "//", "%", "**"}) {
            assertEquals(
                    Scripts.show("[7 " + operator + " 2, 7.5 " + operator + " 2, 7 " + operator + " 2.0]"),
                    Scripts.show("(fn(f) => [[f(tensor([7]), 2), f(7, 2), f(7.5, 2), f(7, 2.0)][i] for i in 1..4])"
                            + "(fn(a, b) => a " + operator + " b)"));
        }
        for (String operator : new String[] {"<", "<=", ">", ">=", "==", "!="}) {
            assertEquals(
                    Scripts.show("[7 " + operator + " 2, 7.5 " + operator + " 2, \"a\" " + operator + " \"b\"]"),
                    Scripts.show(
                            "(fn(f) => [[f(tensor([7]), 2), f(7, 2), f(7.5, 2), f(\"a\", \"b\")][i] for i in 1..4])"
                                    + "(fn(a, b) => a " + operator + " b)"));
        }
        for (String operator : new String[] {"&", "|", "^", "<<", ">>"}) {
            assertEquals(
                    Scripts.show("[6 " + operator + " 3]"),
                    Scripts.show("(fn(f) => [[f(tensor([7]), 2), f(6, 3)][1]])(fn(a, b) => a " + operator + " b)"));
        }
        assertEquals("[-3, -4]", Scripts.show("(fn(f) => [[f(tensor([7])), f(3)][1], ~3])(fn(a) => -a)"));
    }

    @Test
    void comparisonsOfOtherValuesTakeTensorsLater() {
        assertEquals(
                "[true, false]",
                Scripts.show(
                        "(fn(f) => [f(\"a\", \"a\"), f(tensor([1, 2]), tensor([1, 3])).tolist()][1])(fn(a, b) => a == b)"));
    }

    @Test
    void destructuringTakesTuplesListsAndRanges() {
        assertEquals("2 1 | 3 4 | 0 1", Scripts.run("""
                let (a, b) = (1, 2)
                (a, b) = (b, a)
                let (c, d) = [3, 4]
                let (e, f) = 0..2
                print("{a} {b} | {c} {d} | {e} {f}")
                """));
        assertTrue(Scripts.fail("let (a, b) = (1, 2, 3)").contains("cannot take 3 elements apart into 2 names"));
    }

    @Test
    void elementsAreStoredByEveryKindOfSubscript() {
        assertEquals("[1, 9, 4] {1: 2, a: 7, (1, 2): 3}", Scripts.run("""
                let xs = [1, 2, 3]
                xs[1] = 9
                xs[-1] += 1
                let d = {"a": 5}
                d[1.0] = 2
                d["a"] += 2
                d[1, 2] = 3
                let sorted_keys = dict()
                sorted_keys[1] = d[1]
                sorted_keys["a"] = d.a
                sorted_keys[(1, 2)] = d[(1, 2)]
                print(xs, sorted_keys)
                """));
        assertTrue(Scripts.fail("let d = {a: 1}; d[\"b\"] += 1").contains("the dict has no key \"b\""));
        assertTrue(Scripts.fail("let xs = [1]; xs[1] = 2").contains("index 1 is out of range"));
    }

    @Test
    void methodsOfBuiltInTypesTakeNamedArgumentsAndReceiversOfManyTypes() {
        assertEquals("[3, 2, 1] 2 1", Scripts.run("""
                let xs = [1, 3, 2]
                xs.sort(reverse=true)
                let counts = [value.count("a") for value in ["aba", ["a", "b"]]]
                print(xs, counts[0], counts[1])
                """));
        assertTrue(Scripts.fail("[1].append()").contains("append: missing argument value"));
    }

    @Test
    void sortingOrdersStringsByCodePointAndNumbersStably() {
        assertEquals(
                "true",
                Scripts.show("sorted([\"\\u{1F600}\", \"\\uFFFD\", \"b\", \"ab\"]) == "
                        + "[\"ab\", \"b\", \"\\uFFFD\", \"\\u{1F600}\"]"));
        assertEquals("[3, 2.5, 1, 1.0]", Scripts.show("sorted([1, 2.5, 1.0, 3], reverse=true)"));
        assertEquals("[-5, 0, 7]", Scripts.show("sorted([7, -5, 0])"));
    }

    @Test
    void splittingKeepsEmptyPartsAndCountsSplits() {
        assertEquals(
                "[\"a\", \"\", \"b\", \"\"] [\"a\", \"b--c\"] [\"\"]",
                Scripts.run("print(\"a.-.-b.-\".split(\".-\"), \"a--b--c\".split(\"--\", 1), \"\".split(\",\"))"));
    }
}
