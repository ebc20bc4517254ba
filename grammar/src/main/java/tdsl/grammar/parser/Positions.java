package tdsl.grammar.parser;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import tdsl.grammar.ast.Span;

/// Where tokens stand in a source. ANTLR counts code points, spans count UTF-16 characters.
public final class Positions {
    private final String source;

    /// The UTF-16 offset of each code point and of the end; null when the two counts agree everywhere.
    private final int[] offsets;

    public Positions(String source) {
        this.source = source;
        int codePointCount = source.codePointCount(0, source.length());
        offsets = codePointCount == source.length() ? null : offsetsOf(source, codePointCount);
    }

    private static int[] offsetsOf(String source, int codePointCount) {
        int[] offsets = new int[codePointCount + 1];
        int offset = 0;
        for (int index = 0; index < codePointCount; index++) {
            offsets[index] = offset;
            offset += Character.charCount(source.codePointAt(offset));
        }
        offsets[codePointCount] = offset;
        return offsets;
    }

    /// The span of a token. Tokens that were put in (and the end of the file) are empty and stop before they start.
    public Span of(Token token) {
        int start = offset(token.getStartIndex());
        return new Span(start, Math.max(start, offset(token.getStopIndex() + 1)));
    }

    public Span of(ParserRuleContext context) {
        Token stop = context.getStop() == null ? context.getStart() : context.getStop();
        return of(context.getStart(), stop);
    }

    public Span of(Token first, Token last) {
        Span start = of(first);
        return new Span(start.start(), Math.max(start.start(), of(last).end()));
    }

    /// The number, from 1, of the line that a token starts on.
    public int line(Token token) {
        return token.getLine();
    }

    private int offset(int codePointIndex) {
        int index = Math.max(0, codePointIndex);
        return offsets == null ? Math.min(index, source.length()) : offsets[Math.min(index, offsets.length - 1)];
    }
}
