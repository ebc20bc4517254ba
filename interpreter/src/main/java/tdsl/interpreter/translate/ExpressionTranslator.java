package tdsl.interpreter.translate;

import java.util.List;
import java.util.Optional;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.ForClause;
import tdsl.grammar.ast.StringPart;
import tdsl.grammar.ast.Subscript;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.access.AttributeNodeGen;
import tdsl.interpreter.nodes.access.IndexNode;
import tdsl.interpreter.nodes.access.SliceNode;
import tdsl.interpreter.nodes.control.BlockNode;
import tdsl.interpreter.nodes.control.ForNode;
import tdsl.interpreter.nodes.control.IfNode;
import tdsl.interpreter.nodes.literal.BooleanNode;
import tdsl.interpreter.nodes.literal.ComprehensionNode;
import tdsl.interpreter.nodes.literal.ConstantNode;
import tdsl.interpreter.nodes.literal.DictNode;
import tdsl.interpreter.nodes.literal.DoubleNode;
import tdsl.interpreter.nodes.literal.FormattedNode;
import tdsl.interpreter.nodes.literal.InterpolationNode;
import tdsl.interpreter.nodes.literal.ListNode;
import tdsl.interpreter.nodes.literal.LongNode;
import tdsl.interpreter.nodes.literal.RangeNodeGen;
import tdsl.interpreter.nodes.literal.TensorLiteralNode;
import tdsl.interpreter.nodes.literal.TupleNode;
import tdsl.interpreter.nodes.logic.TruthNode;
import tdsl.interpreter.nodes.logic.TruthNodeGen;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.EllipsisValue;
import tdsl.interpreter.values.text.FormatSpec;

/// Translates expressions.
final class ExpressionTranslator {
    private final CodeTranslator code;
    private final OperatorTranslator operators;
    private final CallTranslator calls;
    private final FusionTranslator fusion;

    ExpressionTranslator(CodeTranslator code) {
        this.code = code;
        operators = new OperatorTranslator(this);
        calls = new CallTranslator(code);
        fusion = new FusionTranslator(code, this::unfused);
    }

    OperatorTranslator operators() {
        return operators;
    }

    ExpressionNode translate(Expression expression) {
        return fusion.translate(expression);
    }

    /// The expression by itself; those in it may be fused.
    private ExpressionNode unfused(Expression expression) {
        return Translation.at(node(expression), expression.span());
    }

    ExpressionNode[] translate(List<Expression> expressions) {
        return expressions.stream().map(this::translate).toArray(ExpressionNode[]::new);
    }

    private ExpressionNode node(Expression expression) {
        return switch (expression) {
            case Expression.NoneLiteral _ -> none();
            case Expression.BooleanLiteral literal -> new BooleanNode(literal.value());
            case Expression.IntegerLiteral literal -> new LongNode(literal.value());
            case Expression.FloatLiteral literal -> new DoubleNode(literal.value());
            case Expression.StringLiteral literal -> new ConstantNode(literal.value());
            case Expression.InterpolatedString string ->
                new InterpolationNode(string.parts().stream().map(this::part).toArray(ExpressionNode[]::new));
            case Expression.Name name -> code.variables().read(code.resolution().binding(name));
            case Expression.ListLiteral list -> new ListNode(translate(list.elements()));
            case Expression.TupleLiteral tuple -> new TupleNode(translate(tuple.elements()));
            case Expression.DictLiteral dict ->
                new DictNode(
                        translate(dict.entries().stream()
                                .map(entry -> entry.key())
                                .toList()),
                        translate(dict.entries().stream()
                                .map(entry -> entry.value())
                                .toList()));
            case Expression.TensorLiteral tensor ->
                new TensorLiteralNode(tensor.rows().stream()
                        .map(row -> new ListNode(translate(row)))
                        .toArray(ListNode[]::new));
            case Expression.Comprehension comprehension -> comprehension(comprehension);
            case Expression.Range range ->
                RangeNodeGen.create(
                        range.inclusive(),
                        translate(range.start()),
                        translate(range.end()),
                        range.step().map(this::translate).orElseGet(() -> new LongNode(1)));
            case Expression.Unary unary -> operators.unary(unary);
            case Expression.Binary binary ->
                operators.binary(binary.operator(), translate(binary.left()), translate(binary.right()), false);
            case Expression.Comparison comparison -> operators.comparison(comparison);
            case Expression.Logical logical -> operators.logical(logical);
            case Expression.Pipe pipe -> calls.pipe(pipe);
            case Expression.Conditional conditional ->
                new IfNode(
                        condition(conditional.condition(), "if"),
                        translate(conditional.whenTrue()),
                        translate(conditional.whenFalse()));
            case Expression.Lambda lambda -> code.declarations().lambda(lambda);
            case Expression.Call call -> calls.call(call);
            case Expression.Index index -> new IndexNode(translate(index.value()), subscripts(index));
            case Expression.Attribute attribute ->
                AttributeNodeGen.create(Translation.memberName(attribute.name()), translate(attribute.value()));
        };
    }

    /// An expression where a bool is needed.
    TruthNode condition(Expression condition, String user) {
        return TruthNodeGen.create(user, translate(condition));
    }

    private static ExpressionNode none() {
        return new ConstantNode(None.VALUE);
    }

    private ExpressionNode part(StringPart part) {
        return switch (part) {
            case StringPart.Text text -> new ConstantNode(text.value());
            case StringPart.Interpolation interpolation ->
                interpolation.format().isEmpty()
                        ? translate(interpolation.value())
                        : Translation.at(formatted(interpolation), interpolation.span());
        };
    }

    private ExpressionNode formatted(StringPart.Interpolation interpolation) {
        try {
            FormatSpec format = FormatSpec.parse(interpolation.format().orElseThrow());
            return new FormattedNode(translate(interpolation.value()), format);
        } catch (IllegalArgumentException e) {
            throw new ScriptException(
                            ErrorKind.SYNTAX, e.getMessage(), code.translation().section(interpolation.span()))
                    .withHint("formats are those of Python: .2f, 5d, >10, 08.3e, .1%, x, b");
        }
    }

    ExpressionNode[] subscripts(Expression.Index index) {
        return index.subscripts().stream()
                .map(subscript -> Translation.at(subscript(subscript), subscript.span()))
                .toArray(ExpressionNode[]::new);
    }

    private ExpressionNode subscript(Subscript subscript) {
        return switch (subscript) {
            case Subscript.At at -> node(at.value());
            case Subscript.Slice slice -> new SliceNode(bound(slice.start()), bound(slice.stop()), bound(slice.step()));
            case Subscript.Ellipsis _ -> new ConstantNode(EllipsisValue.VALUE);
        };
    }

    private ExpressionNode bound(Optional<Expression> part) {
        return part.map(this::translate).orElseGet(ExpressionTranslator::none);
    }

    private ExpressionNode comprehension(Expression.Comprehension comprehension) {
        int listSlot = code.function().newSlot();
        return new ComprehensionNode(clauses(comprehension, 0, listSlot), listSlot);
    }

    /// The loops from the clause with this index inwards.
    private ExpressionNode clauses(Expression.Comprehension comprehension, int index, int listSlot) {
        if (index == comprehension.clauses().size()) {
            return new ComprehensionNode.Append(translate(comprehension.element()), listSlot);
        }
        ForClause clause = comprehension.clauses().get(index);
        ExpressionNode iterable = translate(clause.iterable());
        StoreNode target = code.targets().declare(clause.pattern());
        ExpressionNode body = clauses(comprehension, index + 1, listSlot);
        for (Expression condition : clause.conditions().reversed()) {
            body = new IfNode(condition(condition, "if"), body, BlockNode.of());
        }
        return new ForNode(iterable, target, body, code.function().newSlot());
    }
}
