package tdsl.grammar.parser;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.Pattern;
import tdsl.grammar.ast.Span;
import tdsl.grammar.parser.TdslParser.LabelContext;
import tdsl.grammar.parser.TdslParser.NameContext;
import tdsl.grammar.parser.TdslParser.PatternContext;

/// What all builders of the syntax tree share: the source, its positions, where errors go, and the small parts.
record Build(String source, Positions positions, ErrorSink errors) {

    Span span(ParserRuleContext context) {
        return positions.of(context);
    }

    Span span(Token token) {
        return positions.of(token);
    }

    String text(ParserRuleContext context) {
        return span(context).textIn(source);
    }

    Identifier identifier(NameContext name) {
        return new Identifier(span(name), name.getText());
    }

    Identifier identifier(LabelContext label) {
        return new Identifier(span(label), label.getText());
    }

    Pattern pattern(PatternContext pattern) {
        return pattern.name() != null
                ? new Pattern.Single(identifier(pattern.name()))
                : new Pattern.Tuple(span(pattern), map(pattern.pattern(), this::pattern));
    }

    static <C, R> List<R> map(List<C> contexts, Function<C, R> build) {
        return contexts.stream().map(build).toList();
    }

    static <C, R> Optional<R> optional(C contextOrNull, Function<C, R> build) {
        return Optional.ofNullable(contextOrNull).map(build);
    }
}
