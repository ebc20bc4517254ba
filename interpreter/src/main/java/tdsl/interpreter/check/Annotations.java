package tdsl.interpreter.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Operator;
import tdsl.grammar.ast.Parameter;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.TypeAnnotation;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.tensor.DType;

/// What signatures say of shapes.
final class Annotations {
    private final Analysis analysis;

    Annotations(Analysis analysis) {
        this.analysis = analysis;
    }

    /// A tensor as an annotation describes it, with example sizes.
    Abstract example(TypeAnnotation annotation) {
        Optional<DType> dtype = dtype(annotation);
        if (dtype.isEmpty() || annotation.dimensions().isEmpty()) {
            return Abstract.UNKNOWN;
        }
        List<Long> shape = new ArrayList<>();
        for (TypeAnnotation.Dimension dimension : annotation.dimensions().get()) {
            switch (dimension) {
                case TypeAnnotation.FixedSize fixed -> shape.add(fixed.size());
                case TypeAnnotation.NamedSize named ->
                    shape.add(analysis.sizes().of(named.name().text()));
                case TypeAnnotation.AnySize _ -> shape.add(analysis.sizes().unnamed());
                case TypeAnnotation.AnyAxes _ -> shape.addAll(analysis.sizes().anyAxes());
                case TypeAnnotation.ComputedSize computed -> {
                    Optional<Long> size = size(
                            computed.size(),
                            name -> Optional.of(analysis.sizes().of(name)));
                    if (size.isEmpty()) {
                        return Abstract.UNKNOWN;
                    }
                    shape.add(size.get());
                }
            }
        }
        return new Abstract.Shaped(dtype.get(), shape);
    }

    private static Optional<DType> dtype(TypeAnnotation annotation) {
        String name = annotation.path().getLast().text();
        return name.equals("tensor") ? Optional.of(DType.FLOAT32) : DType.find(name);
    }

    /// The names that an annotation's brackets bind, or use.
    static List<String> names(TypeAnnotation annotation) {
        return annotation.dimensions().orElse(List.of()).stream()
                .filter(TypeAnnotation.NamedSize.class::isInstance)
                .map(dimension -> ((TypeAnnotation.NamedSize) dimension).name().text())
                .toList();
    }

    /// Compares the arguments of a call with the parameters' annotations.
    ///
    /// @param arguments by the parameters' names, with their places
    /// @return the tensor that the result's annotation then describes; unknown if there is none
    Abstract call(Abstract.Script function, Map<String, PlacedArgument> arguments) {
        Map<String, Long> bound = new LinkedHashMap<>();
        for (Parameter parameter : function.annotated()) {
            PlacedArgument argument = arguments.get(parameter.name().text());
            if (argument == null || parameter.type().isEmpty()) {
                continue;
            }
            if (argument.value() instanceof Abstract.Shaped shaped) {
                compare(parameter, parameter.type().get(), shaped, argument.span(), bound);
            }
        }
        return function.result().map(result -> instantiate(result, bound)).orElse(Abstract.UNKNOWN);
    }

    /// @param span where the argument stands
    record PlacedArgument(Abstract value, Span span) {}

    private void compare(
            Parameter parameter, TypeAnnotation annotation, Abstract.Shaped value, Span span, Map<String, Long> bound) {
        if (annotation.dimensions().isEmpty() || hasAnyAxes(annotation)) {
            return;
        }
        List<TypeAnnotation.Dimension> dimensions = annotation.dimensions().get();
        String expected = analysis.text(annotation.span());
        if (dimensions.size() != value.shape().size()) {
            String message = "%s must be %s, which has %d axes; it is %s%s"
                    .formatted(parameter.name().text(), expected, dimensions.size(), value.dtype(), value.shape());
            analysis.report(ErrorKind.SHAPE, span, message, Optional.empty());
            return;
        }
        for (int axis = 0; axis < dimensions.size(); axis++) {
            long size = value.shape().get(axis);
            Optional<Long> required = required(dimensions.get(axis), size, bound);
            if (required.isPresent() && required.get() != size) {
                String message = "%s must be %s: axis %d must have size %d, not %d"
                        .formatted(parameter.name().text(), expected, axis, required.get(), size);
                analysis.report(ErrorKind.SHAPE, span, message, Optional.empty());
            }
        }
    }

    private static boolean hasAnyAxes(TypeAnnotation annotation) {
        return annotation.dimensions().orElse(List.of()).stream().anyMatch(TypeAnnotation.AnyAxes.class::isInstance);
    }

    /// The size that an axis must have; empty if any will do, or it is not known.
    private static Optional<Long> required(TypeAnnotation.Dimension dimension, long size, Map<String, Long> bound) {
        return switch (dimension) {
            case TypeAnnotation.FixedSize fixed -> Optional.of(fixed.size());
            case TypeAnnotation.NamedSize named ->
                Optional.ofNullable(bound.putIfAbsent(named.name().text(), size));
            case TypeAnnotation.ComputedSize computed ->
                size(computed.size(), name -> Optional.ofNullable(bound.get(name)));
            case TypeAnnotation.AnySize _, TypeAnnotation.AnyAxes _ -> Optional.empty();
        };
    }

    private static Abstract instantiate(TypeAnnotation result, Map<String, Long> bound) {
        Optional<DType> dtype = dtype(result);
        if (dtype.isEmpty() || result.dimensions().isEmpty() || hasAnyAxes(result)) {
            return Abstract.UNKNOWN;
        }
        List<Long> shape = new ArrayList<>();
        for (TypeAnnotation.Dimension dimension : result.dimensions().get()) {
            Optional<Long> size = required(dimension, -1, new LinkedHashMap<>(bound));
            if (size.isEmpty()) {
                return Abstract.UNKNOWN;
            }
            shape.add(size.get());
        }
        return new Abstract.Shaped(dtype.get(), shape);
    }

    /// Compares what a function returns with its annotation.
    void result(TypeAnnotation annotation, Abstract value, Span span) {
        if (!(value instanceof Abstract.Shaped returned)
                || !(example(annotation) instanceof Abstract.Shaped expected)
                || hasAnyAxes(annotation)
                || annotation.dimensions().get().stream().anyMatch(TypeAnnotation.AnySize.class::isInstance)) {
            return;
        }
        if (!returned.shape().equals(expected.shape())) {
            String message = "the result must be %s, and is %s%s"
                    .formatted(analysis.text(annotation.span()), returned.dtype(), returned.shape());
            analysis.report(ErrorKind.SHAPE, span, message, Optional.empty());
        }
    }

    /// Looks up the size of a name.
    @FunctionalInterface
    private interface Sizes {
        Optional<Long> of(String name);
    }

    private static Optional<Long> size(Expression expression, Sizes sizes) {
        return switch (expression) {
            case Expression.IntegerLiteral literal -> Optional.of(literal.value());
            case Expression.Name name -> sizes.of(name.text());
            case Expression.Binary binary ->
                size(binary.left(), sizes)
                        .flatMap(left -> size(binary.right(), sizes)
                                .flatMap(right -> Arithmetic.of(binary.operator(), left, right))
                                .map(Long.class::cast));
            case Expression.Unary unary
            when unary.operator() == Operator.Unary.NEGATE ->
                size(unary.operand(), sizes).map(size -> -size);
            default -> Optional.empty();
        };
    }
}
