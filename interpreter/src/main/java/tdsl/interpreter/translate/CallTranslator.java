package tdsl.interpreter.translate;

import java.util.ArrayList;
import java.util.List;
import tdsl.grammar.ast.Argument;
import tdsl.grammar.ast.Expression;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.call.ArgumentsNode;
import tdsl.interpreter.nodes.call.CallNode;
import tdsl.interpreter.nodes.call.MethodCallNodeGen;
import tdsl.interpreter.nodes.call.OpCallNode;
import tdsl.interpreter.nodes.function.NeedsGradNode;
import tdsl.interpreter.nodes.function.RemarkNode;
import tdsl.interpreter.translate.names.Binding;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.interpreter.values.functions.ScriptOp;

/// Translates calls and pipes.
final class CallTranslator {
    private final CodeTranslator code;

    CallTranslator(CodeTranslator code) {
        this.code = code;
    }

    ExpressionNode call(Expression.Call call) {
        ScriptOp.Remark remark = code.resolution().remark(call);
        if (remark != null) {
            return new RemarkNode(
                    remark,
                    call.arguments().stream()
                            .map(argument -> code.expressions().translate(argument.value()))
                            .toArray(ExpressionNode[]::new));
        }
        Integer parameter = code.resolution().needsGradParameter(call);
        return parameter != null ? new NeedsGradNode(parameter) : call(call.callee(), call.arguments());
    }

    /// `value |> f(a)` is `f(value, a)`, and `value |> f` is `f(value)`.
    ExpressionNode pipe(Expression.Pipe pipe) {
        List<Argument> arguments = new ArrayList<>();
        arguments.add(new Argument.Positional(pipe.value().span(), pipe.value()));
        if (pipe.target() instanceof Expression.Call call) {
            arguments.addAll(call.arguments());
            return call(call.callee(), arguments);
        }
        return call(pipe.target(), arguments);
    }

    private ExpressionNode call(Expression callee, List<Argument> arguments) {
        ArgumentsNode argumentsNode = arguments(arguments);
        if (callee instanceof Expression.Attribute attribute) {
            ExpressionNode receiver = code.expressions().translate(attribute.value());
            return MethodCallNodeGen.create(Translation.memberName(attribute.name()), argumentsNode, receiver);
        }
        if (callee instanceof Expression.Name name
                && code.resolution().binding(name) instanceof Binding.Builtin builtin
                && builtin.value() instanceof OpFunction function) {
            return new OpCallNode(function.op(), argumentsNode);
        }
        return new CallNode(code.expressions().translate(callee), argumentsNode);
    }

    private ArgumentsNode arguments(List<Argument> arguments) {
        ExpressionNode[] values = arguments.stream()
                .map(argument -> code.expressions().translate(argument.value()))
                .toArray(ExpressionNode[]::new);
        String[] names = arguments.stream()
                .filter(Argument.Named.class::isInstance)
                .map(argument -> ((Argument.Named) argument).name().text())
                .toArray(String[]::new);
        boolean[] isSpread = new boolean[values.length - names.length];
        for (int i = 0; i < isSpread.length; i++) {
            isSpread[i] = arguments.get(i) instanceof Argument.Spread;
        }
        return new ArgumentsNode(values, isSpread, names);
    }
}
