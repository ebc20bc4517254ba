package tdsl.interpreter.translate.names;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tdsl.grammar.ast.Argument;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.ForClause;
import tdsl.grammar.ast.StringPart;
import tdsl.grammar.ast.Subscript;
import tdsl.interpreter.values.functions.ScriptOp;

/// Resolves the names in expressions.
final class ExpressionResolver {
    /// Known only in the blocks of an operator.
    private static final String NEEDS_GRAD = "needs_grad";

    private final NameResolver statements;
    private final Names names;
    private final Resolution resolution;

    ExpressionResolver(NameResolver statements, Names names, Resolution resolution) {
        this.statements = statements;
        this.names = names;
        this.resolution = resolution;
    }

    void resolve(BlockScope scope, Expression expression) {
        switch (expression) {
            case Expression.NoneLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.IntegerLiteral _,
                    Expression.FloatLiteral _,
                    Expression.StringLiteral _ -> {}
            case Expression.Name name -> names.use(scope, name, name.text());
            case Expression.InterpolatedString string -> string.parts().forEach(part -> part(scope, part));
            case Expression.ListLiteral list -> all(scope, list.elements());
            case Expression.TupleLiteral tuple -> all(scope, tuple.elements());
            case Expression.DictLiteral dict ->
                dict.entries().forEach(entry -> {
                    resolve(scope, entry.key());
                    resolve(scope, entry.value());
                });
            case Expression.TensorLiteral tensor -> tensor.rows().forEach(row -> all(scope, row));
            case Expression.Comprehension comprehension -> comprehension(scope, comprehension);
            case Expression.Range range -> {
                resolve(scope, range.start());
                resolve(scope, range.end());
                range.step().ifPresent(step -> resolve(scope, step));
            }
            case Expression.Unary unary -> resolve(scope, unary.operand());
            case Expression.Binary binary -> all(scope, List.of(binary.left(), binary.right()));
            case Expression.Comparison comparison -> all(scope, List.of(comparison.left(), comparison.right()));
            case Expression.Logical logical -> all(scope, List.of(logical.left(), logical.right()));
            case Expression.Pipe pipe -> all(scope, List.of(pipe.value(), pipe.target()));
            case Expression.Conditional conditional -> {
                resolve(scope, conditional.condition());
                all(scope, List.of(conditional.whenTrue(), conditional.whenFalse()));
            }
            case Expression.Lambda lambda -> statements.functions().lambda(scope, lambda);
            case Expression.Call call -> call(scope, call);
            case Expression.Index index -> {
                resolve(scope, index.value());
                index.subscripts().forEach(subscript -> subscript(scope, subscript));
            }
            case Expression.Attribute attribute -> resolve(scope, attribute.value());
        }
    }

    private void all(BlockScope scope, List<Expression> expressions) {
        expressions.forEach(expression -> resolve(scope, expression));
    }

    private void part(BlockScope scope, StringPart part) {
        if (part instanceof StringPart.Interpolation interpolation) {
            resolve(scope, interpolation.value());
        }
    }

    private void call(BlockScope scope, Expression.Call call) {
        int parameter = needsGradParameter(scope, call);
        if (parameter >= 0) {
            resolution.setNeedsGrad(call, parameter);
            return;
        }
        Optional<ScriptOp.Remark> remark = remark(scope, call);
        if (remark.isPresent()) {
            resolution.setRemark(call, remark.get());
        } else {
            resolve(scope, call.callee());
        }
        call.arguments().forEach(argument -> resolve(scope, argument.value()));
    }

    /// What a call in an operator says about its results; empty for other calls.
    private static Optional<ScriptOp.Remark> remark(BlockScope scope, Expression.Call call) {
        if (!scope.function().isOperatorBlock() || !(call.callee() instanceof Expression.Name name)) {
            return Optional.empty();
        }
        return Arrays.stream(ScriptOp.Remark.values())
                .filter(remark -> remark.label().equals(name.text()))
                .findFirst();
    }

    /// The index of the operator's parameter that a call asks about; -1 if the call is not `needs_grad(parameter)`.
    private static int needsGradParameter(BlockScope scope, Expression.Call call) {
        boolean isNeedsGrad = scope.function().isOperatorBlock()
                && call.callee() instanceof Expression.Name name
                && name.text().equals(NEEDS_GRAD)
                && call.arguments().size() == 1;
        if (isNeedsGrad
                && call.arguments().getFirst() instanceof Argument.Positional argument
                && argument.value() instanceof Expression.Name parameter) {
            return scope.function().parameters().stream()
                    .map(Variable::name)
                    .toList()
                    .indexOf(parameter.text());
        }
        return -1;
    }

    private void subscript(BlockScope scope, Subscript subscript) {
        switch (subscript) {
            case Subscript.At at -> resolve(scope, at.value());
            case Subscript.Slice slice -> {
                slice.start().ifPresent(start -> resolve(scope, start));
                slice.stop().ifPresent(stop -> resolve(scope, stop));
                slice.step().ifPresent(step -> resolve(scope, step));
            }
            case Subscript.Ellipsis _ -> {}
        }
    }

    private void comprehension(BlockScope scope, Expression.Comprehension comprehension) {
        BlockScope inner = scope;
        for (ForClause clause : comprehension.clauses()) {
            resolve(inner, clause.iterable());
            inner = inner.inner(comprehension.span());
            statements.declare(inner, clause.pattern());
            all(inner, clause.conditions());
        }
        resolve(inner, comprehension.element());
    }
}
