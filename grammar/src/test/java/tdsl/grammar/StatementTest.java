package tdsl.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tdsl.grammar.Parsing.assertMessage;
import static tdsl.grammar.Parsing.assertTree;
import static tdsl.grammar.Parsing.errors;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {

    @Test
    void letDeclaresNamesAndPatterns() {
        assertTree("(let a 1) ; (let (a (b c)) x)", "let a = 1\nlet (a, (b, c)) = x");
        assertMessage("`a` is declared twice", "let (a, a) = x");
        assertTree("(let (_ _ a) x)", "let (_, _, a) = x");
    }

    @Test
    void assignmentTakesNamesAttributesElementsAndTuples() {
        assertTree("(= a 1) ; (= (. a b) 1) ; (= (index a 0) 1)", "a = 1; a.b = 1; a[0] = 1");
        assertTree("(= (a (index b 0)) (tuple b a))", "(a, b[0]) = (b, a)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "-", "*", "/", "//", "%", "@", "**", "&", "|", "^", "<<", ">>"})
    void everyBinaryOperatorHasACompoundAssignment(String operator) {
        assertTree("(%s= (index x mask) (+ a b))".formatted(operator), "x[mask] %s= a + b".formatted(operator));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "f(x) = 1 # cannot assign to the result of a call",
                "1 = x # cannot assign to a literal",
                "a + b = 1 # cannot assign to the result of an operator",
                "a == b = 1 # cannot assign to a comparison",
                "(a, 1) = x # cannot assign to a literal",
                "() = x # cannot assign to an empty tuple",
                "(a, b) += 1 # `+=` cannot update a tuple",
                "a = b = c # `=` assigns, and cannot stand within an expression",
                "let (a, b) # `let (a, b)` needs a value"
            })
    void badTargets(String source, String message) {
        assertMessage(message, source);
    }

    @Test
    void branchesAndLoops() {
        assertTree("(if a {x} b {y} else {z})", "if a { x } else if b { y } else { z }");
        assertTree("(if (and a b) {x})", "if (a) and b { x }");
        assertTree("(while (not done) {(break) ; (continue)})", "while not done { break; continue }");
        assertTree("(for (i x) (call enumerate xs) {})", "for (i, x) in enumerate(xs) {}");
    }

    @Test
    void withTryAndThrow() {
        assertTree("(with (call no_grad) {a})", "with no_grad() { a }");
        assertTree("(with (call open p) as file {})", "with open(p) as file {}");
        assertTree(
                "(try {a} (catch e is (. nn ShapeError) {b}) (catch e {c}) (catch {d}) (finally {f}))",
                "try { a } catch e is nn.ShapeError { b } catch e { c } catch { d } finally { f }");
        assertTree("(throw (call ValueError \"x\"))", "throw ValueError('x')");
        assertMessage("`try` needs a `catch` or a `finally`", "try { a }");
    }

    @Test
    void imports() {
        assertTree("(import nn) ; (import nn as n)", "import nn; import nn as n");
        assertTree("(import \"model.tdsl\" as model)", "import \"model.tdsl\" as model");
        assertTree("(from nn Linear relu as r)", "from nn import Linear, relu as r");
        assertTree("(from \"m.tdsl\" f)", "from 'm.tdsl' import f");
        assertMessage("a file that is imported needs a name", "import \"model.tdsl\"");
        assertMessage("the path of an import cannot be computed", "import \"{x}.tdsl\" as m");
    }

    @Test
    void functions() {
        assertTree("(fn f (a b=1 *rest !key=2) {(return)})", "fn f(a, b=1, *rest, key=2) { return }");
        assertTree(
                "(fn f (x:f32[(* 2 d) 3 .. _ n] y:nn.Linear=none) -> tensor[] x)",
                "fn f(x: f32[2*d, 3, .., _, n], y: nn.Linear = none) -> tensor[] = x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "fn f(a, a) = 1 # there are two parameters `a`",
                "fn f(a=1, b) = 1 # `b` needs a default, since a parameter before it has one",
                "fn f(*a, *b) = 1 # only one parameter can take the rest of the arguments",
                "fn f(*a=1) = 1 # `*a` cannot have a default",
                "fn f(x: f32[.., ..]) = 1 # an annotation has at most one `..`",
                "fn f(x: f32[g(n)]) = 1 # not a size",
                "fn f(x: f32[2*_]) = 1 # `_` is any size, and cannot be computed with",
                "fn f(x) => x # expected a body, `= …` or `{ … }`, found `=>`"
            })
    void badSignatures(String source, String message) {
        assertMessage(message, source);
    }

    @Test
    void classes() {
        assertTree(
                "(class Linear (n m=1) (let w (call zeros n)) (fn call (x) (@ x w)) (fn show () {}))",
                "class Linear(n, m=1) {\n let w = zeros(n)\n\n fn call(x) = x @ w\n fn show() {}\n}");
        assertTree("(class Empty ()) ; (class Two () (let (a b) x))", "class Empty {}\nclass Two { let (a, b) = x }");
        assertMessage("expected a `let` field or a `fn` method, found `y`", "class A {\n y = 4\n let x = 1\n}");
        assertMessage("the class has two members `x`", "class A { let x = 1; fn x() = 2 }");
    }

    @Test
    void operators() {
        assertTree(
                "(op f (x) {(save x y) ; (return y)} (backward (dy) {(return dy)})"
                        + " (symbolic (g) {(return (call (. g op) \"F\"))}))",
                "op f(x) {\n forward { save x, y; return y }\n backward(dy) { return dy }\n"
                        + " symbolic(g) { return g.op('F') }\n}");
        assertMessage("op `f` needs a `forward { … }` block", "op f(x) { backward(dy) {} }");
        assertMessage("an op has only one `forward` block", "op f(x) { forward {} forward {} }");
        assertMessage(
                "expected `forward`, `backward` or `symbolic`, found `let`", "op f(x) { let y = 1\n forward {} }");
    }

    @Test
    void jumpsStandWhereThereIsSomethingToLeave() {
        assertMessage("`return` outside of a function", "return 1");
        assertMessage("`break` outside of a loop", "fn f() { break }");
        assertMessage("`continue` outside of a loop", "for x in y { fn f() { continue } }");
        assertMessage(
                "`save` outside of the `forward` block of an op", "op f(x) { forward {} backward(d) { save x } }");
        assertEquals(List.of(), errors("while a { if b { break } else { with c { continue } } }"));
        assertEquals(List.of(), errors("let f = fn() { for x in y { if x { return 1 } } }"));
    }
}
