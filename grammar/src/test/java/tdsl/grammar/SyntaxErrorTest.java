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
                "x++                 # write `x += 1`",
                "a ? b : c           # a choice is written `if (condition) a else b`; `if x is none` asks for none",
                "let x: int = 1      # variables take no type; parameters do",
                "let a, b = x        # write `let (a, b) = …`",
                "if x = 1 {}         # use `==` to compare",
                "while (x = 1) {}    # use `==` to compare",
                "f(a b)              # elements are separated by `,`",
                "[1 2]               # elements are separated by `,`",
                "{1, 2}              # a dict is written `{key: value}`",
                "let mut x = 1       # every variable can be assigned: write `let x = …`",
                "int x = 1           # a variable is declared with `let`",
                "x := 1              # `let x = …` declares, and `x = …` assigns",
                "let x := 1          # `let x = …` declares, and `x = …` assigns",
                "x = y = 1           # every assignment is a statement of its own: `x = 1; y = 1`",
                "a, b = b, a         # several variables stand in parentheses: `(a, b) = (b, a)`",
                "let x.y = 1         # a field is assigned without `let`: `x.name = …`",
                "let x[0] = 1        # an element is assigned without `let`: `x[0] = …`",
                "let f(x) = x        # a function is written `fn name(x) = …`",
                "let 3x = 1          # names begin with a letter or `_`, and go on with letters, digits and `_`",
                "let x-y = 1         # names begin with a letter or `_`, and go on with letters, digits and `_`",
                "for i, x in y {}    # write `for (a, b) in …`",
                "for i = 0 to 3 {}   # write `for i in 0..10 { … }`",
                "for (let i = 0; i < 3; i++) {} # write `for i in 0..10 { … }`",
                "for i in 0...3 {}   # a range is written `0..10`, or `0..=10` with its end",
                "do {} while x       # write `while condition { … }`",
                "if x then {}        # a block stands in braces: `{ … }`",
                "no_grad {}          # a context is entered by `with no_grad() { … }`",
                "switch x {}         # write `if … { } else if … { }`",
                "new A(1)            # an object is made by calling its class: `Name(…)`",
                "fn f(**kw) {}       # there is no `**`: pass a dict as an argument of its own",
                "f(**kw)             # there is no `**`: pass a dict as an argument of its own",
                "x = 1 if a else 2   # a choice is written `if (condition) a else b`",
                "x = if a 1 else 2   # a choice is written `if (condition) a else b`",
                "[for x in xs: x]    # a comprehension is written `[f(x) for x in xs]`",
                "x === y             # write `==`",
                "x !== y             # write `!=`",
                "x <> y              # write `!=`",
                "a -> b              # a function without a name is written `fn(x) => …`",
                "@jit                # there are no decorators: `let f = decorate(fn(x) => …)`",
                "f'abc'              # leave it out: `\"{x}\"` puts in a value",
                "r'abc'              # leave it out: a string in single quotes is raw",
                "\"a\" \"b\"     # `+` joins strings",
                "x = .5              # digits stand on both sides of the point: `0.5`",
                "x = 1.              # digits stand on both sides of the point: `1.0`",
                "x[1:2:3:4]          # a slice has at most three parts: `start:stop:step`",
                "x[1,,2]             # `:` takes a whole axis: `x[1, :, 2]`",
                "// note             # `//` divides and rounds down",
                "import a.b          # a module is one name: `import nn`, then `nn.Linear`",
                "from a import *     # name what you need: `from nn import Linear`, or write `nn.Linear` after `import nn`",
                "import a, b         # each module has an `import` of its own",
                "try {} catch (e) {} # write `catch e { … }`, or `catch e is ValueError { … }`",
                "try {} catch E e {} # write `catch e { … }`, or `catch e is ValueError { … }`",
                "fn f() { return 1, 2 } # several values make a tuple: `return (a, b)`",
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
    void commentsOfOtherLanguagesAreKnown() {
        assertEquals(
                Optional.of("put `#` before every line of it"),
                error("/* a\n b */\nlet x = 1").hint());
        assertEquals(
                Optional.of("a comment begins with `#`; `//` divides and rounds down"),
                error("let x = 1 // the size").hint());
    }

    @Test
    void aBlockBelongsToTheLineThatOpensIt() {
        assertEquals(
                Optional.of("`{` stands in the line of what it belongs to"),
                error("fn f(x)\n{\n return x\n}").hint());
        assertEquals(
                Optional.of("`{` stands in the line of what it belongs to"),
                error("if x\n{\n y\n}").hint());
    }

    @Test
    void whatFollowsFromAnErrorIsNotAnotherOne() {
        assertMessage("expected a newline or `;`, found `f`", "def f(x):\n    return x\n");
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
