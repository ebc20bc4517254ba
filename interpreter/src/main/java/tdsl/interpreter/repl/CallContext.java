package tdsl.interpreter.repl;

import java.util.List;
import java.util.Optional;
import tdsl.grammar.Word;
import tdsl.interpreter.builtins.Builtin;
import tdsl.interpreter.builtins.Builtins;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Parameter;
import tdsl.tensor.ops.OpIndex;

/// The call within whose parentheses a text ends.
final class CallContext {
    private CallContext() {}

    /// The names that arguments there can have, each with its `=`.
    static List<String> argumentNames(String before) {
        return calledName(before).map(CallContext::parameterNames).orElse(List.of()).stream()
                .map(name -> name + "=")
                .toList();
    }

    /// The name before the last parenthesis that is still open.
    private static Optional<String> calledName(String before) {
        List<Word> words = Word.scan(before);
        int closed = 0;
        for (int i = words.size() - 1; i > 0; i--) {
            switch (words.get(i).span().textIn(before)) {
                case ")", "]", "}" -> closed++;
                case "[", "{" -> closed--;
                case "(" -> {
                    if (closed == 0) {
                        Word called = words.get(i - 1);
                        return called.kind() == Word.Kind.NAME
                                ? Optional.of(called.span().textIn(before))
                                : Optional.empty();
                    }
                    closed--;
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static List<String> parameterNames(String function) {
        Op op = OpIndex.find(function);
        if (op != null) {
            return op.signature().parameters().stream().map(Parameter::name).toList();
        }
        return Builtins.find(function) instanceof Builtin builtin
                ? builtin.parameters().names()
                : List.of();
    }
}
