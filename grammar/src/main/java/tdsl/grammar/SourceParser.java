package tdsl.grammar;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import tdsl.grammar.ast.Program;
import tdsl.grammar.parser.ErrorSink;
import tdsl.grammar.parser.NestingTooDeep;
import tdsl.grammar.parser.Positions;
import tdsl.grammar.parser.SourceTokens;
import tdsl.grammar.parser.StatementBuilder;
import tdsl.grammar.parser.TreeParser;

/// Turns source text into a syntax tree, or into all the errors in it.
public final class SourceParser {
    private final String text;
    private final Positions positions;
    private final ErrorSink errors = new ErrorSink();

    private SourceParser(String text) {
        this.text = text;
        positions = new Positions(text);
    }

    /// Parses a whole source. Never throws for what the text says, however wrong or deeply nested.
    public static ParseResult parse(String text) {
        return new SourceParser(text).parse();
    }

    private ParseResult parse() {
        try {
            List<Token> tokens = SourceTokens.of(text, errors, positions).laidOut();
            Program program =
                    new StatementBuilder(text, positions, errors).program(TreeParser.parse(tokens, errors, positions));
            if (errors.isEmpty()) {
                return new ParseResult(Optional.of(program), List.of());
            }
        } catch (NestingTooDeep tooDeep) {
            errors.report(
                    positions.of(tooDeep.token()),
                    "nested too deeply",
                    "split this into several statements or functions");
        }
        return new ParseResult(Optional.empty(), errors.inOrder());
    }
}
