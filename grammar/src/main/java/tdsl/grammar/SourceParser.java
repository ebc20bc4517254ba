package tdsl.grammar;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import tdsl.grammar.ast.Program;
import tdsl.grammar.parser.ErrorSink;
import tdsl.grammar.parser.NestingTooDeep;
import tdsl.grammar.parser.Positions;
import tdsl.grammar.parser.StatementBuilder;
import tdsl.grammar.parser.TdslLexer;
import tdsl.grammar.parser.TdslParser;
import tdsl.grammar.parser.TokenLayout;

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
            List<Token> tokens = TokenLayout.of(new TdslLexer(CharStreams.fromString(text)), errors, positions);
            Program program = new StatementBuilder(text, positions, errors).program(parseTree(tokens));
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

    /// Parses fast, without full context and giving up at the first error, which is enough for nearly every correct
    /// source; what fails is parsed again with all of ANTLR's power, and with error messages.
    private TdslParser.ProgramContext parseTree(List<Token> tokens) {
        try {
            TdslParser parser = parserOf(tokens);
            parser.setErrorHandler(new BailErrorStrategy());
            parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
            return parser.program();
        } catch (ParseCancellationException _) {
            TdslParser parser = parserOf(tokens);
            parser.reportTo(errors, positions);
            return parser.program();
        }
    }

    private static TdslParser parserOf(List<Token> tokens) {
        CommonTokenStream stream = new CommonTokenStream(new ListTokenSource(tokens));
        stream.fill();
        TdslParser parser = new TdslParser(stream);
        parser.removeErrorListeners();
        return parser;
    }
}
