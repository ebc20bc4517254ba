package tdsl.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Statement;

class SpanTest {

    @Test
    void aStatementSpansItsTextWithoutTheNewline() {
        String source = "  let x = f(1)  # note\nif a { b }  ";
        var statements = Parsing.program(source).statements();
        assertEquals("let x = f(1)", statements.get(0).span().textIn(source));
        assertEquals("if a { b }", statements.get(1).span().textIn(source));
    }

    @Test
    void operandsAndOperatorsSpanTheirOwnText() {
        String source = "let h = \"😀\" @ (w + b)[0]";
        Statement.Let let = assertInstanceOf(
                Statement.Let.class, Parsing.program(source).statements().getFirst());
        Expression.Binary product = assertInstanceOf(Expression.Binary.class, let.value());
        assertEquals("\"😀\"", product.left().span().textIn(source));
        assertEquals("@", product.operatorSpan().textIn(source));
        assertEquals("(w + b)[0]", product.right().span().textIn(source));
    }

    @Test
    void aPipeSpansFromItsValueToItsTarget() {
        String source = "a |> f |> g(1)";
        Statement.ExpressionStatement statement = assertInstanceOf(
                Statement.ExpressionStatement.class,
                Parsing.program(source).statements().getFirst());
        Expression.Pipe outer = assertInstanceOf(Expression.Pipe.class, statement.expression());
        assertEquals("a |> f", outer.value().span().textIn(source));
        assertEquals("g(1)", outer.target().span().textIn(source));
    }
}
