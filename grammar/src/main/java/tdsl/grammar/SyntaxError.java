package tdsl.grammar;

import java.util.Optional;
import tdsl.grammar.ast.Span;

/// Something in a source that is not TDSL.
///
/// @param span where it stands; empty (of length 0) where something is missing
/// @param message what is wrong, for people, in one line
/// @param hint what to write instead, when that can be said
/// @param incomplete whether the input merely ends too early, so that more lines could complete it
public record SyntaxError(Span span, String message, Optional<String> hint, boolean incomplete) {}
