package tdsl.grammar;

import static tdsl.grammar.Parsing.assertMessage;
import static tdsl.grammar.Parsing.assertTree;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

    @Test
    void newlinesAndSemicolonsEndStatements() {
        assertTree("a ; b ; c", "a\nb; c");
        assertTree("a ; b", "\n\n  a;;\n;\n\n  b  \n\n");
        assertTree("a ; b", "a\r\nb\r\n");
        assertTree("a ; b", "a\rb");
    }

    @Test
    void anEmptySourceIsAnEmptyProgram() {
        assertTree("", "");
        assertTree("", "\n # only a comment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+", "-", "*", "/", "//", "%", "@", "**", "==", "<", "and", "or", "in", "is", "|", "&", "^", "<<", "..",
                "|>"
            })
    void aLineGoesOnAfterABinaryOperator(String operator) {
        assertTree("(%s a b)".formatted(operator), "a %s  # why\n\n  b".formatted(operator));
    }

    @Test
    void aLineGoesOnAfterAssignmentArrowCommaAndElse() {
        assertTree("(let a 1)", "let a =\n1");
        assertTree("(+= a 1)", "a +=\n1");
        assertTree("(fn (x) x)", "fn(x) =>\nx");
        assertTree("(from nn a b)", "from nn import a,\n b");
        assertTree("(let r (if c a b))", "let r = if (c) a else\n b");
    }

    @Test
    void aLineThatBeginsWithDotOrPipeContinuesTheOneBefore() {
        assertTree("(|> (. (. x a) b) f) ; y", "x\n  .a\n\n  # note\n  .b\n  |> f\ny");
    }

    @Test
    void aLineThatBeginsWithElseCatchOrFinallyContinuesTheStatementBefore() {
        assertTree("(let r (if c a b))", "let r = if (c) a\n  else b");
        assertTree("(if a {x} b {y} else {z})", "if a { x }\nelse if b { y }\n\nelse { z }");
        assertTree("(try {a} (catch e {b}) (finally {c}))", "try { a }\ncatch e { b }\nfinally { c }");
    }

    @Test
    void aLineThatBeginsWithAnotherOperatorIsAStatement() {
        assertTree("a ; (- b)", "a\n-b");
        assertTree("a ; (tuple b c)", "a\n(b, c)");
        assertTree("a ; [b]", "a\n[b]");
    }

    @Test
    void newlinesWithinExpressionBracketsDoNotCount() {
        assertTree("(call f a b)", "f(\n a\n,\n b\n)");
        assertTree("[a b]", "[\na,\nb\n]");
        assertTree("(index x a :)", "x[\na\n,\n:\n]");
        assertTree("(+ a b)", "(a\n+ b)");
        assertTree("{\"a\": 1 \"b\": 2}", "{\n a\n: 1,\n b: 2,\n}");
        assertTree("{}", "{\n\n}");
        assertTree("(tensor [1 2] [3 4])", "[1, 2;\n 3, 4]");
    }

    @Test
    void newlinesCountInABlockWithinBrackets() {
        assertTree("(call f (fn (x) {(let y x) ; (return y)}) 2)", "f(fn(x) {\n let y = x\n return y\n}, 2)");
        assertTree("[(fn () {a ; b})]", "[fn() {\na\nb\n}]");
    }

    @Test
    void newlinesDoNotCountInADictWithinABlock() {
        assertTree("(if c {{\"a\": 1} ; b})", "if c {\n{a:\n1}\nb }");
    }

    @Test
    void aBlockMayCloseOnTheLineOfItsLastStatement() {
        assertTree("(if a {b ; c})", "if a { b; c }");
        assertTree("(for p ps {(= p 1) ; (= q 2)})", "for p in ps { p = 1; q = 2; }");
    }

    @Test
    void bracesHoldADictWhereAKeyAndColonFollow() {
        assertTree("{\"a\": 1}", "{a: 1}");
        assertTree("{\"a b\": 1}", "{\"a b\": 1}");
        assertTree("{(string \"k\" {i}): 1}", "{\"k{i}\": 1}");
        assertTree("{\"raw\": 1}", "{'raw': 1}");
        assertTree("{1: 2 -3: 4 -0.5: 6}", "{1: 2, -3: 4, -0.5: 6}");
        assertTree("{k: v}", "{(k): v}");
        assertTree("{\"if\": 1}", "{if: 1}");
        assertTree("(if c {}) ; {}", "if c {}\n{}");
        assertTree("(fn f () {(return {})})", "fn f() { return {} }");
    }

    @Test
    void anIfWithADictIsAnExpression() {
        assertTree("(if c {\"a\": 1} {})", "if (c) {a: 1} else {}");
        assertTree("(if c {(call a)} else {})", "if (c) {a()} else {}");
        assertTree("(let r (if c {} {}))", "let r = if (c) {} else {}");
    }

    @Test
    void aStatementNeedsItsOwnLineOrASemicolon() {
        assertMessage("expected a newline or `;`, found `b`", "a b");
        assertMessage("expected a newline or `;`, found `c`", "if a { b } c");
    }

    @Test
    void aFirstLineForTheShellIsAComment() {
        assertTree("a", "#!/usr/bin/env tdsl\na");
    }
}
