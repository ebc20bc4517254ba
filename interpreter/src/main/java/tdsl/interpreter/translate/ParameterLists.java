package tdsl.interpreter.translate;

import java.util.List;
import java.util.function.Function;
import tdsl.grammar.ast.Parameter;
import tdsl.grammar.ast.Span;
import tdsl.interpreter.values.functions.FormalParameter;
import tdsl.interpreter.values.functions.ParameterList;

/// Parameters as written, as calls are matched with them.
public final class ParameterLists {
    private ParameterLists() {}

    /// @param owner the name of what has the parameters
    /// @param text  gives the source text of a default value
    public static ParameterList of(String owner, List<Parameter> parameters, Function<Span, String> text) {
        List<FormalParameter> formal =
                parameters.stream().map(parameter -> formal(parameter, text)).toList();
        return new ParameterList(owner, formal);
    }

    private static FormalParameter formal(Parameter parameter, Function<Span, String> text) {
        FormalParameter.Kind kind = switch (parameter.kind()) {
            case ORDINARY -> FormalParameter.Kind.ORDINARY;
            case REST -> FormalParameter.Kind.REST;
            case NAME_ONLY -> FormalParameter.Kind.NAME_ONLY;
        };
        String defaultText =
                parameter.defaultValue().map(value -> text.apply(value.span())).orElse(null);
        return new FormalParameter(parameter.name().text(), kind, defaultText);
    }
}
