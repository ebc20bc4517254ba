package tdsl.grammar.ast;

/// What a call passes. The parser has checked that nothing positional follows a named argument and that no name comes
/// twice.
public sealed interface Argument extends Node {
    Expression value();

    /// `f(value)`.
    record Positional(Span span, Expression value) implements Argument {}

    /// `f(name=value)`. The name may be a keyword.
    record Named(Span span, Identifier name, Expression value) implements Argument {}

    /// `f(*value)`: the elements of a list or tuple as positional arguments.
    record Spread(Span span, Expression value) implements Argument {}
}
