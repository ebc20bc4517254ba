package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.interpreter.Scripts.fail;
import static tdsl.interpreter.Scripts.run;
import static tdsl.interpreter.Scripts.show;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            value = {
                "[0, 1, 2, 3][1:3] ¦ [1, 2]",
                "[0, 1, 2, 3][::-2] ¦ [3, 1]",
                "[0, 1, 2, 3][-2:] ¦ [2, 3]",
                "[0, 1, 2][5:] ¦ []",
                "(0, 1, 2)[:-1] ¦ (0, 1)",
                "(0..10)[2:8:3] ¦ 2..8 by 3",
                "(0..10)[-1] ¦ 9",
                "list(10..0 by -4) ¦ [10, 6, 2]",
                "list(0..=4 by 2) ¦ [0, 2, 4]",
                "len(0..0) ¦ 0",
                "[1] + [2] * 2 ¦ [1, 2, 2]",
                "[i * j for i in 1..4 for j in 1..3 if i != j] ¦ [2, 2, 3, 6]",
                "list(zip([1, 2, 3], 'ab')) ¦ [(1, \"a\"), (2, \"b\")]",
                "list(enumerate('ab', start=1)) ¦ [(1, \"a\"), (2, \"b\")]",
                "[3, 1] |> map(fn(x) => x + 1) |> list ¦ [4, 2]",
                "list(filter(fn(x) => x > 1, [1, 2, 3])) ¦ [2, 3]",
                "sorted(['bb', 'a'], key=len) ¦ [\"a\", \"bb\"]",
                "sorted([1, 3, 2], reverse=true) ¦ [3, 2, 1]",
                "max([1, 3, 2]) + min(4, 5) ¦ 7",
                "max(['a', 'bbb'], key=len) ¦ bbb",
                "{a: 1}.get('b', 2) ¦ 2",
                "{a: {b: 3}}.a.b ¦ 3",
                "[k for k in {x: 1, y: 2}] ¦ [\"x\", \"y\"]",
                "{a: 1}.items() ¦ [(\"a\", 1)]",
                "dict([('a', 1)]) ¦ {a: 1}",
            })
    void expressionsFollowPython(String expression, String expected) {
        assertEquals(expected, show(expression));
    }

    @Test
    void listsChangeInPlace() {
        String code = """
                let xs = [3, 1]
                xs.append(2); xs.extend([5, 4]); xs.insert(0, 9)
                xs.remove(1); xs.sort(); xs.reverse()
                print(xs)
                print(xs.pop(), xs.pop(0), xs.index(4), xs.count(5))
                xs[0] = 7; xs[-1] += 1; xs[1:2] = [0, 0]
                print(xs)
                """;
        assertEquals("[9, 5, 4, 3, 2]\n2 9 1 1\n[7, 0, 0, 4]", run(code));
    }

    @Test
    void dictsChangeInPlace() {
        String code = """
                let d = {a: 1}
                d.b = 2; d["c d"] = 3; d.a += 10; d[1, 2] = "pair"
                print(d)
                print(d.pop("b"), "b" in d, d[(1, 2)])
                d.update({a: 0})
                print(d)
                """;
        String expected =
                "{a: 11, b: 2, \"c d\": 3, (1, 2): \"pair\"}\n2 false pair\n{a: 0, \"c d\": 3, (1, 2): \"pair\"}";
        assertEquals(expected, run(code));
    }

    @Test
    void changingADictWhileIteratingItIsAnError() {
        assertTrue(fail("let d = {a: 1}; for k in d { d[k + k] = 1 }").startsWith("ValueError: the dict was changed"));
    }

    @Test
    void missingKeysAreReportedWithTheNearestOne() {
        assertTrue(
                fail("{alpha: 1}.alpah").startsWith("IndexError: the dict has no key \"alpah\"; did you mean alpha?"));
    }

    @Test
    void listsAreNoKeys() {
        assertTrue(fail("{([1]): 2}").startsWith("TypeError: a list cannot be a dict key"));
    }

    @Test
    void takingApartNeedsAsManyElements() {
        assertTrue(fail("let (a, b) = [1, 2, 3]").startsWith("ValueError: cannot take 3 elements apart into 2 names"));
    }
}
