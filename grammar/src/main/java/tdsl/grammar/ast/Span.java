package tdsl.grammar.ast;

/// A stretch of source text, from `start` up to and not including `end`, in UTF-16 characters from the start of the
/// source (the unit of [String#charAt]). Lines and columns are derived from it by whoever reports a position.
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a span: " + start + ".." + end);
        }
    }

    public int length() {
        return end - start;
    }

    /// The smallest span that covers this one and `other`.
    public Span to(Span other) {
        return new Span(Math.min(start, other.start), Math.max(end, other.end));
    }

    /// The text that this span covers in its source.
    public String textIn(CharSequence source) {
        return source.subSequence(start, end).toString();
    }
}
