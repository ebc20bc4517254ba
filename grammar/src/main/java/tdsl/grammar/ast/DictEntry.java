package tdsl.grammar.ast;

/// `key: value` in a dict literal. A bare name as key is a [Expression.StringLiteral]; a computed key, `(k): v`, any
/// expression.
public record DictEntry(Span span, Expression key, Expression value) implements Node {}
