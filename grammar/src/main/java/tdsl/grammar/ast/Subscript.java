package tdsl.grammar.ast;

import java.util.Optional;

/// One item between the brackets of `x[…]`. `newaxis` and `none` are ordinary values here.
public sealed interface Subscript extends Node {

    /// An integer, a name, a list, a mask: anything whose value decides.
    record At(Span span, Expression value) implements Subscript {}

    /// `start:stop:step`, each part optional.
    record Slice(Span span, Optional<Expression> start, Optional<Expression> stop, Optional<Expression> step)
            implements Subscript {}

    /// `...`; at most one in an index, which the parser has checked.
    record Ellipsis(Span span) implements Subscript {}
}
