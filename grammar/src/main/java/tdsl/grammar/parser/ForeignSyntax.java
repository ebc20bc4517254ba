package tdsl.grammar.parser;

import java.util.Map;
import org.antlr.v4.runtime.CommonToken;

/// Tokens that people bring along from other languages, and characters that no token has: reports them, and reads
/// them as what was meant.
final class ForeignSyntax {
    private record Replacement(String text, int type) {}

    private static final Map<String, Replacement> WORDS = Map.of(
            "True", new Replacement("true", TdslLexer.TRUE),
            "False", new Replacement("false", TdslLexer.FALSE),
            "None", new Replacement("none", TdslLexer.NONE));

    private static final Map<Integer, Replacement> OPERATORS = Map.of(
            TdslLexer.FOREIGN_AND, new Replacement("and", TdslLexer.AND),
            TdslLexer.FOREIGN_OR, new Replacement("or", TdslLexer.OR),
            TdslLexer.FOREIGN_NOT, new Replacement("not", TdslLexer.NOT));

    private static final Map<String, String> CHARACTER_HINTS = Map.of(
            "?", "a choice is written `if (condition) a else b`; `if x is none` asks for none",
            "\\", "no sign is needed to go on in the next line: end the line with an operator, or use parentheses",
            "“", "strings are written with `\"`",
            "”", "strings are written with `\"`",
            "‘", "raw strings are written with `'`",
            "’", "raw strings are written with `'`",
            "×", "multiplication is written `*`",
            "−", "minus is written `-`");

    private final ErrorSink errors;
    private final Positions positions;

    ForeignSyntax(ErrorSink errors, Positions positions) {
        this.errors = errors;
        this.positions = positions;
    }

    /// Looks at a token that comes after one of type `previousType`, and corrects its type where it is foreign.
    ///
    /// @return whether the token is to be kept
    boolean accept(CommonToken token, int previousType) {
        switch (token.getType()) {
            case TdslLexer.UNKNOWN -> {
                reportCharacter(token);
                return false;
            }
            case TdslLexer.UNTERMINATED_RAW_STRING -> {
                errors.report(positions.of(token), "unterminated string", "close it with `'` on the same line");
                token.setType(TdslLexer.RAW_STRING);
            }
            case TdslLexer.FOREIGN_AND, TdslLexer.FOREIGN_OR, TdslLexer.FOREIGN_NOT ->
                replace(token, OPERATORS.get(token.getType()), "unknown operator");
            case TdslLexer.NAME -> {
                Replacement word = WORDS.get(token.getText());
                if (word != null && previousType != TdslLexer.DOT) {
                    replace(token, word, "unknown word");
                }
            }
            default -> {}
        }
        return true;
    }

    private void replace(CommonToken token, Replacement replacement, String problem) {
        errors.report(
                positions.of(token), problem + " `" + token.getText() + "`", "write `" + replacement.text() + "`");
        token.setType(replacement.type());
    }

    private void reportCharacter(CommonToken token) {
        String character = token.getText();
        String shown = Character.isISOControl(character.codePointAt(0))
                ? "U+%04X".formatted(character.codePointAt(0))
                : "`" + character + "`";
        String message = "unexpected character " + shown;
        String hint = CHARACTER_HINTS.get(character);
        if (hint == null) {
            errors.report(positions.of(token), message);
        } else {
            errors.report(positions.of(token), message, hint);
        }
    }
}
