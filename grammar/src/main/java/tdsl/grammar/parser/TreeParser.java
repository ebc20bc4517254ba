package tdsl.grammar.parser;

import java.util.List;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/// Tokens to parse tree.
public final class TreeParser {
    private TreeParser() {}

    /// Parses fast, without full context and giving up at the first error, which is enough for nearly every
    /// correct source; what fails is parsed again with all of ANTLR's power, and with error messages.
    public static TdslParser.ProgramContext parse(List<Token> tokens, ErrorSink errors, Positions positions) {
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
