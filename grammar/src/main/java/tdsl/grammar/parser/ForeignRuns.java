package tdsl.grammar.parser;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import tdsl.grammar.ast.Span;

/// Several tokens that people write as one in other languages, such as `i++`, `:=` and `// comments`: reports them, and
/// says how to read them so that what follows is still read as it was meant.
final class ForeignRuns {
    /// Letters that other languages put before the quote of a string.
    private static final Set<String> STRING_PREFIXES = Set.of("f", "r", "b", "u", "fr", "rf", "F", "R", "B", "U");

    /// @param length how many tokens to take
    /// @param stand what stands for them; empty if they are left out
    record Run(int length, Optional<CommonToken> stand) {}

    private final List<CommonToken> input;
    private final ErrorSink errors;
    private final Positions positions;

    ForeignRuns(List<CommonToken> input, ErrorSink errors, Positions positions) {
        this.input = input;
        this.errors = errors;
        this.positions = positions;
    }

    /// The run that begins at a position; empty if there is none.
    ///
    /// @param last the token laid out before it, or null
    Optional<Run> at(int position, Token last) {
        CommonToken token = input.get(position);
        return switch (token.getType()) {
            case TdslLexer.PLUS, TdslLexer.MINUS -> doubledSign(position, last);
            case TdslLexer.COLON ->
                joined(position, TdslLexer.ASSIGN, TdslLexer.ASSIGN, ":=", "`let x = …` declares, and `x = …` assigns");
            case TdslLexer.EQUAL -> joined(position, TdslLexer.ASSIGN, TdslLexer.EQUAL, "===", "write `==`");
            case TdslLexer.NOT_EQUAL -> joined(position, TdslLexer.ASSIGN, TdslLexer.NOT_EQUAL, "!==", "write `!=`");
            case TdslLexer.LESS -> joined(position, TdslLexer.GREATER, TdslLexer.NOT_EQUAL, "<>", "write `!=`");
            case TdslLexer.NAME -> prefix(position, last);
            case TdslLexer.DOUBLE_SLASH -> isStatementStart(last) ? comment(position) : Optional.empty();
            case TdslLexer.SLASH -> longComment(position);
            default -> Optional.empty();
        };
    }

    /// `i++` and `i--` at the end of a statement.
    private Optional<Run> doubledSign(int position, Token last) {
        boolean ends = switch (typeAt(position + 2)) {
            case Token.EOF, TdslLexer.NEWLINE, TdslLexer.SEMICOLON, TdslLexer.RBRACE -> true;
            default -> false;
        };
        if (!ends || !isFollowedBy(position, typeAt(position))) {
            return Optional.empty();
        }
        String sign = input.get(position).getText();
        String operand = last != null && Tokens.isName(last.getType()) ? last.getText() : "x";
        report(position, 2, "unknown operator `" + sign + sign + "`", "write `%s %s= 1`".formatted(operand, sign));
        return Optional.of(new Run(2, Optional.empty()));
    }

    /// Two tokens without a space between them, read as one of type `meant`.
    private Optional<Run> joined(int position, int second, int meant, String operator, String hint) {
        if (!isFollowedBy(position, second)) {
            return Optional.empty();
        }
        report(position, 2, "unknown operator `" + operator + "`", hint);
        CommonToken stand = new CommonToken(input.get(position));
        stand.setType(meant);
        return Optional.of(new Run(2, Optional.of(stand)));
    }

    private Optional<Run> prefix(int position, Token last) {
        String letters = input.get(position).getText();
        // In `"{b"` the quote ends the string.
        boolean isInterpolated = last != null && last.getType() == TdslLexer.INTERPOLATION_OPEN;
        boolean isPrefix = !isInterpolated
                && STRING_PREFIXES.contains(letters)
                && (isFollowedBy(position, TdslLexer.STRING_OPEN) || isFollowedBy(position, TdslLexer.RAW_STRING));
        if (!isPrefix) {
            return Optional.empty();
        }
        String hint = letters.toLowerCase(Locale.ROOT).contains("r")
                ? "leave it out: a string in single quotes is raw"
                : "leave it out: `\"{x}\"` puts in a value";
        report(position, 1, "strings have no prefix `" + letters + "`", hint);
        return Optional.of(new Run(1, Optional.empty()));
    }

    private Optional<Run> comment(int position) {
        report(position, 1, "a comment begins with `#`", "`//` divides and rounds down");
        int end = position;
        while (typeAt(end) != Token.EOF && typeAt(end) != TdslLexer.NEWLINE) {
            end++;
        }
        return Optional.of(new Run(end - position, Optional.empty()));
    }

    private Optional<Run> longComment(int position) {
        if (!isFollowedBy(position, TdslLexer.STAR)) {
            return Optional.empty();
        }
        report(position, 2, "a comment begins with `#` and ends with its line", "put `#` before every line of it");
        int end = position + 2;
        while (typeAt(end) != Token.EOF && !(typeAt(end) == TdslLexer.STAR && isFollowedBy(end, TdslLexer.SLASH))) {
            end++;
        }
        return Optional.of(new Run(Math.min(end + 2, input.size()) - position, Optional.empty()));
    }

    private static boolean isStatementStart(Token last) {
        return last == null || Tokens.endsStatement(last) || last.getType() == TdslLexer.RBRACE;
    }

    /// Whether the next token has this type, and no space before it.
    private boolean isFollowedBy(int position, int type) {
        return typeAt(position + 1) == type
                && input.get(position + 1).getStartIndex()
                        == input.get(position).getStopIndex() + 1;
    }

    private int typeAt(int index) {
        return index < input.size() ? input.get(index).getType() : Token.EOF;
    }

    private void report(int position, int length, String message, String hint) {
        int start = positions.of(input.get(position)).start();
        int end = positions.of(input.get(position + length - 1)).end();
        errors.report(new Span(start, end), message, hint);
    }
}
