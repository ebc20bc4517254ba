package tdsl.grammar.ast;

import java.util.Optional;

/// A parameter of a function, class or op.
///
/// The parser has checked that names differ, that at most one parameter is [Kind#REST], and that no ordinary
/// parameter without a default follows one with a default.
public record Parameter(
        Span span, Identifier name, Kind kind, Optional<TypeAnnotation> type, Optional<Expression> defaultValue)
        implements Node {

    /// How arguments reach a parameter.
    public enum Kind {
        /// By position or by name.
        ORDINARY,
        /// `*rest`: the positional arguments that are left over, as a list.
        REST,
        /// After `*rest`: by name only.
        NAME_ONLY
    }
}
