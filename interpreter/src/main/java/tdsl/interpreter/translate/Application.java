package tdsl.interpreter.translate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tdsl.grammar.ast.Argument;
import tdsl.grammar.ast.Expression;
import tdsl.interpreter.builtins.members.Members;
import tdsl.interpreter.nodes.arithmetic.BinaryOperator;
import tdsl.interpreter.translate.names.Binding;
import tdsl.interpreter.translate.names.Resolution;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.fusion.FusableOps;
import tdsl.tensor.ops.OpIndex;

/// An operator or call that applies an op which can be part of a fused expression.
///
/// @param operands  the expressions that it takes, in order of evaluation
/// @param arguments in the order of the op's signature: each one of `operands`, or a value as ops take it
record Application(Op op, List<Expression> operands, Object[] arguments) {
    /// @param isRoot whether nothing else applies to its value, so that it may be a reduction
    /// @return null if the expression is anything else
    static Application of(Expression expression, Resolution resolution, boolean isRoot) {
        return switch (expression) {
            case Expression.Unary unary ->
                switch (unary.operator()) {
                    case NEGATE -> operator(OpIndex.find("neg"), unary.operand());
                    case INVERT -> operator(OpIndex.find("bitwise_not"), unary.operand());
                    case PLUS, NOT -> null;
                };
            case Expression.Binary binary ->
                operator(BinaryOperator.valueOf(binary.operator().name()).op(), binary.left(), binary.right());
            case Expression.Comparison comparison ->
                switch (comparison.operator()) {
                    case IN, NOT_IN, IS, IS_NOT -> null;
                    default ->
                        operator(
                                BinaryOperator.valueOf(comparison.operator().name())
                                        .op(),
                                comparison.left(),
                                comparison.right());
                };
            case Expression.Call call -> call(call, resolution, isRoot);
            default -> null;
        };
    }

    private static Application operator(Op op, Expression... operands) {
        return FusableOps.isPointwise(op)
                ? new Application(op, List.of(operands), List.of(operands).toArray())
                : null;
    }

    private static Application call(Expression.Call call, Resolution resolution, boolean isRoot) {
        List<Expression> positional = new ArrayList<>();
        Op op = opOf(call, resolution);
        boolean isReduction = isRoot && op != null && FusableOps.isReduction(op);
        if (op == null || !isReduction && !FusableOps.isPointwise(op)) {
            return null;
        }
        if (call.callee() instanceof Expression.Attribute attribute) {
            positional.add(attribute.value());
        }
        Map<String, Expression> named = new LinkedHashMap<>();
        for (Argument argument : call.arguments()) {
            switch (argument) {
                case Argument.Positional _ -> positional.add(argument.value());
                case Argument.Named name -> named.put(name.name().text(), argument.value());
                case Argument.Spread _ -> {
                    return null;
                }
            }
        }
        return isReduction && positional.size() + named.size() > 1 ? null : bound(op, positional, named);
    }

    /// The op that a call is known to mean if its receiver is a tensor; null if none.
    private static Op opOf(Expression.Call call, Resolution resolution) {
        if (call.callee() instanceof Expression.Attribute attribute) {
            return Members.tensorOp(attribute.name().text());
        }
        boolean isOrdinary = resolution.needsGradParameter(call) == null && resolution.remark(call) == null;
        return isOrdinary
                        && call.callee() instanceof Expression.Name name
                        && resolution.binding(name) instanceof Binding.Builtin builtin
                        && builtin.value() instanceof OpFunction function
                ? function.op()
                : null;
    }

    /// Matches arguments with parameters, once for all calls: what is no literal must be an operand.
    private static Application bound(Op op, List<Expression> positional, Map<String, Expression> named) {
        Map<Object, Expression> operands = new IdentityHashMap<>();
        List<Expression> inOrder = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        positional.forEach(argument -> values.add(value(argument, operands, inOrder)));
        Map<String, Object> namedValues = new LinkedHashMap<>();
        named.forEach((name, argument) -> namedValues.put(name, value(argument, operands, inOrder)));
        try {
            Object[] arguments = op.signature().bind(values, namedValues);
            long placed = Arrays.stream(arguments)
                    .filter(argument -> argument != null && operands.containsKey(argument))
                    .count();
            Arrays.setAll(
                    arguments,
                    i -> operands.getOrDefault(arguments[i], null) != null ? operands.get(arguments[i]) : arguments[i]);
            return placed == inOrder.size() ? new Application(op, inOrder, arguments) : null;
        } catch (TensorException _) {
            return null;
        }
    }

    /// The value of a literal, or a tensor that stands for an operand.
    private static Object value(Expression argument, Map<Object, Expression> operands, List<Expression> inOrder) {
        Object literal = literal(argument);
        if (literal != null) {
            return literal;
        }
        Tensor operand = Tensor.weakScalar(0L);
        operands.put(operand, argument);
        inOrder.add(argument);
        return operand;
    }

    /// The value of a number or bool that is written as such; null for anything else.
    static Object literal(Expression expression) {
        return switch (expression) {
            case Expression.BooleanLiteral literal -> literal.value();
            case Expression.IntegerLiteral literal -> literal.value();
            case Expression.FloatLiteral literal -> literal.value();
            default -> null;
        };
    }
}
