package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.interpreter.Scripts.fail;
import static tdsl.interpreter.Scripts.show;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "7 / 2 ¦ 3.5",
                "6 / 2 ¦ 3.0",
                "-7 // 2 ¦ -4",
                "-7 % 3 ¦ 2",
                "7 % -3 ¦ -2",
                "-7.5 % 2 ¦ 0.5",
                "7.5 // 2 ¦ 3.0",
                "2 ** 62 ¦ 4611686018427387904",
                "2 ** -1 ¦ 0.5",
                "-2 ** 2 ¦ -4",
                "(-1) ** 1000001 ¦ -1",
                "1 + 2.5 ¦ 3.5",
                "0xff + 0b11 + 1_000 ¦ 1258",
                "6 & 3 ¦ 2",
                "6 ^ 3 ¦ 5",
                "~5 ¦ -6",
                "1 << 10 ¦ 1024",
                "-9 >> 1 ¦ -5",
                "true & false ¦ false",
            })
    void arithmeticFollowsPython(String expression, String expected) {
        assertEquals(expected, show(expression));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807 + 1",
                "-9223372036854775807 - 2",
                "3037000500 * 3037000500",
                "2 ** 63",
                "1 << 63",
                "-9223372036854775808 // -1",
                "-(-9223372036854775808)",
                "abs(-9223372036854775808)",
                "1 / 0",
                "1.0 / 0",
                "1 // 0",
                "1 % 0",
                "0 ** -1",
                "int(1e19)",
            })
    void resultsThatDoNotExistAreArithmeticErrors(String expression) {
        assertTrue(fail(expression).startsWith("ArithmeticError: "), expression);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "3.0 ¦ 3.0",
                "0.1 ¦ 0.1",
                "0.1 + 0.2 ¦ 0.30000000000000004",
                "1e15 ¦ 1000000000000000.0",
                "1e16 ¦ 1e+16",
                "1.5e-5 ¦ 1.5e-05",
                "0.0001 ¦ 0.0001",
                "-0.0 ¦ -0.0",
                "1e308 * 10 ¦ inf",
                "5e-324 ¦ 5e-324",
            })
    void floatsShowTheShortestTextThatReadsBack(String expression, String expected) {
        assertEquals(expected, show(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            value = {
                "\"a\" ¦ a",
                "[\"a\", 1] ¦ [\"a\", 1]",
                "(1,) ¦ (1,)",
                "() ¦ ()",
                "{a: 1, \"b c\": [none], (2): true} ¦ {a: 1, \"b c\": [none], 2: true}",
                "0..10 by 3 ¦ 0..12 by 3",
                "[\"line\\n\"] ¦ [\"line\\n\"]",
                "int ¦ int",
                "sum([1.5]) ¦ 1.5",
            })
    void valuesShowAsTheyAreWritten(String expression, String expected) {
        assertEquals(expected, show(expression));
    }

    @Test
    void listsThatContainThemselvesCanBeShown() {
        assertEquals("[1, [...]]", Scripts.run("let xs = [1]; xs.append(xs); print(xs)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 == 1.0",
                "[1, (2, 3)] == [1.0, (2, 3.0)]",
                "{a: 1, b: 2} == {b: 2, a: 1}",
                "1 != \"1\"",
                "not (nan == nan)",
                "(1, 2) < (1, 3)",
                "\"abc\" < \"abd\"",
                "[1] < [1, 0]",
                "2 in [1, 2]",
                "4 in 0..10 by 2",
                "5 not in 0..10 by 2",
                "\"ell\" in \"hello\"",
                "1 is int",
                "1 is not float",
                "none is none",
                "{(1): 2}[1.0] == 2",
            })
    void comparisonsHold(String expression) {
        assertEquals("true", show(expression));
    }

    @Test
    void conditionsMustBeBools() {
        assertTrue(fail("if 1 { }").startsWith("TypeError: if needs a bool, not an int"));
        assertTrue(fail("[] and true").startsWith("TypeError: and needs a bool, not a list"));
    }

    @Test
    void rightOperandOfAndIsEvaluatedOnlyWhenNeeded() {
        assertEquals("false true", show("false and 1 // 0 == 0, true or 1 // 0 == 0"));
    }
}
