package tdsl.grammar.ast;

import java.util.List;

/// `for pattern in iterable if condition …` in a comprehension. All conditions must hold; they are tested in order.
public record ForClause(Span span, Pattern pattern, Expression iterable, List<Expression> conditions) implements Node {
    public ForClause {
        conditions = List.copyOf(conditions);
    }
}
