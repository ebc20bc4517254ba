package tdsl.grammar.format;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import tdsl.grammar.ParseResult;
import tdsl.grammar.SourceParser;
import tdsl.grammar.SyntaxError;
import tdsl.grammar.parser.ErrorSink;
import tdsl.grammar.parser.Positions;
import tdsl.grammar.parser.SourceTokens;
import tdsl.grammar.parser.TreeParser;

/// Writes source text in the one style of the language: four spaces for each level, single spaces around
/// operators, at most one empty line, comments at the ends of neighbouring lines below each other.
///
/// Where lines break is left to the author, as is what stands in strings. Formatting twice changes nothing
/// more, and the formatted text has the syntax tree of the original.
public final class SourceFormatter {
    private SourceFormatter() {}

    /// The formatted text, or the errors for which the source cannot be formatted.
    public record Result(Optional<String> text, List<SyntaxError> errors) {}

    public static Result format(String text) {
        ParseResult parsed = SourceParser.parse(text);
        if (parsed.program().isEmpty()) {
            return new Result(Optional.empty(), parsed.errors());
        }
        ErrorSink errors = new ErrorSink();
        Positions positions = new Positions(text);
        SourceTokens tokens = SourceTokens.of(text, errors, positions);
        Spacing spacing = Spacing.of(TreeParser.parse(tokens.laidOut(), errors, positions));
        List<List<CommonToken>> lines = SourceLines.of(tokens.all());
        return new Result(Optional.of(new LineWriter(text, positions, spacing).write(lines)), List.of());
    }
}
