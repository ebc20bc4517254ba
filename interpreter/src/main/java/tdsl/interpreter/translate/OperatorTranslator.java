package tdsl.interpreter.translate;

import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Operator;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.arithmetic.AddNodeGen;
import tdsl.interpreter.nodes.arithmetic.DivideNodeGen;
import tdsl.interpreter.nodes.arithmetic.FloorDivideNodeGen;
import tdsl.interpreter.nodes.arithmetic.MatrixMultiplyNodeGen;
import tdsl.interpreter.nodes.arithmetic.MultiplyNodeGen;
import tdsl.interpreter.nodes.arithmetic.NegateNodeGen;
import tdsl.interpreter.nodes.arithmetic.PlusNodeGen;
import tdsl.interpreter.nodes.arithmetic.PowerNodeGen;
import tdsl.interpreter.nodes.arithmetic.RemainderNodeGen;
import tdsl.interpreter.nodes.arithmetic.SubtractNodeGen;
import tdsl.interpreter.nodes.bits.BitAndNodeGen;
import tdsl.interpreter.nodes.bits.BitOrNodeGen;
import tdsl.interpreter.nodes.bits.BitXorNodeGen;
import tdsl.interpreter.nodes.bits.InvertNodeGen;
import tdsl.interpreter.nodes.bits.ShiftLeftNodeGen;
import tdsl.interpreter.nodes.bits.ShiftRightNodeGen;
import tdsl.interpreter.nodes.compare.EqualNodeGen;
import tdsl.interpreter.nodes.compare.GreaterNodeGen;
import tdsl.interpreter.nodes.compare.GreaterOrEqualNodeGen;
import tdsl.interpreter.nodes.compare.InNode;
import tdsl.interpreter.nodes.compare.IsNode;
import tdsl.interpreter.nodes.compare.LessNodeGen;
import tdsl.interpreter.nodes.compare.LessOrEqualNodeGen;
import tdsl.interpreter.nodes.compare.NotEqualNodeGen;
import tdsl.interpreter.nodes.logic.AndNode;
import tdsl.interpreter.nodes.logic.NotNode;
import tdsl.interpreter.nodes.logic.OrNode;

/// Translates operators.
final class OperatorTranslator {
    private final ExpressionTranslator expressions;

    OperatorTranslator(ExpressionTranslator expressions) {
        this.expressions = expressions;
    }

    ExpressionNode unary(Expression.Unary unary) {
        return switch (unary.operator()) {
            case NEGATE -> NegateNodeGen.create(expressions.translate(unary.operand()));
            case PLUS -> PlusNodeGen.create(expressions.translate(unary.operand()));
            case INVERT -> InvertNodeGen.create(expressions.translate(unary.operand()));
            case NOT -> new NotNode(expressions.condition(unary.operand(), "not"));
        };
    }

    /// @param updates whether a tensor on the left is to be changed in place
    ExpressionNode binary(Operator.Binary operator, ExpressionNode left, ExpressionNode right, boolean updates) {
        return switch (operator) {
            case ADD -> AddNodeGen.create(updates, left, right);
            case SUBTRACT -> SubtractNodeGen.create(updates, left, right);
            case MULTIPLY -> MultiplyNodeGen.create(updates, left, right);
            case DIVIDE -> DivideNodeGen.create(updates, left, right);
            case FLOOR_DIVIDE -> FloorDivideNodeGen.create(updates, left, right);
            case REMAINDER -> RemainderNodeGen.create(updates, left, right);
            case MATRIX_MULTIPLY -> MatrixMultiplyNodeGen.create(updates, left, right);
            case POWER -> PowerNodeGen.create(updates, left, right);
            case BIT_AND -> BitAndNodeGen.create(updates, left, right);
            case BIT_OR -> BitOrNodeGen.create(updates, left, right);
            case BIT_XOR -> BitXorNodeGen.create(updates, left, right);
            case SHIFT_LEFT -> ShiftLeftNodeGen.create(updates, left, right);
            case SHIFT_RIGHT -> ShiftRightNodeGen.create(updates, left, right);
        };
    }

    ExpressionNode comparison(Expression.Comparison comparison) {
        ExpressionNode left = expressions.translate(comparison.left());
        ExpressionNode right = expressions.translate(comparison.right());
        return switch (comparison.operator()) {
            case EQUAL -> EqualNodeGen.create(left, right);
            case NOT_EQUAL -> NotEqualNodeGen.create(left, right);
            case LESS -> LessNodeGen.create(left, right);
            case LESS_OR_EQUAL -> LessOrEqualNodeGen.create(left, right);
            case GREATER -> GreaterNodeGen.create(left, right);
            case GREATER_OR_EQUAL -> GreaterOrEqualNodeGen.create(left, right);
            case IN -> new InNode(left, right, false);
            case NOT_IN -> new InNode(left, right, true);
            case IS -> new IsNode(left, right, false);
            case IS_NOT -> new IsNode(left, right, true);
        };
    }

    ExpressionNode logical(Expression.Logical logical) {
        String symbol = logical.operator().symbol();
        var left = expressions.condition(logical.left(), symbol);
        var right = expressions.condition(logical.right(), symbol);
        return switch (logical.operator()) {
            case AND -> new AndNode(left, right);
            case OR -> new OrNode(left, right);
        };
    }
}
