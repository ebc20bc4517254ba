package tdsl.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.grammar.Parsing.assertMessage;
import static tdsl.grammar.Parsing.error;
import static tdsl.grammar.Parsing.errors;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tdsl.grammar.ast.Span;

class SyntaxErrorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "def f(x):           # a function is written `fn name(x) { … }`",
                "lambda x: x         # a function without a name is written `fn(x) => …`",
                "x => x              # a function without a name is written `fn(x) => …`",
                "fn f(x) => x        # write `fn name(x) = …`",
                "if a {} elif b {}   # write `else if`",
                "elif b {}           # write `else if`",
                "var x = 1           # a variable is declared with `let`",
                "raise E('x')        # write `throw`",
                "print 'x'           # call it: `print(…)`",
                "while x:            # `{` opens a block",
                "True                # write `true`",
                "x = False           # write `false`",
                "f(None)             # write `none`",
                "a && b              # write `and`",
                "a || b              # write `or`",
                "!a                  # write `not`",
                "x++                 # write `x += 1` instead",
                "a ? b : c           # a choice is written `if (condition) a else b`",
                "let x: int = 1      # variables take no type; parameters do",
                "let a, b = x        # write `let (a, b) = …`",
                "if x = 1 {}         # use `==` to compare",
                "while (x = 1) {}    # use `==` to compare",
                "f(a b)              # elements are separated by `,`",
                "[1 2]               # elements are separated by `,`",
                "{1, 2}              # a dict is written `{key: value}`",
                "'a                  # close it with `'` on the same line"
            })
    void whatIsMeantIsHintedAt(String source, String hint) {
        String expected = hint.equals("`{` opens a block") ? "a block stands in braces: `{ … }`" : hint;
        String text = source.startsWith("while x") ? source + "\n" : source;
        assertEquals(Optional.of(expected), error(text).hint(), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "let class = 1 # `class` is a keyword and cannot be a name",
                "fn in(x) {} # `in` is a keyword and cannot be a name",
                "fn f(if) {} # `if` is a keyword and cannot be a name",
                "for is in x {} # `is` is a keyword and cannot be a name",
                "import try # `try` is a keyword and cannot be a name",
                "let x # `let x` needs a value",
                "else {} # unexpected `else`",
                "catch e {} # unexpected `catch`",
                "x = 1 + * 2 # expected an expression after `+`, found `*`",
                "for x y {} # expected `in`, found `y`",
                "if a return 1 # expected `{` to open a block, found `return`",
                "x. # expected a name, found the end of the input",
                "f(,) # expected `)`, found `,`",
                "x = return # expected an expression after `=`, found `return`",
                "\"{}\" # expected an expression, found `}`",
                "$ # unexpected character `$`",
                ") # unexpected `)`: nothing is open that it closes",
                "\"abc # unterminated string",
                "\"a {b\" # expected `}` to close the interpolation in this string",
                "\"{a:{b}}\" # a format cannot contain `{`"
            })
    void messages(String source, String message) {
        assertMessage(message, source);
    }

    @Test
    void bracketsNameTheLineTheyWereOpenedOn() {
        assertMessage("expected `}` to close the block opened at line 2", "x = 1\nfn f() {\n  y = 2\n");
        assertMessage("expected `)` to close the `(` opened at line 2, found `}`", "fn f() {\n  g(1\n}");
        assertMessage("expected `]` to close the `[` opened at line 1, found `)`", "x = [1, 2)");
        assertMessage("expected `)` to close the `(` opened at line 1", "let y = foo(1, 2\nlet z = 3");
        assertMessage("expected `)` to close the `(` opened at line 1", "if (x {\n y\n}");
        assertMessage("expected `)` to close the `(` opened at line 1", "fn f(a, b { return a }");
        assertMessage("expected `}` to close the dict opened at line 1", "{a: 1");
    }

    @Test
    void errorsSpanTheTokenThatIsWrong() {
        assertEquals(new Span(6, 9), error("x = 3 yyy = 4").span());
        assertEquals(new Span(0, 9), error("a < b < c").span());
        assertEquals(new Span(5, 5), error("let x   # needs more").span());
        assertEquals(new Span(6, 6), error("f(g(1)\n\n").span());
    }

    @Test
    void everyStatementReportsItsOwnError() {
        List<String> messages = errors("""
                let a
                fn f(x) {
                    let b = = 1
                    return g(x y)
                }
                class C {
                    nonsense
                    fn m() { let }
                }
                else { z z }
                f(1)) + "abc
                x = 09
                """).stream().map(SyntaxError::message).toList();
        assertEquals(
                List.of(
                        "`let a` needs a value",
                        "expected an expression after `=`, found `=`",
                        "expected `)` or `,`, found `y`",
                        "expected a `let` field or a `fn` method, found `nonsense`",
                        "expected a name or `(`, found `}`",
                        "unexpected `else`",
                        "expected a newline or `;`, found `z`",
                        "unexpected `)`: nothing is open that it closes",
                        "unterminated string",
                        "an integer cannot start with 0"),
                messages);
    }

    @Test
    void aBrokenHeaderStillHasItsBlockChecked() {
        List<SyntaxError> errors = errors("while x y {\n let a\n}\nlet b");
        assertEquals(3, errors.size(), errors::toString);
    }

    @Test
    void aStringThatIsNotClosedDoesNotSpoilTheNextLine() {
        assertMessage("unterminated string", "print(\"abc)\nlet x = [1]\nf(x)");
        assertMessage(
                "expected `}` to close the interpolation in this string", "print(\"loss {x\")\nlet y = \"{x}\"\n");
    }

    @Test
    void inputThatMerelyEndsTooEarlyIsIncomplete() {
        for (String source : List.of(
                "f(1,",
                "[1",
                "{a: 1,",
                "fn f() {",
                "if x {\n y",
                "1 +",
                "let x =",
                "x = a and\n",
                "not",
                "f(fn(x) {\n x",
                "\"\"\"abc\ndef",
                "x |>",
                "class A {\n let x = 1\n",
                "if a {} else",
                "from nn import a,",
                "\"\"\"a {f(",
                "(1 +",
                "if (a) b",
                "try { a }\n")) {
            assertTrue(SourceParser.parse(source).isIncomplete(), () -> source + errors(source));
        }
    }

    @Test
    void inputThatMoreLinesCannotMendIsNotIncomplete() {
        for (String source : List.of(
                "f(1))",
                "let x",
                "\"abc",
                "print(\"abc",
                "f(1 2",
                "if x",
                "x.",
                "a b (",
                "let class = (",
                "fn f(x)",
                "1")) {
            assertFalse(SourceParser.parse(source).isIncomplete(), () -> source + errors(source));
        }
    }
}
