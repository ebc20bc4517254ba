package tdsl.grammar.ast;

import java.util.List;
import java.util.Optional;

/// `int`, `f32[b, 3, _]`, `tensor[n]`, a class, a class of a module (`nn.Linear`).
///
/// @param path the name, and the modules before it when it is dotted
/// @param dimensions empty when there were no brackets (any shape); an empty list for `f32[]`, which has no axes
public record TypeAnnotation(Span span, List<Identifier> path, Optional<List<Dimension>> dimensions) implements Node {
    public TypeAnnotation {
        path = List.copyOf(path);
        dimensions = dimensions.map(List::copyOf);
    }

    /// What an annotation says of one axis, or of several.
    public sealed interface Dimension extends Node {}

    /// `3`: exactly this size.
    public record FixedSize(Span span, long size) implements Dimension {}

    /// `n`: binds the name, or must agree with what it is bound to.
    public record NamedSize(Identifier name) implements Dimension {
        @Override
        public Span span() {
            return name.span();
        }
    }

    /// `_`: any size.
    public record AnySize(Span span) implements Dimension {}

    /// `..`: any number of axes; at most one in an annotation, which the parser has checked.
    public record AnyAxes(Span span) implements Dimension {}

    /// `2*d`: arithmetic on names that the signature binds. Made of integers, names, unary and binary operators.
    public record ComputedSize(Expression size) implements Dimension {
        @Override
        public Span span() {
            return size.span();
        }
    }
}
