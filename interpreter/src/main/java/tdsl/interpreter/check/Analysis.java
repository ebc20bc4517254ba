package tdsl.interpreter.check;

import com.oracle.truffle.api.source.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Span;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Label;
import tdsl.interpreter.translate.names.Binding;
import tdsl.interpreter.translate.names.Resolution;
import tdsl.interpreter.translate.names.Variable;

/// One pass over a program with one choice of example sizes: what is known of its variables, and what was found.
final class Analysis {
    private final Source source;
    private final Resolution resolution;
    private final ModuleSummaries modules;
    private final ExampleSizes.Choice choice;
    private final Findings findings;
    /// Only of variables that keep their first value.
    private final Map<Variable, Abstract> values = new IdentityHashMap<>();
    /// Bodies are looked at after the statements around them, when more variables are known.
    private final Deque<Runnable> postponed = new ArrayDeque<>();

    private ExampleSizes sizes;
    private int expectedFailures;

    Analysis(Source source, Resolution resolution, ModuleSummaries modules, ExampleSizes.Choice choice) {
        this.source = source;
        this.resolution = resolution;
        this.modules = modules;
        this.choice = choice;
        findings = new Findings(source);
        sizes = new ExampleSizes(choice);
    }

    Resolution resolution() {
        return resolution;
    }

    ModuleSummaries modules() {
        return modules;
    }

    Findings findings() {
        return findings;
    }

    /// The sizes of the function that is looked at.
    ExampleSizes sizes() {
        return sizes;
    }

    String text(Span span) {
        return source.getCharacters().subSequence(span.start(), span.end()).toString();
    }

    /// What tensors whose elements are not known are filled with.
    double filling() {
        return choice == ExampleSizes.Choice.PRIMES ? 0 : 1;
    }

    // ---- variables ----

    void define(Variable variable, Abstract value) {
        if (!variable.isAssigned()) {
            values.put(variable, value);
        }
    }

    Abstract value(Expression.Name name) {
        return switch (resolution.binding(name)) {
            case Binding.Local local -> values.getOrDefault(local.variable(), Abstract.UNKNOWN);
            case Binding.Builtin builtin -> LibraryCalls.builtin(builtin.value());
            // A field is known where a signature says that a size has its value.
            case Binding.Field field ->
                sizes.find(field.name()).<Abstract>map(Abstract.Plain::new).orElse(Abstract.UNKNOWN);
        };
    }

    // ---- bodies ----

    /// Looks at the body of a function later, with sizes of its own.
    void postpone(Runnable body) {
        postponed.add(() -> {
            sizes = new ExampleSizes(choice);
            body.run();
        });
    }

    void runPostponed() {
        while (!postponed.isEmpty()) {
            postponed.remove().run();
        }
    }

    /// Runs what the program expects to fail, as in a `try`.
    void whileFailuresAreExpected(Runnable part) {
        expectedFailures++;
        part.run();
        expectedFailures--;
    }

    // ---- findings ----

    void report(ErrorKind kind, Span span, String message, Optional<String> hint) {
        report(kind, span, message, hint, List.of());
    }

    void report(ErrorKind kind, Span span, String message, Optional<String> hint, List<Label> labels) {
        if (expectedFailures == 0) {
            findings.add(kind, span, sizes.named(message), hint.map(sizes::named), labels);
        }
    }

    /// What is known of a part of the source, in the words of the signature.
    Label label(Expression expression, Abstract.Shaped value) {
        String text = text(expression.span());
        String shape = value.shape().toString();
        return new Label(
                findings.section(expression.span()), sizes.named("%s: %s%s".formatted(text, value.dtype(), shape)));
    }
}
