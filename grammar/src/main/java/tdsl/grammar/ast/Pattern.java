package tdsl.grammar.ast;

import java.util.List;

/// What `let`, `for` and comprehensions declare.
public sealed interface Pattern extends Node {

    /// One name. `_` is an ordinary name.
    record Single(Identifier name) implements Pattern {
        @Override
        public Span span() {
            return name.span();
        }
    }

    /// `(a, b)`, possibly nested: the value must have exactly as many elements.
    record Tuple(Span span, List<Pattern> elements) implements Pattern {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }
}
