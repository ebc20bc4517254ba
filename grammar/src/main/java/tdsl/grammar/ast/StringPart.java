package tdsl.grammar.ast;

import java.util.Optional;

/// A piece of an interpolated string.
public sealed interface StringPart extends Node {

    /// Literal text, its escapes already replaced.
    record Text(Span span, String value) implements StringPart {}

    /// `{value}` or `{value:format}`; the format is the text after the colon, as written (`.3f`).
    record Interpolation(Span span, Expression value, Optional<String> format) implements StringPart {}
}
