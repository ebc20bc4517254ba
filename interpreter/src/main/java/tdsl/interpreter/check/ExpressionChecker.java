package tdsl.interpreter.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.ForClause;
import tdsl.grammar.ast.Operator;
import tdsl.grammar.ast.StringPart;
import tdsl.interpreter.diagnostics.Label;
import tdsl.interpreter.values.None;
import tdsl.tensor.DType;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.ops.OpIndex;

/// Works out what is known of expressions, and reports what is wrong in them.
final class ExpressionChecker {
    private final Analysis analysis;
    private final StatementChecker statements;
    private final LibraryCalls library;
    private final CallChecker calls;
    private final MemberChecker members;

    ExpressionChecker(Analysis analysis, StatementChecker statements) {
        this.analysis = analysis;
        this.statements = statements;
        library = new LibraryCalls(analysis);
        calls = new CallChecker(analysis, this, library);
        members = new MemberChecker(analysis, this, library);
    }

    Abstract check(Expression expression) {
        return switch (expression) {
            case Expression.NoneLiteral _ -> new Abstract.Plain(None.VALUE);
            case Expression.BooleanLiteral literal -> new Abstract.Plain(literal.value());
            case Expression.IntegerLiteral literal -> new Abstract.Plain(literal.value());
            case Expression.FloatLiteral literal -> new Abstract.Plain(literal.value());
            case Expression.StringLiteral literal -> new Abstract.Plain(literal.value());
            case Expression.InterpolatedString string -> interpolated(string);
            case Expression.Name name -> analysis.value(name);
            case Expression.ListLiteral list -> new Abstract.Sequence(all(list.elements()));
            case Expression.TupleLiteral tuple -> new Abstract.Sequence(all(tuple.elements()));
            case Expression.DictLiteral dict -> {
                dict.entries().forEach(entry -> {
                    check(entry.key());
                    check(entry.value());
                });
                yield Abstract.UNKNOWN;
            }
            case Expression.TensorLiteral tensor -> tensor(tensor);
            case Expression.Comprehension comprehension -> comprehension(comprehension);
            case Expression.Range range -> {
                check(range.start());
                check(range.end());
                range.step().ifPresent(this::check);
                yield Abstract.UNKNOWN;
            }
            case Expression.Unary unary -> unary(unary);
            case Expression.Binary binary -> binary(binary);
            case Expression.Comparison comparison -> comparison(comparison);
            case Expression.Logical logical -> {
                check(logical.left());
                check(logical.right());
                yield Abstract.UNKNOWN;
            }
            case Expression.Pipe pipe -> calls.pipe(pipe);
            case Expression.Conditional conditional -> conditional(conditional);
            case Expression.Lambda lambda -> statements.function("fn", lambda.signature(), lambda.body());
            case Expression.Call call -> calls.call(call);
            case Expression.Index index -> members.index(index);
            case Expression.Attribute attribute -> members.attribute(attribute);
        };
    }

    List<Abstract> all(List<Expression> expressions) {
        return expressions.stream().map(this::check).toList();
    }

    private Abstract interpolated(Expression.InterpolatedString string) {
        for (StringPart part : string.parts()) {
            if (part instanceof StringPart.Interpolation interpolation) {
                check(interpolation.value());
            }
        }
        return Abstract.UNKNOWN;
    }

    private Abstract tensor(Expression.TensorLiteral literal) {
        boolean known = true;
        boolean real = false;
        for (List<Expression> row : literal.rows()) {
            for (Abstract element : all(row)) {
                Object value = element instanceof Abstract.Plain plain ? plain.value() : null;
                known &= value instanceof Long || value instanceof Double;
                real |= value instanceof Double;
            }
        }
        List<Long> shape = List.of(
                (long) literal.rows().size(), (long) literal.rows().getFirst().size());
        return known ? new Abstract.Shaped(real ? DType.FLOAT32 : DType.INT64, shape) : Abstract.UNKNOWN;
    }

    private Abstract comprehension(Expression.Comprehension comprehension) {
        for (ForClause clause : comprehension.clauses()) {
            check(clause.iterable());
            all(clause.conditions());
        }
        check(comprehension.element());
        return Abstract.UNKNOWN;
    }

    private Abstract unary(Expression.Unary unary) {
        Abstract operand = check(unary.operand());
        if (unary.operator() == Operator.Unary.NEGATE && operand instanceof Abstract.Plain plain) {
            return Arithmetic.of(Operator.Binary.SUBTRACT, 0L, plain.value())
                    .<Abstract>map(Abstract.Plain::new)
                    .orElse(Abstract.UNKNOWN);
        }
        if (!(operand instanceof Abstract.Shaped shaped)) {
            return Abstract.UNKNOWN;
        }
        return switch (unary.operator()) {
            case NEGATE -> op(unary, "neg", List.of(operand), List.of(analysis.label(unary.operand(), shaped)));
            case INVERT -> op(unary, "bitwise_not", List.of(operand), List.of(analysis.label(unary.operand(), shaped)));
            case PLUS -> operand;
            case NOT -> Abstract.UNKNOWN;
        };
    }

    private Abstract binary(Expression.Binary binary) {
        Abstract left = check(binary.left());
        Abstract right = check(binary.right());
        if (left instanceof Abstract.Plain a && right instanceof Abstract.Plain b) {
            Optional<Object> result = Arithmetic.of(binary.operator(), a.value(), b.value());
            return result.<Abstract>map(Abstract.Plain::new).orElse(Abstract.UNKNOWN);
        }
        return operands(binary, opName(binary.operator()), binary.left(), left, binary.right(), right);
    }

    static String opName(Operator.Binary operator) {
        return switch (operator) {
            case ADD -> "add";
            case SUBTRACT -> "sub";
            case MULTIPLY -> "mul";
            case DIVIDE -> "div";
            case FLOOR_DIVIDE -> "floor_divide";
            case REMAINDER -> "remainder";
            case MATRIX_MULTIPLY -> "matmul";
            case POWER -> "pow";
            case BIT_AND -> "bitwise_and";
            case BIT_OR -> "bitwise_or";
            case BIT_XOR -> "bitwise_xor";
            case SHIFT_LEFT -> "bitwise_left_shift";
            case SHIFT_RIGHT -> "bitwise_right_shift";
        };
    }

    private Abstract comparison(Expression.Comparison comparison) {
        Abstract left = check(comparison.left());
        Abstract right = check(comparison.right());
        String name = switch (comparison.operator()) {
            case EQUAL -> "eq";
            case NOT_EQUAL -> "ne";
            case LESS -> "lt";
            case LESS_OR_EQUAL -> "le";
            case GREATER -> "gt";
            case GREATER_OR_EQUAL -> "ge";
            case IN, NOT_IN, IS, IS_NOT -> null;
        };
        if (name == null) {
            return Abstract.UNKNOWN;
        }
        if (left instanceof Abstract.Plain(Long a) && right instanceof Abstract.Plain(Long b)) {
            return new Abstract.Plain(
                    switch (comparison.operator()) {
                        case EQUAL -> a.equals(b);
                        case NOT_EQUAL -> !a.equals(b);
                        case LESS -> a < b;
                        case LESS_OR_EQUAL -> a <= b;
                        case GREATER -> a > b;
                        default -> a >= b;
                    });
        }
        return operands(comparison, name, comparison.left(), left, comparison.right(), right);
    }

    /// Two operands, of which at least one is a tensor.
    Abstract operands(Expression whole, String op, Expression left, Abstract a, Expression right, Abstract b) {
        boolean known = isOperand(a) && isOperand(b);
        if (!known || !(a instanceof Abstract.Shaped || b instanceof Abstract.Shaped)) {
            return Abstract.UNKNOWN;
        }
        return op(whole, op, List.of(a, b), labels(left, a, right, b));
    }

    private List<Label> labels(Expression left, Abstract a, Expression right, Abstract b) {
        List<Label> labels = new ArrayList<>();
        if (a instanceof Abstract.Shaped shaped) {
            labels.add(analysis.label(left, shaped));
        }
        if (b instanceof Abstract.Shaped shaped) {
            labels.add(analysis.label(right, shaped));
        }
        return labels;
    }

    private static boolean isOperand(Abstract value) {
        return value instanceof Abstract.Shaped
                || value instanceof Abstract.Plain(Object plain)
                        && (plain instanceof Number || plain instanceof Boolean);
    }

    private Abstract op(Expression whole, String name, List<Abstract> operands, List<Label> labels) {
        Op op = OpIndex.find(name);
        return library.callOp(whole.span(), op, operands, Map.of(), labels);
    }

    private Abstract conditional(Expression.Conditional conditional) {
        Abstract condition = check(conditional.condition());
        if (condition instanceof Abstract.Plain(Boolean holds)) {
            return check(holds ? conditional.whenTrue() : conditional.whenFalse());
        }
        Abstract whenTrue = check(conditional.whenTrue());
        Abstract whenFalse = check(conditional.whenFalse());
        return whenTrue.equals(whenFalse) ? whenTrue : Abstract.UNKNOWN;
    }
}
