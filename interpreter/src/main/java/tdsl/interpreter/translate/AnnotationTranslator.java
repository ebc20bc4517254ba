package tdsl.interpreter.translate;

import java.util.ArrayList;
import java.util.List;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.Parameter;
import tdsl.grammar.ast.TypeAnnotation;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.access.AttributeNodeGen;
import tdsl.interpreter.nodes.check.BindingNode;
import tdsl.interpreter.nodes.check.DimensionNode;
import tdsl.interpreter.nodes.check.KindCheckNode;
import tdsl.interpreter.nodes.check.ShapeCheckNode;
import tdsl.interpreter.nodes.check.TypeCheckNode;
import tdsl.interpreter.nodes.literal.LongNode;
import tdsl.interpreter.translate.names.Binding;
import tdsl.interpreter.values.TypeValue;
import tdsl.tensor.DType;

/// Translates the annotations of one signature, in order.
final class AnnotationTranslator {
    private static final String ANY_TENSOR = "tensor";

    private final CodeTranslator code;
    private final String functionName;
    /// How many of the signature's size names are bound by the parameters so far.
    private int boundCount;

    AnnotationTranslator(CodeTranslator code, String functionName) {
        this.code = code;
        this.functionName = functionName;
    }

    TypeCheckNode ofParameter(TypeAnnotation annotation, Parameter parameter) {
        boolean defaultsToNone = parameter
                .defaultValue()
                .filter(Expression.NoneLiteral.class::isInstance)
                .isPresent();
        return check(annotation, functionName + ": " + parameter.name().text(), defaultsToNone);
    }

    TypeCheckNode ofResult(TypeAnnotation annotation) {
        return check(annotation, functionName + ": the result", false);
    }

    private TypeCheckNode check(TypeAnnotation annotation, String subject, boolean acceptsNone) {
        TypeCheckNode check = annotation
                .dimensions()
                .<TypeCheckNode>map(dimensions -> shape(annotation, dimensions, subject, acceptsNone))
                .orElseGet(() -> new KindCheckNode(subject, type(annotation), acceptsNone));
        return Translation.at(check, annotation.span());
    }

    private ExpressionNode type(TypeAnnotation annotation) {
        Identifier first = annotation.path().getFirst();
        ExpressionNode type =
                Translation.at(code.variables().read(code.resolution().binding(first)), first.span());
        for (Identifier member : annotation.path().subList(1, annotation.path().size())) {
            type = Translation.at(AttributeNodeGen.create(Translation.memberName(member), type), member.span());
        }
        return type;
    }

    private ShapeCheckNode shape(
            TypeAnnotation annotation, List<TypeAnnotation.Dimension> dimensions, String subject, boolean acceptsNone) {
        List<DimensionNode> nodes = new ArrayList<>();
        int restIndex = -1;
        for (TypeAnnotation.Dimension dimension : dimensions) {
            switch (dimension) {
                case TypeAnnotation.AnyAxes _ -> restIndex = nodes.size();
                case TypeAnnotation.AnySize _ -> nodes.add(new DimensionNode.Any());
                case TypeAnnotation.FixedSize fixed -> nodes.add(expected(new LongNode(fixed.size()), dimension));
                case TypeAnnotation.ComputedSize computed ->
                    nodes.add(expected(code.expressions().translate(computed.size()), dimension));
                case TypeAnnotation.NamedSize named -> nodes.add(named(named));
            }
        }
        BindingNode[] bindings = bindings();
        boundCount += (int) dimensions.stream().filter(this::isBinder).count();
        return new ShapeCheckNode(
                subject,
                code.translation().text(annotation.span()),
                dtype(annotation),
                acceptsNone,
                nodes.toArray(DimensionNode[]::new),
                restIndex,
                bindings);
    }

    private DimensionNode expected(ExpressionNode size, TypeAnnotation.Dimension dimension) {
        return new DimensionNode.Expected(size, code.translation().text(dimension.span()));
    }

    private DimensionNode named(TypeAnnotation.NamedSize named) {
        Binding binding = code.resolution().binding(named.name());
        if (isBinder(named) && binding instanceof Binding.Local local) {
            return new DimensionNode.Binding(code.variables().declare(local.variable()));
        }
        return expected(code.variables().read(binding), named);
    }

    private boolean isBinder(TypeAnnotation.Dimension dimension) {
        return dimension instanceof TypeAnnotation.NamedSize named
                && code.resolution().isBinder(named.name());
    }

    /// What the parameters before this one have bound.
    private BindingNode[] bindings() {
        return code.function().sizeBindings().subList(0, boundCount).stream()
                .map(bound -> new BindingNode(
                        bound.variable().name(),
                        bound.parameter(),
                        code.variables().read(bound.variable())))
                .toArray(BindingNode[]::new);
    }

    /// The dtype before the brackets; null for `tensor`.
    private DType dtype(TypeAnnotation annotation) {
        Identifier name = annotation.path().getLast();
        if (annotation.path().size() == 1 && code.resolution().binding(name) instanceof Binding.Builtin builtin) {
            if (builtin.value() instanceof DType dtype) {
                return dtype;
            }
            if (builtin.value() instanceof TypeValue type && type.isNameOf(DType.BOOL)) {
                return DType.BOOL;
            }
            if (builtin.name().equals(ANY_TENSOR)) {
                return null;
            }
        }
        throw new ScriptException(
                        ErrorKind.SYNTAX,
                        name.text() + " has no shape",
                        code.translation().section(annotation.span()))
                .withHint("brackets follow a dtype such as f32, or tensor");
    }
}
