package tdsl.grammar.parser;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tdsl.grammar.SyntaxError;
import tdsl.grammar.ast.Span;

/// Collects the errors of one source.
public final class ErrorSink {
    private final List<SyntaxError> errors = new ArrayList<>();

    public void report(Span span, String message) {
        errors.add(new SyntaxError(span, message, Optional.empty(), false));
    }

    public void report(Span span, String message, String hint) {
        errors.add(new SyntaxError(span, message, Optional.of(hint), false));
    }

    /// Reports that the source ends too early.
    public void reportIncomplete(Span span, String message) {
        errors.add(new SyntaxError(span, message, Optional.empty(), true));
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    /// The errors in source order.
    public List<SyntaxError> inOrder() {
        return errors.stream()
                .sorted(Comparator.comparingInt(error -> error.span().start()))
                .toList();
    }
}
