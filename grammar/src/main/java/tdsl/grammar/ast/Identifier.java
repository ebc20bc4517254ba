package tdsl.grammar.ast;

/// A name where it is declared, or where it labels something (an attribute, a named argument). A name that is read
/// as a value is an [Expression.Name].
public record Identifier(Span span, String text) implements Node {}
