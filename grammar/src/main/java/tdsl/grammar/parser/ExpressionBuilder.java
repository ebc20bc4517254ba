package tdsl.grammar.parser;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import tdsl.grammar.ast.DictEntry;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.ForClause;
import tdsl.grammar.ast.FunctionBody;
import tdsl.grammar.ast.Operator;
import tdsl.grammar.ast.Span;
import tdsl.grammar.parser.TdslParser.OperandContext;

/// Builds expressions.
final class ExpressionBuilder extends TdslParserBaseVisitor<Expression> {
    private final Build build;
    private final Literals literals;
    private final CallBuilder calls;
    private final StatementBuilder statements;

    ExpressionBuilder(Build build, StatementBuilder statements) {
        this.build = build;
        this.statements = statements;
        literals = new Literals(build);
        calls = new CallBuilder(build, this);
    }

    Expression build(ParseTree expression) {
        return visit(expression);
    }

    @Override
    public Expression visitExpression(TdslParser.ExpressionContext context) {
        Expression value = build(context.operand(0));
        for (int index = 1; index < context.operand().size(); index++) {
            Expression target = build(context.operand(index));
            Span operator = build.span(context.PIPE(index - 1).getSymbol());
            Span whole = build.positions()
                    .of(context.getStart(), context.operand(index).getStop());
            value = new Expression.Pipe(whole, value, operator, target);
        }
        return value;
    }

    @Override
    public Expression visitAtomic(TdslParser.AtomicContext context) {
        return build(context.atom());
    }

    @Override
    public Expression visitAttribute(TdslParser.AttributeContext context) {
        return new Expression.Attribute(
                build.span(context), build(context.operand()), build.identifier(context.label()));
    }

    @Override
    public Expression visitCall(TdslParser.CallContext context) {
        return new Expression.Call(build.span(context), build(context.operand()), calls.arguments(context.argument()));
    }

    @Override
    public Expression visitIndex(TdslParser.IndexContext context) {
        return new Expression.Index(
                build.span(context), build(context.operand()), calls.subscripts(context.subscript()));
    }

    @Override
    public Expression visitUnary(TdslParser.UnaryContext context) {
        Operator.Unary operator = Operators.unary(context.operator);
        if (operator == Operator.Unary.NEGATE
                && context.operand() instanceof TdslParser.AtomicContext operand
                && operand.atom() instanceof TdslParser.IntegerContext integer
                && isOneTooLarge(integer.getText())) {
            return literals.integer(build.span(context), integer.getText(), true);
        }
        return new Expression.Unary(
                build.span(context), operator, build.span(context.operator), build(context.operand()));
    }

    /// Whether an integer only fits with a minus before it.
    private static boolean isOneTooLarge(String digits) {
        String plain = digits.replace("_", "");
        return plain.equals("9223372036854775808") || plain.equalsIgnoreCase("0x8000000000000000");
    }

    @Override
    public Expression visitBinary(TdslParser.BinaryContext context) {
        return new Expression.Binary(
                build.span(context),
                build(context.operand(0)),
                Operators.binary(context.operator),
                build.span(context.operator),
                build(context.operand(1)));
    }

    @Override
    public Expression visitLogical(TdslParser.LogicalContext context) {
        return new Expression.Logical(
                build.span(context),
                build(context.operand(0)),
                context.operator.getType() == TdslParser.AND ? Operator.Logical.AND : Operator.Logical.OR,
                build.span(context.operator),
                build(context.operand(1)));
    }

    @Override
    public Expression visitComparison(TdslParser.ComparisonContext context) {
        if (context.operand(0) instanceof TdslParser.ComparisonContext inner) {
            build.errors()
                    .report(
                            build.span(context),
                            "comparisons do not chain",
                            "write `%s and %s %s %s`"
                                    .formatted(
                                            build.text(inner),
                                            build.text(inner.operand(1)),
                                            context.comparisonOperator().getText(),
                                            build.text(context.operand(1))));
        }
        return new Expression.Comparison(
                build.span(context),
                build(context.operand(0)),
                Operators.comparison(context.comparisonOperator()),
                build.span(context.comparisonOperator()),
                build(context.operand(1)));
    }

    @Override
    public Expression visitRange(TdslParser.RangeContext context) {
        return range(context, build.span(context), Optional.empty());
    }

    private Expression range(TdslParser.RangeContext context, Span span, Optional<Expression> step) {
        OperandContext start = context.operand(0);
        if (start instanceof TdslParser.RangeContext) {
            build.errors().report(build.span(context), "ranges do not chain", "write a step as `0..10 by 2`");
        }
        boolean inclusive = context.operator.getType() == TdslParser.RANGE_INCLUSIVE;
        return new Expression.Range(span, build(start), build(context.operand(1)), inclusive, step);
    }

    @Override
    public Expression visitStep(TdslParser.StepContext context) {
        Expression step = build(context.operand(1));
        if (context.operand(0) instanceof TdslParser.RangeContext range) {
            return range(range, build.span(context), Optional.of(step));
        }
        String message = context.operand(0) instanceof TdslParser.StepContext
                ? "a range has only one step"
                : "`by` needs a range before it";
        build.errors().report(build.span(context.BY().getSymbol()), message, "write a step as `0..10 by 2`");
        return build(context.operand(0));
    }

    @Override
    public Expression visitConditional(TdslParser.ConditionalContext context) {
        return new Expression.Conditional(
                build.span(context), build(context.condition), build(context.expression(1)), build(context.operand()));
    }

    @Override
    public Expression visitLambda(TdslParser.LambdaContext context) {
        FunctionBody body = context.block() != null
                ? statements.functionBlock(context.block())
                : new FunctionBody.Value(build(context.operand()));
        return new Expression.Lambda(
                build.span(context), statements.declarations().signature(context.signature()), body);
    }

    @Override
    public Expression visitNone(TdslParser.NoneContext context) {
        return new Expression.NoneLiteral(build.span(context));
    }

    @Override
    public Expression visitBoolean(TdslParser.BooleanContext context) {
        return new Expression.BooleanLiteral(build.span(context), context.TRUE() != null);
    }

    @Override
    public Expression visitInteger(TdslParser.IntegerContext context) {
        return literals.integer(build.span(context), context.getText(), false);
    }

    @Override
    public Expression visitFloat(TdslParser.FloatContext context) {
        return literals.floating(build.span(context), context.getText());
    }

    @Override
    public Expression visitMalformedNumber(TdslParser.MalformedNumberContext context) {
        return literals.malformedNumber(build.span(context), context.getText());
    }

    @Override
    public Expression visitString(TdslParser.StringContext context) {
        return literals.string(context, this::build);
    }

    @Override
    public Expression visitStringLiteral(TdslParser.StringLiteralContext context) {
        return build(context.string());
    }

    @Override
    public Expression visitVariable(TdslParser.VariableContext context) {
        return new Expression.Name(build.span(context), context.getText());
    }

    @Override
    public Expression visitParenthesized(TdslParser.ParenthesizedContext context) {
        TdslParser.RowContext row = context.row();
        if (row == null) {
            return new Expression.TupleLiteral(build.span(context), List.of());
        }
        boolean isGrouping = row.COMMA().isEmpty();
        return isGrouping ? build(row.expression(0)) : new Expression.TupleLiteral(build.span(context), elements(row));
    }

    private List<Expression> elements(TdslParser.RowContext row) {
        return Build.map(row.expression(), this::build);
    }

    @Override
    public Expression visitBracketed(TdslParser.BracketedContext context) {
        Span span = build.span(context);
        if (context.row().isEmpty()) {
            return new Expression.ListLiteral(span, List.of());
        }
        if (!context.forClause().isEmpty()) {
            return comprehension(context, span);
        }
        if (context.ROW_SEPARATOR().isEmpty()) {
            return new Expression.ListLiteral(span, elements(context.row(0)));
        }
        int width = context.row(0).expression().size();
        for (TdslParser.RowContext row : context.row()) {
            int actual = row.expression().size();
            if (actual != width) {
                build.errors()
                        .report(
                                build.span(row),
                                "rows differ in length: %d here, %d in the first".formatted(actual, width));
            }
        }
        return new Expression.TensorLiteral(span, Build.map(context.row(), this::elements));
    }

    private Expression comprehension(TdslParser.BracketedContext context, Span span) {
        TdslParser.RowContext element = context.row(0);
        if (!element.COMMA().isEmpty()) {
            build.errors()
                    .report(
                            build.span(element),
                            "a comprehension has one element before `for`",
                            "write a tuple: `[(a, b) for …]`");
        }
        return new Expression.Comprehension(
                span, build(element.expression(0)), Build.map(context.forClause(), this::forClause));
    }

    private ForClause forClause(TdslParser.ForClauseContext context) {
        List<Expression> conditions =
                context.expression().stream().skip(1).map(this::build).toList();
        return new ForClause(
                build.span(context), build.pattern(context.pattern()), build(context.expression(0)), conditions);
    }

    @Override
    public Expression visitDict(TdslParser.DictContext context) {
        return new Expression.DictLiteral(build.span(context), Build.map(context.dictEntry(), this::dictEntry));
    }

    private DictEntry dictEntry(TdslParser.DictEntryContext context) {
        return new DictEntry(build.span(context), dictKey(context.dictKey()), build(context.expression()));
    }

    private Expression dictKey(TdslParser.DictKeyContext key) {
        Span span = build.span(key);
        if (key.label() != null) {
            return new Expression.StringLiteral(span, key.getText());
        }
        if (key.string() != null) {
            return build(key.string());
        }
        if (key.expression() != null) {
            return build(key.expression());
        }
        Token number = key.getStop();
        boolean negative = key.MINUS() != null;
        return switch (number.getType()) {
            case TdslParser.INTEGER -> literals.integer(span, number.getText(), negative);
            case TdslParser.FLOAT -> literals.floating(span, (negative ? "-" : "") + number.getText());
            default -> literals.malformedNumber(span, number.getText());
        };
    }

    @Override
    public Expression visitEmptyDict(TdslParser.EmptyDictContext context) {
        return new Expression.DictLiteral(build.span(context), List.of());
    }

    @Override
    public Expression visitQualifiedName(TdslParser.QualifiedNameContext context) {
        Expression name =
                new Expression.Name(build.span(context.name()), context.name().getText());
        for (TdslParser.LabelContext label : context.label()) {
            Span span = build.positions().of(context.getStart(), label.getStop());
            name = new Expression.Attribute(span, name, build.identifier(label));
        }
        return name;
    }
}
