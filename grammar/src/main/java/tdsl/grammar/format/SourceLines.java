package tdsl.grammar.format;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import tdsl.grammar.parser.TdslLexer;

/// The lines of a source as the author broke them, each a list of tokens without the spaces. A string is one
/// token of type STRING_OPEN that reaches to its end, over several lines if need be.
final class SourceLines {
    private final List<List<CommonToken>> lines = new ArrayList<>();
    private List<CommonToken> line = new ArrayList<>();

    private SourceLines() {}

    static List<List<CommonToken>> of(List<CommonToken> tokens) {
        SourceLines result = new SourceLines();
        for (int index = 0; index < tokens.size(); index++) {
            CommonToken token = tokens.get(index);
            switch (token.getType()) {
                case TdslLexer.SPACE -> {}
                case TdslLexer.NEWLINE -> result.endLine();
                case TdslLexer.STRING_OPEN -> {
                    int last = endOfString(tokens, index);
                    CommonToken string = new CommonToken(token);
                    string.setStopIndex(tokens.get(last).getStopIndex());
                    result.line.add(string);
                    index = last;
                }
                case TdslLexer.EMPTY_BRACES -> index = result.addEmptyBraces(tokens, index);
                default -> result.line.add(token);
            }
        }
        result.endLine();
        return result.lines;
    }

    private void endLine() {
        lines.add(line);
        line = new ArrayList<>();
    }

    private static int endOfString(List<CommonToken> tokens, int start) {
        int depth = 0;
        int index = start;
        do {
            int type = tokens.get(index).getType();
            depth += type == TdslLexer.STRING_OPEN ? 1 : type == TdslLexer.STRING_CLOSE ? -1 : 0;
            index++;
        } while (depth > 0);
        return index - 1;
    }

    /// The layout took both braces for one token. If a comment stands between them, they are two again.
    private int addEmptyBraces(List<CommonToken> tokens, int start) {
        int closing = start + 1;
        boolean commented = false;
        while (tokens.get(closing).getType() != TdslLexer.RBRACE) {
            commented |= tokens.get(closing).getType() == TdslLexer.COMMENT;
            closing++;
        }
        CommonToken opening = tokens.get(start);
        if (!commented) {
            line.add(opening);
            return closing;
        }
        CommonToken brace = new CommonToken(opening);
        brace.setType(TdslLexer.LBRACE);
        brace.setStopIndex(opening.getStartIndex());
        line.add(brace);
        return start;
    }
}
