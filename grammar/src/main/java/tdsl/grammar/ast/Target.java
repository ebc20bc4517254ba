package tdsl.grammar.ast;

import java.util.List;

/// What can stand to the left of `=`.
public sealed interface Target extends Node
        permits Expression.Name, Expression.Attribute, Expression.Index, Target.Tuple {

    /// `(a, x[0]) = e`: existing variables, attributes or elements, assigned left to right once e has been evaluated.
    /// Only for plain `=`.
    record Tuple(Span span, List<Target> elements) implements Target {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }
}
