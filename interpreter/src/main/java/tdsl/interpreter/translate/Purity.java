package tdsl.interpreter.translate;

import java.util.List;
import tdsl.grammar.ast.Argument;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Subscript;
import tdsl.interpreter.translate.names.Binding;
import tdsl.interpreter.translate.names.Resolution;
import tdsl.interpreter.values.functions.OpFunction;

/// Which expressions surely change nothing that others read.
record Purity(Resolution resolution) {
    boolean isPure(Expression expression) {
        return switch (expression) {
            case Expression.Name _ -> true;
            case Expression.IntegerLiteral _, Expression.FloatLiteral _, Expression.BooleanLiteral _ -> true;
            case Expression.StringLiteral _, Expression.NoneLiteral _ -> true;
            case Expression.Attribute attribute -> isPure(attribute.value());
            case Expression.Unary unary -> isPure(unary.operand());
            case Expression.Binary binary -> isPure(binary.left()) && isPure(binary.right());
            case Expression.Comparison comparison -> isPure(comparison.left()) && isPure(comparison.right());
            case Expression.Index index ->
                isPure(index.value()) && index.subscripts().stream().allMatch(this::isPure);
            case Expression.Call call ->
                isPureOp(call.callee())
                        && call.arguments().stream().map(Argument::value).allMatch(this::isPure);
            default -> false;
        };
    }

    private boolean isPure(Subscript subscript) {
        return switch (subscript) {
            case Subscript.At at -> isPure(at.value());
            case Subscript.Slice slice ->
                slice.start().map(this::isPure).orElse(true)
                        && slice.stop().map(this::isPure).orElse(true)
                        && slice.step().map(this::isPure).orElse(true);
            case Subscript.Ellipsis _ -> true;
        };
    }

    private boolean isPureOp(Expression callee) {
        return callee instanceof Expression.Name name
                && resolution.binding(name) instanceof Binding.Builtin builtin
                && builtin.value() instanceof OpFunction function
                && !function.op().isMutating()
                && !function.name().endsWith("_");
    }

    /// What names a variable or a field of one: equal for equal paths. Null for anything else.
    Object readBy(Expression expression) {
        return switch (expression) {
            case Expression.Name name -> resolution.binding(name);
            case Expression.Attribute attribute -> {
                Object owner = readBy(attribute.value());
                yield owner == null ? null : List.of(owner, attribute.name().text());
            }
            default -> null;
        };
    }
}
