package tdsl.grammar.parser;

import org.antlr.v4.runtime.Token;
import tdsl.grammar.ast.Operator;

/// Which operator a token writes.
final class Operators {
    private Operators() {}

    static Operator.Unary unary(Token token) {
        return switch (token.getType()) {
            case TdslParser.MINUS -> Operator.Unary.NEGATE;
            case TdslParser.PLUS -> Operator.Unary.PLUS;
            case TdslParser.TILDE -> Operator.Unary.INVERT;
            case TdslParser.NOT -> Operator.Unary.NOT;
            default -> throw unknown(token);
        };
    }

    /// The operator of a binary expression, or of a compound assignment.
    static Operator.Binary binary(Token token) {
        return switch (token.getType()) {
            case TdslParser.PLUS, TdslParser.PLUS_ASSIGN -> Operator.Binary.ADD;
            case TdslParser.MINUS, TdslParser.MINUS_ASSIGN -> Operator.Binary.SUBTRACT;
            case TdslParser.STAR, TdslParser.STAR_ASSIGN -> Operator.Binary.MULTIPLY;
            case TdslParser.SLASH, TdslParser.SLASH_ASSIGN -> Operator.Binary.DIVIDE;
            case TdslParser.DOUBLE_SLASH, TdslParser.DOUBLE_SLASH_ASSIGN -> Operator.Binary.FLOOR_DIVIDE;
            case TdslParser.PERCENT, TdslParser.PERCENT_ASSIGN -> Operator.Binary.REMAINDER;
            case TdslParser.AT, TdslParser.AT_ASSIGN -> Operator.Binary.MATRIX_MULTIPLY;
            case TdslParser.POWER, TdslParser.POWER_ASSIGN -> Operator.Binary.POWER;
            case TdslParser.AMPERSAND, TdslParser.AMPERSAND_ASSIGN -> Operator.Binary.BIT_AND;
            case TdslParser.BAR, TdslParser.BAR_ASSIGN -> Operator.Binary.BIT_OR;
            case TdslParser.CARET, TdslParser.CARET_ASSIGN -> Operator.Binary.BIT_XOR;
            case TdslParser.SHIFT_LEFT, TdslParser.SHIFT_LEFT_ASSIGN -> Operator.Binary.SHIFT_LEFT;
            case TdslParser.SHIFT_RIGHT, TdslParser.SHIFT_RIGHT_ASSIGN -> Operator.Binary.SHIFT_RIGHT;
            default -> throw unknown(token);
        };
    }

    static Operator.Comparison comparison(TdslParser.ComparisonOperatorContext operator) {
        boolean isTwoWords = operator.getChildCount() == 2;
        return switch (operator.getStart().getType()) {
            case TdslParser.EQUAL -> Operator.Comparison.EQUAL;
            case TdslParser.NOT_EQUAL -> Operator.Comparison.NOT_EQUAL;
            case TdslParser.LESS -> Operator.Comparison.LESS;
            case TdslParser.LESS_OR_EQUAL -> Operator.Comparison.LESS_OR_EQUAL;
            case TdslParser.GREATER -> Operator.Comparison.GREATER;
            case TdslParser.GREATER_OR_EQUAL -> Operator.Comparison.GREATER_OR_EQUAL;
            case TdslParser.IN -> Operator.Comparison.IN;
            case TdslParser.NOT -> Operator.Comparison.NOT_IN;
            case TdslParser.IS -> isTwoWords ? Operator.Comparison.IS_NOT : Operator.Comparison.IS;
            default -> throw unknown(operator.getStart());
        };
    }

    private static IllegalStateException unknown(Token token) {
        return new IllegalStateException("not an operator: " + token);
    }
}
