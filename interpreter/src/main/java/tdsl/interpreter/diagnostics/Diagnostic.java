package tdsl.interpreter.diagnostics;

import com.oracle.truffle.api.source.Source;
import com.oracle.truffle.api.source.SourceSection;
import java.util.List;
import java.util.Optional;
import tdsl.grammar.SyntaxError;

/// One error as it is shown to people.
///
/// @param where the place that is at fault, if the error has one
/// @param labels what is known about parts of that place
/// @param hint what to do about it, if that is known
/// @param trace the calls that led there, innermost first
public record Diagnostic(
        ErrorKind kind,
        String message,
        Optional<SourceSection> where,
        List<Label> labels,
        Optional<String> hint,
        List<CallSite> trace) {
    public Diagnostic {
        labels = List.copyOf(labels);
        trace = List.copyOf(trace);
    }

    public Diagnostic(ErrorKind kind, String message, SourceSection where, Optional<String> hint) {
        this(kind, message, Optional.of(where), List.of(), hint, List.of());
    }

    public static Diagnostic of(Source source, SyntaxError error) {
        SourceSection section =
                source.createSection(error.span().start(), error.span().length());
        return new Diagnostic(ErrorKind.SYNTAX, error.message(), section, error.hint());
    }
}
