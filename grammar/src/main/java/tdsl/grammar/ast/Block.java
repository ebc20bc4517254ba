package tdsl.grammar.ast;

import java.util.List;

/// `{ statements }`, braces included in the span. A block is a scope.
public record Block(Span span, List<Statement> statements) implements FunctionBody {
    public Block {
        statements = List.copyOf(statements);
    }
}
