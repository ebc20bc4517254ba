package tdsl.grammar.parser;

import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// What is known of single tokens.
public final class Tokens {

    /// Tokens after which an expression must follow, so that a newline there ends nothing.
    private static final Set<Integer> CONTINUING = Set.of(
            TdslLexer.COMMA,
            TdslLexer.ASSIGN,
            TdslLexer.FAT_ARROW,
            TdslLexer.THIN_ARROW,
            TdslLexer.PIPE,
            TdslLexer.AND,
            TdslLexer.OR,
            TdslLexer.NOT,
            TdslLexer.IN,
            TdslLexer.IS,
            TdslLexer.ELSE,
            TdslLexer.RANGE,
            TdslLexer.RANGE_INCLUSIVE,
            TdslLexer.POWER,
            TdslLexer.STAR,
            TdslLexer.SLASH,
            TdslLexer.DOUBLE_SLASH,
            TdslLexer.PERCENT,
            TdslLexer.AT,
            TdslLexer.PLUS,
            TdslLexer.MINUS,
            TdslLexer.TILDE,
            TdslLexer.SHIFT_LEFT,
            TdslLexer.SHIFT_RIGHT,
            TdslLexer.AMPERSAND,
            TdslLexer.CARET,
            TdslLexer.BAR,
            TdslLexer.EQUAL,
            TdslLexer.NOT_EQUAL,
            TdslLexer.LESS,
            TdslLexer.LESS_OR_EQUAL,
            TdslLexer.GREATER,
            TdslLexer.GREATER_OR_EQUAL,
            TdslLexer.POWER_ASSIGN,
            TdslLexer.STAR_ASSIGN,
            TdslLexer.SLASH_ASSIGN,
            TdslLexer.DOUBLE_SLASH_ASSIGN,
            TdslLexer.PERCENT_ASSIGN,
            TdslLexer.AT_ASSIGN,
            TdslLexer.PLUS_ASSIGN,
            TdslLexer.MINUS_ASSIGN,
            TdslLexer.SHIFT_LEFT_ASSIGN,
            TdslLexer.SHIFT_RIGHT_ASSIGN,
            TdslLexer.AMPERSAND_ASSIGN,
            TdslLexer.CARET_ASSIGN,
            TdslLexer.BAR_ASSIGN);

    /// Keywords that can only start a statement, never stand within an expression.
    private static final Set<Integer> STATEMENT_STARTING = Set.of(
            TdslLexer.LET,
            TdslLexer.CLASS,
            TdslLexer.OP,
            TdslLexer.IMPORT,
            TdslLexer.FROM,
            TdslLexer.WHILE,
            TdslLexer.BREAK,
            TdslLexer.CONTINUE,
            TdslLexer.RETURN,
            TdslLexer.WITH,
            TdslLexer.TRY,
            TdslLexer.THROW);

    private Tokens() {}

    /// An empty token that is not in the source, standing right before `token`.
    static CommonToken insertedBefore(Token token, int type) {
        CommonToken inserted = new CommonToken(token);
        inserted.setType(type);
        inserted.setStopIndex(token.getStartIndex() - 1);
        inserted.setText("");
        return inserted;
    }

    static boolean isInserted(Token token) {
        return token.getType() != Token.EOF && token.getStopIndex() < token.getStartIndex();
    }

    /// Whether nothing is left to end after `token`: no statement has begun, or one has ended.
    static boolean endsStatement(Token token) {
        return switch (token.getType()) {
            case TdslLexer.NEWLINE, TdslLexer.SEMICOLON, TdslLexer.LBRACE -> true;
            default -> false;
        };
    }

    /// Whether an expression must follow, so that a newline there ends nothing.
    public static boolean isContinuing(Token token) {
        return CONTINUING.contains(token.getType());
    }

    /// Whether a line that begins with a token of this type belongs to the line before.
    static boolean continuesLineBefore(int type) {
        return switch (type) {
            case TdslLexer.DOT, TdslLexer.PIPE, TdslLexer.ELSE, TdslLexer.CATCH, TdslLexer.FINALLY -> true;
            default -> false;
        };
    }

    static boolean startsOnlyStatements(int type) {
        return STATEMENT_STARTING.contains(type);
    }

    static boolean isName(int type) {
        return switch (type) {
            case TdslLexer.NAME,
                    TdslLexer.BACKWARD,
                    TdslLexer.BY,
                    TdslLexer.FORWARD,
                    TdslLexer.SAVE,
                    TdslLexer.SYMBOLIC -> true;
            default -> false;
        };
    }

    static boolean isKeyword(int type) {
        return type >= TdslLexer.AND && type <= TdslLexer.WITH;
    }

    public static boolean isBracketOpening(int type) {
        return switch (type) {
            case TdslLexer.LPAREN,
                    TdslLexer.LBRACKET,
                    TdslLexer.LBRACE,
                    TdslLexer.DICT_OPEN,
                    TdslLexer.INTERPOLATION_OPEN -> true;
            default -> false;
        };
    }

    public static boolean isBracketClosing(int type) {
        return switch (type) {
            case TdslLexer.RPAREN,
                    TdslLexer.RBRACKET,
                    TdslLexer.RBRACE,
                    TdslLexer.DICT_CLOSE,
                    TdslLexer.INTERPOLATION_CLOSE -> true;
            default -> false;
        };
    }

    /// Whether a token stands between operands, or before one.
    static boolean isOperator(int type) {
        return type >= TdslLexer.ASSIGN && type <= TdslLexer.BAR_ASSIGN
                || switch (type) {
                    case TdslLexer.AND, TdslLexer.OR, TdslLexer.NOT, TdslLexer.IN, TdslLexer.IS -> true;
                    default -> false;
                };
    }

    static boolean startsOperand(int type) {
        return isName(type)
                || switch (type) {
                    case TdslLexer.INTEGER,
                            TdslLexer.FLOAT,
                            TdslLexer.MALFORMED_NUMBER,
                            TdslLexer.STRING_OPEN,
                            TdslLexer.RAW_STRING,
                            TdslLexer.TRUE,
                            TdslLexer.FALSE,
                            TdslLexer.NONE -> true;
                    default -> false;
                };
    }
}
