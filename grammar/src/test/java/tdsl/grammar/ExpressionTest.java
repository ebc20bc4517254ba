package tdsl.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tdsl.grammar.Parsing.assertMessage;
import static tdsl.grammar.Parsing.assertTree;
import static tdsl.grammar.Parsing.error;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "x[1:3, ..., ::-1] # 1:3 ... ::(- 1)",
                "x[:] # :",
                "x[a:] # a:",
                "x[:b] # :b",
                "x[::c] # ::c",
                "x[a:b:c] # a:b:c",
                "x[a::] # a:",
                "x[0, newaxis, none] # 0 newaxis none",
                "x[[1, 2], mask] # [1 2] mask",
                "x[0..3] # (.. 0 3)",
                "x[a,] # a"
            })
    void subscripts(String source, String subscripts) {
        assertTree("(index x " + subscripts + ")", source);
    }

    @Test
    void anIndexHasOneEllipsisAtMostAndOneItemAtLeast() {
        assertMessage("an index has at most one `...`", "x[..., 1, ...]");
        assertMessage("expected an expression, found `]`", "x[]");
    }

    @Test
    void callsTakePositionalNamedAndSpreadArguments() {
        assertTree("(call f a b=1 c=(== x y))", "f(a, b=1, c=x == y,)");
        assertTree("(call f a *xs k=1)", "f(a, *xs, k=1)");
        assertTree("(call f from=1 in=2 if=3)", "f(from=1, in=2, if=3)");
        assertTree("(call f by=1 save=2)", "f(by=1, save=2)");
    }

    @Test
    void argumentsAreChecked() {
        assertMessage("a positional argument cannot follow a named one", "f(a=1, 2)");
        assertMessage("a positional argument cannot follow a named one", "f(a=1, *b)");
        assertMessage("argument `a` is given twice", "f(a=1, a=2)");
        assertMessage("only a plain name can be the name of an argument", "f(a.b = 3)");
    }

    @Test
    void attributesMayBeKeywords() {
        assertTree("(call (. g op) 1)", "g.op(1)");
        assertTree("(. (. x in) class)", "x.in.class");
    }

    @Test
    void wordsOfOneContextAreNamesElsewhere() {
        assertTree("(let by 1) ; (call save by forward)", "let by = 1\nsave(by, forward)");
        assertTree("(fn forward (backward) symbolic)", "fn forward(backward) = symbolic");
        assertTree("(let _ 1) ; (let _a _)", "let _ = 1\nlet _a = _");
        assertTree("(let größe 1)", "let größe = 1");
    }

    @Test
    void containers() {
        assertTree("[] ; (tuple) ; (tuple a) ; (tuple a b) ; a", "[]\n()\n(a,)\n(a, b,)\n(a)");
        assertTree("(tensor [1 2] [3 4])", "[1, 2; 3, 4]");
        assertTree("(tensor [1 2])", "[1, 2;]");
        assertMessage("rows differ in length: 1 here, 2 in the first", "[1, 2; 3]");
        assertMessage("expected an expression after `,`, found `,`", "[1,, 2]");
        assertMessage("expected `)` or `,`, found `b`", "f(a b)");
    }

    @Test
    void comprehensions() {
        assertTree("[(call f x) for x in xs if (call p x)]", "[f(x) for x in xs if p(x)]");
        assertTree(
                "[(tuple i j) for (i x) in xs for j in x if a if b]", "[(i, j) for (i, x) in xs for j in x if a if b]");
        assertMessage("a comprehension has one element before `for`", "[a, b for a in xs]");
        assertEquals(
                Optional.of("a comprehension is written `[f(x) for x in xs]`"),
                error("f(x for x in xs)").hint());
    }

    @Test
    void comparisonsDoNotChain() {
        SyntaxError error = error("0 <= i < n");
        assertEquals("comparisons do not chain", error.message());
        assertEquals(Optional.of("write `0 <= i and i < n`"), error.hint());
        assertMessage("comparisons do not chain", "a == b in c");
    }

    @Test
    void rangesDoNotChainAndStepsNeedARange() {
        assertMessage("ranges do not chain", "0..1..2");
        assertMessage("a range has only one step", "0..9 by 2 by 3");
        assertMessage("`by` needs a range before it", "(0..9) by 2");
    }

    @Test
    void lambdasHaveSignaturesAndBodies() {
        assertTree("(fn (x:f32[n] b=1 *rest !k) -> int x)", "fn(x: f32[n], b=1, *rest, k) -> int => x");
        assertTree("(fn () {})", "fn() {}");
        assertMessage("expected a body, `=> …` or `{ … }`, found the end of the input", "fn(x)");
    }

    @Test
    void anIfExpressionHasValues() {
        assertEquals(
                Optional.of("an `if` expression has values, not blocks: `if (c) a else b`"),
                error("let r = if (c) { a } else { b }").hint());
    }
}
