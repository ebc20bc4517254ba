package tdsl.grammar.parser;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import tdsl.grammar.SyntaxError;
import tdsl.grammar.ast.Span;

/// Collects the errors of one source.
public final class ErrorSink {
    private final List<SyntaxError> errors = new ArrayList<>();
    private final NavigableSet<Integer> starts = new TreeSet<>();

    public void report(Span span, String message) {
        add(new SyntaxError(span, message, Optional.empty(), false));
    }

    public void report(Span span, String message, String hint) {
        add(new SyntaxError(span, message, Optional.of(hint), false));
    }

    /// Reports that the source ends too early.
    public void reportIncomplete(Span span, String message) {
        add(new SyntaxError(span, message, Optional.empty(), true));
    }

    private void add(SyntaxError error) {
        errors.add(error);
        starts.add(error.span().start());
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    /// Whether an error is known that starts in the stretch from `start` up to and including `end`.
    boolean hasErrorWithin(int start, int end) {
        Integer next = starts.ceiling(start);
        return next != null && next <= end;
    }

    /// The errors in source order.
    public List<SyntaxError> inOrder() {
        return errors.stream()
                .sorted(Comparator.comparingInt(error -> error.span().start()))
                .toList();
    }
}
