package tdsl.grammar.parser;

import java.util.ArrayList;
import java.util.List;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.TypeAnnotation;
import tdsl.grammar.ast.TypeAnnotation.Dimension;

/// Builds and checks type annotations.
final class TypeBuilder {
    private final Build build;
    private final ExpressionBuilder expressions;

    TypeBuilder(Build build, ExpressionBuilder expressions) {
        this.build = build;
        this.expressions = expressions;
    }

    TypeAnnotation annotation(TdslParser.TypeAnnotationContext context) {
        List<Identifier> path = new ArrayList<>();
        path.add(build.identifier(context.qualifiedName().name()));
        context.qualifiedName().label().forEach(label -> path.add(build.identifier(label)));
        return new TypeAnnotation(build.span(context), path, Build.optional(context.dimensions(), this::dimensions));
    }

    private List<Dimension> dimensions(TdslParser.DimensionsContext context) {
        List<Dimension> dimensions = Build.map(context.dimension(), this::dimension);
        dimensions.stream()
                .filter(TypeAnnotation.AnyAxes.class::isInstance)
                .skip(1)
                .forEach(again -> build.errors().report(again.span(), "an annotation has at most one `..`"));
        return dimensions;
    }

    private Dimension dimension(TdslParser.DimensionContext context) {
        Span span = build.span(context);
        if (context.RANGE() != null) {
            return new TypeAnnotation.AnyAxes(span);
        }
        Expression size = expressions.build(context.expression());
        return switch (size) {
            case Expression.IntegerLiteral literal -> new TypeAnnotation.FixedSize(span, literal.value());
            case Expression.Name(Span _, String text) ->
                text.equals("_")
                        ? new TypeAnnotation.AnySize(span)
                        : new TypeAnnotation.NamedSize(new Identifier(span, text));
            default -> {
                checkArithmetic(size);
                yield new TypeAnnotation.ComputedSize(size);
            }
        };
    }

    private void checkArithmetic(Expression size) {
        switch (size) {
            case Expression.IntegerLiteral _ -> {}
            case Expression.Name name -> {
                if (name.text().equals("_")) {
                    build.errors().report(name.span(), "`_` is any size, and cannot be computed with");
                }
            }
            case Expression.Unary unary -> checkArithmetic(unary.operand());
            case Expression.Binary binary -> {
                checkArithmetic(binary.left());
                checkArithmetic(binary.right());
            }
            default ->
                build.errors()
                        .report(
                                size.span(),
                                "not a size",
                                "a size is an integer, a name, `_`, `..`, or arithmetic such as `2*d`");
        }
    }
}
