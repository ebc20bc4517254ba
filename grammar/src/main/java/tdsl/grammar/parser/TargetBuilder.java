package tdsl.grammar.parser;

import java.util.List;
import java.util.Optional;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.Target;

/// Checks what stands left of an assignment operator.
final class TargetBuilder {
    private final Build build;

    TargetBuilder(Build build) {
        this.build = build;
    }

    /// What `expression = …` assigns to; empty, and reported, when that is nothing.
    Optional<Target> target(Expression expression) {
        return switch (expression) {
            case Expression.Name name -> Optional.of(name);
            case Expression.Attribute attribute -> Optional.of(attribute);
            case Expression.Index index -> Optional.of(index);
            case Expression.TupleLiteral(Span span, List<Expression> elements) -> tuple(span, elements);
            default -> {
                build.errors()
                        .report(
                                expression.span(),
                                "cannot assign to " + describe(expression),
                                "variables, attributes and elements can be assigned to; `==` compares");
                yield Optional.empty();
            }
        };
    }

    private Optional<Target> tuple(Span span, List<Expression> elements) {
        if (elements.isEmpty()) {
            build.errors().report(span, "cannot assign to an empty tuple");
            return Optional.empty();
        }
        List<Target> targets =
                elements.stream().map(this::target).flatMap(Optional::stream).toList();
        return targets.size() == elements.size() ? Optional.of(new Target.Tuple(span, targets)) : Optional.empty();
    }

    /// What `expression op= …` updates; tuples cannot be.
    Optional<Target> singleTarget(Expression expression, String operator) {
        if (expression instanceof Expression.TupleLiteral tuple) {
            build.errors().report(tuple.span(), "`%s` cannot update a tuple".formatted(operator));
            return Optional.empty();
        }
        return target(expression);
    }

    private static String describe(Expression expression) {
        return switch (expression) {
            case Expression.NoneLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.IntegerLiteral _,
                    Expression.FloatLiteral _,
                    Expression.StringLiteral _,
                    Expression.InterpolatedString _ -> "a literal";
            case Expression.ListLiteral _, Expression.TensorLiteral _ -> "a list; several targets stand in `( )`";
            case Expression.DictLiteral _ -> "a dict";
            case Expression.Comprehension _ -> "a comprehension";
            case Expression.Range _ -> "a range";
            case Expression.Comparison _ -> "a comparison";
            case Expression.Unary _, Expression.Binary _, Expression.Logical _, Expression.Pipe _ ->
                "the result of an operator";
            case Expression.Conditional _ -> "an `if` expression";
            case Expression.Lambda _ -> "a function";
            case Expression.Call _ -> "the result of a call";
            case Expression.Name _, Expression.Attribute _, Expression.Index _, Expression.TupleLiteral _ ->
                throw new IllegalArgumentException("this can be assigned to: " + expression);
        };
    }
}
