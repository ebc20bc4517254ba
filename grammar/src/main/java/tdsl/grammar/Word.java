package tdsl.grammar;

import java.util.List;
import tdsl.grammar.ast.Span;
import tdsl.grammar.parser.WordScanner;

/// A word of a source, for whoever shows or edits text rather than runs it. Spaces and line breaks are not words.
public record Word(Kind kind, Span span) {
    /// What a word is, as far as it matters for showing it.
    public enum Kind {
        KEYWORD,
        NAME,
        NUMBER,
        STRING,
        COMMENT,
        MARK
    }

    /// The words of any text, right or wrong, in order.
    public static List<Word> scan(String text) {
        return WordScanner.scan(text);
    }

    /// The words that cannot be names.
    public static List<String> keywords() {
        return WordScanner.keywords();
    }
}
