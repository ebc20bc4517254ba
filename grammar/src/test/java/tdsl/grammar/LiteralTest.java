package tdsl.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tdsl.grammar.Parsing.assertMessage;
import static tdsl.grammar.Parsing.assertTree;
import static tdsl.grammar.Parsing.error;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tdsl.grammar.ast.Span;

class LiteralTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "42, 42",
        "1_000, 1000",
        "0xff, 255",
        "0xAB_cd, 43981",
        "0b1010, 10",
        "1.5, 1.5",
        "1e-3, 0.001",
        "2.5E+2, 250.0",
        "1_0.2_5, 10.25",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "0x7fffffffffffffff, 9223372036854775807"
    })
    void numbers(String source, String expected) {
        assertTree(expected, source);
    }

    @Test
    void dotsAfterAnIntegerAreARangeOrAnAttribute() {
        assertTree("(.. 1 10)", "1..10");
        assertTree("(.. 1.5 2.5)", "1.5..2.5");
        assertTree("(..= 0 10)", "0..=10");
        assertTree("(call (. 1 sqrt))", "1.sqrt()");
    }

    @ParameterizedTest
    @CsvSource({
        "1_, malformed number `1_`",
        "1__0, malformed number `1__0`",
        "0xfg, malformed number `0xfg`",
        "0b12, malformed number `0b12`",
        "0o17, malformed number `0o17`",
        "12abc, malformed number `12abc`",
        "1.2.3, malformed number `1.2.3`",
        "1e, malformed number `1e`",
        "007, an integer cannot start with 0",
        "9223372036854775808, integer 9223372036854775808 does not fit in 64 bits",
        "0xffffffffffffffff, integer 0xffffffffffffffff does not fit in 64 bits",
        "-9223372036854775809, integer 9223372036854775809 does not fit in 64 bits",
        "-9223372036854775808 ** 2, integer 9223372036854775808 does not fit in 64 bits",
        "1e999, float 1e999 is too large"
    })
    void numbersThatAreNone(String source, String message) {
        assertMessage(message, source);
    }

    @Test
    void escapesAreReplaced() {
        assertTree("\"a\\n\t\r\0\b\f\\\\\"'{}\"", "\"a\\n\\t\\r\\0\\b\\f\\\\\\\"\\'\\{\\}\"");
        assertTree("\"AB😀\"", "\"\\x41\\u0042\\u{1F600}\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"a\\q\"', unknown escape `\\q`, 2",
        "'\"\\x4\"', unknown escape `\\x`, 1",
        "'\"\\😀\"', unknown escape `\\😀`, 1",
        "'\"\\u12\"', unknown escape `\\u`, 1",
        "'\"\\u{110000}\"', no character has the number 110000, 1"
    })
    void badEscapesAreReportedWhereTheyStand(String source, String message, int start) {
        assertMessage(message, source);
        assertEquals(start, error(source).span().start());
    }

    @Test
    void interpolationHoldsAnyExpression() {
        assertTree("(string \"step \" {step} \": loss \" {loss :.4f})", "\"step {step}: loss {loss:.4f}\"");
        assertTree("(string {(index d \"k\")} {(index x 1:2)} {{\"a\": 1}})", "\"{d[\"k\"]}{x[1:2]}{ {a: 1} }\"");
        assertTree("(string {(fn (x:int) {(return x)})})", "\"{fn(x: int) { return x }}\"");
        assertTree("(string {(string \"a\" {(string \"b\" {c})})})", "\"{\"a{\"b{c}\"}\"}\"");
        assertTree("(string {x :})", "\"{x:}\"");
        assertTree("(string {x :*>10,.2e})", "\"{x:*>10,.2e}\"");
    }

    @Test
    void doubledBracesAreBraces() {
        assertTree("\"{}\"", "\"{{}}\"");
        assertTree("(string \"{\" {x} \"}\")", "\"{{{x}}}\"");
    }

    @Test
    void rawStringsKeepEverything() {
        assertTree("\"\\q{x}}\\\"", "'\\q{x}}\\'");
    }

    @Test
    void longStringsSpanLines() {
        assertTree("\"a\\n \\\"b\\\"\\nc\"", "\"\"\"a\n \"b\"\nc\"\"\"");
        assertTree("\"ab\"", "\"\"\"a\\\nb\"\"\"");
        assertTree("(string \"x \" {(+ a b)})", "\"\"\"x {a +\n b}\"\"\"");
        assertTree("\"\" ; \"\"", "\"\"\n\"\"\"\"\"\"");
    }

    @Test
    void spansCountUtf16Characters() {
        assertEquals(new Span(8, 9), error("\"😀😀\"; $").span());
    }

    @Test
    void aLoneClosingBraceNamesTheRemedy() {
        assertMessage("a lone `}` in a string", "\"a}b\"");
        assertEquals(Optional.of("write `}}` for a brace"), error("\"a}b\"").hint());
    }
}
