package tdsl.grammar;

import static tdsl.grammar.Parsing.assertTree;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecedenceTest {

    /// Each row: an operator and one that binds tighter, next to it in the table of the language.
    @ParameterizedTest
    @CsvSource({
        "or, and", "and, ==", "==, |", "|, ^", "^, &", "&, <<", "<<, ..", ".., +", "+, *", "*, **",
        "in, |", "not in, |", "is, |", "<, |", "|>, or", "-, /", "+, //", "+, %", "+, @", ">>, ..="
    })
    void tighterOperatorGroupsFirstOnEitherSide(String loose, String tight) {
        assertTree("(%s a (%s b c))".formatted(loose, tight), "a %s b %s c".formatted(loose, tight));
        assertTree("(%s (%s a b) c)".formatted(loose, tight), "a %s b %s c".formatted(tight, loose));
    }

    @ParameterizedTest
    @CsvSource({"+", "-", "*", "/", "//", "%", "@", "<<", ">>", "&", "^", "|", "and", "or", "|>"})
    void binaryOperatorsGroupFromTheLeft(String operator) {
        assertTree("(%1$s (%1$s a b) c)".formatted(operator), "a %1$s b %1$s c".formatted(operator));
    }

    @Test
    void powerGroupsFromTheRightAndBeforeSigns() {
        assertTree("(** a (** b c))", "a ** b ** c");
        assertTree("(- (** x 2))", "-x ** 2");
        assertTree("(** 2 (- (** x 2)))", "2 ** -x ** 2");
        assertTree("(* (** 2 (- 1)) 3)", "2 ** -1 * 3");
    }

    @Test
    void signsGroupBeforeMultiplication() {
        assertTree("(* (- a) b)", "-a * b");
        assertTree("(& (~ a) b)", "~a & b");
        assertTree("(- a (- (- b)))", "a - - -b");
    }

    @Test
    void notIsLooserThanComparisonAndTighterThanAnd() {
        assertTree("(and (not (== a b)) c)", "not a == b and c");
        assertTree("(not (not a))", "not not a");
    }

    @Test
    void postfixIsTightest() {
        assertTree("(** (call (. (index x i) y) z) 2)", "x[i].y(z) ** 2");
        assertTree("(- (call (. x sum)))", "-x.sum()");
    }

    @Test
    void pipeIsLooserThanConditionalAndLambda() {
        assertTree("(|> (if c a b) f)", "if (c) a else b |> f");
        assertTree("(|> (|> x (fn (y) (+ y 1))) g)", "x |> fn(y) => y + 1 |> g");
        assertTree("(|> (|> x (call f a)) (. m g))", "x |> f(a) |> m.g");
    }

    @Test
    void conditionalAndLambdaTakeAllThatFollows() {
        assertTree("(+ 1 (if c a (+ b 2)))", "1 + if (c) a else b + 2");
        assertTree("(if c a (if d b e))", "if (c) a else if (d) b else e");
        assertTree("(if c (|> a f) b)", "if (c) a |> f else b");
        assertTree("(fn (x) (fn (y) (or x y)))", "fn(x) => fn(y) => x or y");
    }

    @Test
    void parenthesesOverrideAllOfIt() {
        assertTree("(* (+ a b) c)", "(a + b) * c");
        assertTree("(** (- x) 2)", "(-x) ** 2");
        assertTree("(< (< a b) c)", "(a < b) < c");
        assertTree("(call (fn (x) x) 3)", "(fn(x) => x)(3)");
    }

    @Test
    void rangesTakeArithmeticAndAStep() {
        assertTree("(.. (+ a 1) (* b 2))", "a + 1..b * 2");
        assertTree("(..= 0 10 by (+ n 1))", "0..=10 by n + 1");
        assertTree("(in x (.. 0 10 by 2))", "x in 0..10 by 2");
    }

    @Test
    void twoWordComparisonsAreOneOperator() {
        assertTree("(is not x none)", "x is not none");
        assertTree("(not in x xs)", "x not in xs");
        assertTree("(is x (not y))", "x is (not y)");
    }
}
