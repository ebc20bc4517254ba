package tdsl.interpreter.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tdsl.grammar.ast.Argument;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Span;
import tdsl.interpreter.check.Annotations.PlacedArgument;
import tdsl.interpreter.diagnostics.Label;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.translate.names.Resolution;
import tdsl.interpreter.values.functions.FormalParameter;

/// Checks that arguments fit what is called.
final class CallChecker {
    private final Analysis analysis;
    private final ExpressionChecker expressions;
    private final LibraryCalls library;
    private final Annotations annotations;

    CallChecker(Analysis analysis, ExpressionChecker expressions, LibraryCalls library) {
        this.analysis = analysis;
        this.expressions = expressions;
        this.library = library;
        annotations = new Annotations(analysis);
    }

    /// The arguments of one call.
    ///
    /// @param isSpread whether a list is spread into it, so that their number is not known
    private record Arguments(List<PlacedArgument> positional, Map<String, PlacedArgument> named, boolean isSpread) {
        List<Abstract> positionalValues() {
            return isSpread
                    ? null
                    : positional.stream().map(PlacedArgument::value).toList();
        }

        Map<String, Abstract> namedValues() {
            Map<String, Abstract> values = new LinkedHashMap<>();
            named.forEach((name, argument) -> values.put(name, argument.value()));
            return values;
        }
    }

    Abstract call(Expression.Call call) {
        Resolution resolution = analysis.resolution();
        if (resolution.needsGradParameter(call) != null) {
            return Abstract.UNKNOWN;
        }
        if (resolution.remark(call) != null) {
            call.arguments().forEach(argument -> expressions.check(argument.value()));
            return Abstract.UNKNOWN;
        }
        return call(call.span(), call.callee(), call.arguments(), Optional.empty());
    }

    Abstract pipe(Expression.Pipe pipe) {
        PlacedArgument first =
                new PlacedArgument(expressions.check(pipe.value()), pipe.value().span());
        return pipe.target() instanceof Expression.Call call
                ? call(pipe.span(), call.callee(), call.arguments(), Optional.of(first))
                : call(pipe.span(), pipe.target(), List.of(), Optional.of(first));
    }

    private Abstract call(Span span, Expression callee, List<Argument> written, Optional<PlacedArgument> piped) {
        Abstract function = expressions.check(callee);
        List<Label> labels = new ArrayList<>();
        if (callee instanceof Expression.Attribute method
                && function instanceof Abstract.Library called
                && called.receiver().orElse(null) instanceof Abstract.Shaped shaped) {
            labels.add(analysis.label(method.value(), shaped));
        }
        Arguments arguments = arguments(written, piped, labels);
        return switch (function) {
            case Abstract.Library(Object callable, Optional<Abstract> receiver) ->
                library.call(span, callable, withReceiver(receiver, arguments), arguments.namedValues(), labels);
            case Abstract.Script script -> callScript(span, script, arguments);
            default -> Abstract.UNKNOWN;
        };
    }

    private static List<Abstract> withReceiver(Optional<Abstract> receiver, Arguments arguments) {
        List<Abstract> values = arguments.positionalValues();
        if (receiver.isEmpty() || values == null) {
            return values;
        }
        List<Abstract> all = new ArrayList<>(List.of(receiver.get()));
        all.addAll(values);
        return all;
    }

    private Arguments arguments(List<Argument> written, Optional<PlacedArgument> piped, List<Label> labels) {
        List<PlacedArgument> positional = new ArrayList<>(piped.stream().toList());
        Map<String, PlacedArgument> named = new LinkedHashMap<>();
        boolean isSpread = false;
        for (Argument argument : written) {
            Abstract value = expressions.check(argument.value());
            PlacedArgument placed = new PlacedArgument(value, argument.value().span());
            switch (argument) {
                case Argument.Positional _ -> positional.add(placed);
                case Argument.Named name -> named.put(name.name().text(), placed);
                case Argument.Spread _ -> isSpread = true;
            }
            if (value instanceof Abstract.Shaped shaped) {
                labels.add(analysis.label(argument.value(), shaped));
            }
        }
        return new Arguments(positional, named, isSpread);
    }

    private Abstract callScript(Span span, Abstract.Script function, Arguments arguments) {
        if (arguments.isSpread()) {
            return Abstract.UNKNOWN;
        }
        try {
            String[] names = arguments.named().keySet().toArray(String[]::new);
            function.parameters().plan(null, arguments.positional().size(), names);
        } catch (ScriptException misfit) {
            analysis.report(misfit.kind(), span, misfit.getMessage(), misfit.hint());
            return Abstract.UNKNOWN;
        }
        Map<String, PlacedArgument> byName = new LinkedHashMap<>(arguments.named());
        List<FormalParameter> parameters = function.parameters().parameters();
        for (int i = 0; i < Math.min(parameters.size(), arguments.positional().size()); i++) {
            if (parameters.get(i).kind() == FormalParameter.Kind.ORDINARY) {
                byName.put(parameters.get(i).name(), arguments.positional().get(i));
            }
        }
        return annotations.call(function, byName);
    }
}
