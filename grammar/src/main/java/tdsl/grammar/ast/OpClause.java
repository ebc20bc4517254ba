package tdsl.grammar.ast;

import java.util.List;

/// `backward(dy) { … }` or `symbolic(g) { … }` of an op.
public record OpClause(Span span, List<Parameter> parameters, Block body) implements Node {
    public OpClause {
        parameters = List.copyOf(parameters);
    }
}
