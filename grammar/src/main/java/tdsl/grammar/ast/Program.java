package tdsl.grammar.ast;

import java.util.List;

/// A whole source file, or one complete input of the REPL.
public record Program(Span span, List<Statement> statements) implements Node {
    public Program {
        statements = List.copyOf(statements);
    }
}
