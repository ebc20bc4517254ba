package tdsl.grammar.parser;

import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// The tokens of a source.
///
/// @param all     as they stand in the text, comments and spaces included
/// @param laidOut those for the parser, the last being the end of the file; the same objects, where they are
/// in the text
public record SourceTokens(List<CommonToken> all, List<Token> laidOut) {
    /// Reads all tokens and lays them out.
    ///
    /// @throws NestingTooDeep when brackets nest past the limit
    public static SourceTokens of(String text, ErrorSink errors, Positions positions) {
        TdslLexer lexer = new TdslLexer(CharStreams.fromString(text));
        lexer.reportTo(errors, positions);
        List<CommonToken> all =
                lexer.getAllTokens().stream().map(CommonToken.class::cast).toList();
        return new SourceTokens(all, TokenLayout.of(all, (CommonToken) lexer.emitEOF(), errors, positions));
    }
}
