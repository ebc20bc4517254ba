package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.interpreter.Scripts.fail;
import static tdsl.interpreter.Scripts.show;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringTest {
    /// The expected texts are what Python's `format` gives.
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "3.14159:.3f¦3.142",
                "2.5:.0f¦2",
                "1e10:.2e¦1.00e+10",
                "0:.1e¦0.0e+00",
                "0.5:%¦50.000000%",
                "0.123:.1%¦12.3%",
                "1234567:,¦1,234,567",
                "1234567.891:,.2f¦1,234,567.89",
                "255:x¦ff",
                "255:#X¦0XFF",
                "5:08b¦00000101",
                "-5:08b¦-0000101",
                "42:5d¦   42",
                "42:<5¦42   ",
                "42:^6¦  42  ",
                "-42:*=6¦-***42",
                "42:+d¦+42",
                "3:.2f¦3.00",
                "'ab':>5¦   ab",
                "'abcdef':.3¦abc",
                "'ab':_^6¦__ab__",
                "0.0001:g¦0.0001",
                "0.00001:g¦1e-05",
                "1234567.0:g¦1.23457e+06",
                "100000.0:g¦100000",
                "true:>6¦  true",
                "tensor([2.5]):.2f¦2.50",
            })
    void interpolationFormatsAsPython(String interpolation, String expected) {
        assertEquals(expected, show("\"{" + interpolation + "}\""));
    }

    @Test
    void unknownFormatIsASyntaxError() {
        assertTrue(fail("let x = 1; \"{x:5q}\"").startsWith("SyntaxError: unknown format \"5q\""));
    }

    @Test
    void formatOfTheWrongKindIsAValueError() {
        assertTrue(fail("\"{'a':.2f}\"").startsWith("ValueError: format 'f' is not for a string"));
    }

    @Test
    void bracesAreDoubled() {
        assertEquals("{1}", show("\"{{{1}}}\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            value = {
                "'a,b,,c'.split(',') ¦ [\"a\", \"b\", \"\", \"c\"]",
                "' a  b '.split() ¦ [\"a\", \"b\"]",
                "'a b c'.split(' ', 1) ¦ [\"a\", \"b c\"]",
                "'-'.join(['x', 'y']) ¦ x-y",
                "'xxhixx'.strip('x') ¦ hi",
                "'banana'.replace('an', 'o') ¦ booa",
                "'banana'.count('an') ¦ 2",
                "'héllo'.find('l') ¦ 2",
                "'abc'.startswith('ab') ¦ true",
                "'AbC'.lower() + 'AbC'.upper() ¦ abcABC",
                "'hello'[1:4] ¦ ell",
                "'hello'[::-1] ¦ olleh",
                "'😀b'[0] ¦ 😀",
                "len('😀b') ¦ 2",
                "'ab' * 3 ¦ ababab",
                "list('ab') ¦ [\"a\", \"b\"]",
            })
    void methodsAndSlicesFollowPython(String expression, String expected) {
        assertEquals(expected, show(expression));
    }

    @Test
    void jsonIsReadAndWritten() {
        assertEquals("{\"a\": [1, 2.5, null, true, \"x\\n\"]}", show("json({a: [1, 2.5, none, true, \"x\\n\"]})"));
        assertEquals(
                "{a: [1, -2000.0, none], b: \"é\"}", show("parse_json('{\"a\":[1,-2e3,null],\"b\":\"\\u00e9\"}')"));
    }

    @Test
    void faultsOfJsonAreLocated() {
        assertTrue(fail("parse_json('{\"a\": }')")
                .startsWith("ValueError: parse_json: line 1, column 7: a value is expected"));
    }
}
