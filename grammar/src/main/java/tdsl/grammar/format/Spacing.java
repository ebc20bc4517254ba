package tdsl.grammar.format;

import java.util.HashSet;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import tdsl.grammar.parser.TdslLexer;
import tdsl.grammar.parser.TdslParser;
import tdsl.grammar.parser.Tokens;

/// Where a space stands between two tokens of a line, and which lines go on with the one before. Most of it
/// follows from the tokens alone; what does not, such as whether a minus has a left operand, is read off the
/// parse tree.
final class Spacing {
    /// Where a token begins in the text. A string is one token here and several in the tree, beginning at one
    /// place.
    private final Set<Integer> tightBefore = new HashSet<>();
    private final Set<Integer> tightAfter = new HashSet<>();
    private final Set<Integer> insideExpression = new HashSet<>();

    private Spacing() {}

    static Spacing of(TdslParser.ProgramContext program) {
        Spacing spacing = new Spacing();
        spacing.visit(program);
        return spacing;
    }

    private void visit(ParserRuleContext context) {
        for (ParseTree child : context.children) {
            if (child instanceof ParserRuleContext rule) {
                if (rule.children != null && !(rule instanceof TdslParser.StringContext)) {
                    visit(rule);
                }
            } else if (child instanceof TerminalNode terminal) {
                note(context, terminal.getSymbol());
            }
        }
    }

    private void note(ParserRuleContext context, Token token) {
        int at = token.getStartIndex();
        switch (context) {
            case TdslParser.UnaryContext _ when token.getType() != TdslLexer.NOT -> tightAfter.add(at);
            case TdslParser.DictKeyContext _ when token.getType() == TdslLexer.MINUS -> tightAfter.add(at);
            case TdslParser.CallContext _ when token.getType() == TdslLexer.LPAREN -> tightBefore.add(at);
            case TdslParser.ParametersContext _ when token.getType() == TdslLexer.LPAREN -> tightBefore.add(at);
            case TdslParser.IndexContext _ when token.getType() == TdslLexer.LBRACKET -> tightBefore.add(at);
            case TdslParser.DimensionsContext _ when token.getType() == TdslLexer.LBRACKET -> tightBefore.add(at);
            case TdslParser.ParameterContext parameter -> noteParameter(parameter, token);
            case TdslParser.ArgumentContext _ when token.getType() == TdslLexer.STAR -> tightAfter.add(at);
            case TdslParser.ArgumentContext _ -> tight(at);
            case TdslParser.SliceContext _ when token.getType() == TdslLexer.COLON -> tight(at);
            case TdslParser.RangeContext _ -> tight(at);
            case TdslParser.ConditionalContext _ -> insideExpression.add(at);
            default -> {}
        }
    }

    private void noteParameter(TdslParser.ParameterContext parameter, Token token) {
        int at = token.getStartIndex();
        switch (token.getType()) {
            case TdslLexer.STAR -> tightAfter.add(at);
            case TdslLexer.COLON -> tightBefore.add(at);
            case TdslLexer.ASSIGN -> {
                if (parameter.typeAnnotation() == null) {
                    tight(at);
                }
            }
            default -> {}
        }
    }

    private void tight(int at) {
        tightBefore.add(at);
        tightAfter.add(at);
    }

    /// Whether a line that begins with this token goes on with the expression of the line before.
    boolean continuesExpression(CommonToken first) {
        return switch (first.getType()) {
            case TdslLexer.DOT, TdslLexer.PIPE -> true;
            case TdslLexer.ELSE -> insideExpression.contains(first.getStartIndex());
            default -> false;
        };
    }

    boolean isSpaced(CommonToken left, CommonToken right) {
        return switch (left.getType()) {
            case TdslLexer.COMMA, TdslLexer.SEMICOLON, TdslLexer.ROW_SEPARATOR ->
                !Tokens.isBracketClosing(right.getType()) || right.getType() == TdslLexer.RBRACE;
            default -> !isTightAfter(left) && !isTightBefore(right);
        };
    }

    private boolean isTightAfter(CommonToken token) {
        return switch (token.getType()) {
            case TdslLexer.LPAREN, TdslLexer.LBRACKET, TdslLexer.DICT_OPEN, TdslLexer.DOT -> true;
            default -> tightAfter.contains(token.getStartIndex());
        };
    }

    private boolean isTightBefore(CommonToken token) {
        return switch (token.getType()) {
            case TdslLexer.RPAREN,
                    TdslLexer.RBRACKET,
                    TdslLexer.DICT_CLOSE,
                    TdslLexer.COMMA,
                    TdslLexer.SEMICOLON,
                    TdslLexer.ROW_SEPARATOR,
                    TdslLexer.DOT -> true;
            // Of a dict, an annotation or a slice: none has a space before it.
            case TdslLexer.COLON -> true;
            default -> tightBefore.contains(token.getStartIndex());
        };
    }
}
