package tdsl.interpreter.check;

import com.oracle.truffle.api.source.Source;
import com.oracle.truffle.api.source.SourceSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tdsl.grammar.ast.Span;
import tdsl.interpreter.diagnostics.Diagnostic;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Label;

/// What is wrong with a program, at most one finding of a kind at a place.
final class Findings {
    private record Place(Span span, ErrorKind kind) {}

    private final Source source;
    private final Map<Place, Diagnostic> found = new LinkedHashMap<>();

    Findings(Source source) {
        this.source = source;
    }

    void add(ErrorKind kind, Span span, String message, Optional<String> hint, List<Label> labels) {
        found.putIfAbsent(
                new Place(span, kind),
                new Diagnostic(kind, message, Optional.of(section(span)), labels, hint, List.of()));
    }

    SourceSection section(Span span) {
        return source.createSection(span.start(), span.length());
    }

    /// Drops what `other` did not find.
    void retain(Findings other) {
        found.keySet().retainAll(other.found.keySet());
    }

    List<Diagnostic> inOrder() {
        return found.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        (a, b) -> Integer.compare(a.span().start(), b.span().start())))
                .map(Map.Entry::getValue)
                .toList();
    }
}
