package tdsl.grammar.parser;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tdsl.grammar.ast.Argument;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.Subscript;
import tdsl.grammar.parser.TdslParser.ArgumentContext;
import tdsl.grammar.parser.TdslParser.SliceContext;
import tdsl.grammar.parser.TdslParser.SubscriptContext;

/// Builds and checks what stands in the brackets of calls and indices.
final class CallBuilder {
    private final Build build;
    private final ExpressionBuilder expressions;

    CallBuilder(Build build, ExpressionBuilder expressions) {
        this.build = build;
        this.expressions = expressions;
    }

    List<Argument> arguments(List<ArgumentContext> contexts) {
        List<Argument> arguments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ArgumentContext context : contexts) {
            Argument argument = argument(context);
            switch (argument) {
                case Argument.Named named -> {
                    if (!names.add(named.name().text())) {
                        build.errors()
                                .report(
                                        named.name().span(),
                                        "argument `" + named.name().text() + "` is given twice");
                    }
                }
                case Argument.Positional _, Argument.Spread _ -> {
                    if (!names.isEmpty()) {
                        build.errors().report(argument.span(), "a positional argument cannot follow a named one");
                    }
                }
            }
            arguments.add(argument);
        }
        return arguments;
    }

    private Argument argument(ArgumentContext context) {
        Span span = build.span(context);
        Expression last = expressions.build(context.expression().getLast());
        if (context.STAR() != null) {
            return new Argument.Spread(span, last);
        }
        if (context.ASSIGN() == null) {
            return new Argument.Positional(span, last);
        }
        if (context.keyword() != null) {
            Identifier name = new Identifier(
                    build.span(context.keyword()), context.keyword().getText());
            return new Argument.Named(span, name, last);
        }
        return named(context, span, last);
    }

    private Argument named(ArgumentContext context, Span span, Expression value) {
        Expression name = expressions.build(context.expression(0));
        if (name instanceof Expression.Name(Span nameSpan, String text)) {
            return new Argument.Named(span, new Identifier(nameSpan, text), value);
        }
        build.errors()
                .report(
                        build.span(context.ASSIGN().getSymbol()),
                        "only a plain name can be the name of an argument",
                        "use `==` to compare");
        return new Argument.Positional(span, value);
    }

    List<Subscript> subscripts(List<SubscriptContext> contexts) {
        List<Subscript> subscripts = Build.map(contexts, this::subscript);
        subscripts.stream()
                .filter(Subscript.Ellipsis.class::isInstance)
                .skip(1)
                .forEach(repeated -> build.errors().report(repeated.span(), "an index has at most one `...`"));
        return subscripts;
    }

    private Subscript subscript(SubscriptContext context) {
        Span span = build.span(context);
        if (context.ELLIPSIS() != null) {
            return new Subscript.Ellipsis(span);
        }
        Optional<Expression> lower = Build.optional(context.lower, expressions::build);
        SliceContext slice = context.slice();
        return slice == null
                ? new Subscript.At(span, lower.orElseThrow())
                : new Subscript.Slice(
                        span,
                        lower,
                        Build.optional(slice.upper, expressions::build),
                        Build.optional(slice.step, expressions::build));
    }
}
