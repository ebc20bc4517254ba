package tdsl.interpreter.repl;

import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import tdsl.grammar.Word;

/// Colours the input while it is typed.
final class InputHighlighter implements Highlighter {
    private static final AttributedStyle KEYWORD = AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA);
    private static final AttributedStyle NUMBER = AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
    private static final AttributedStyle STRING = AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
    private static final AttributedStyle COMMENT = AttributedStyle.DEFAULT.faint();

    @Override
    public AttributedString highlight(LineReader reader, String input) {
        if (ReplCommand.isCommand(input)) {
            return new AttributedString(input);
        }
        AttributedStringBuilder colored = new AttributedStringBuilder(input.length());
        int done = 0;
        for (Word word : Word.scan(input)) {
            colored.append(input, done, word.span().start());
            colored.styled(
                    style(word.kind()),
                    input.substring(word.span().start(), word.span().end()));
            done = word.span().end();
        }
        return colored.append(input, done, input.length()).toAttributedString();
    }

    private static AttributedStyle style(Word.Kind kind) {
        return switch (kind) {
            case KEYWORD -> KEYWORD;
            case NUMBER -> NUMBER;
            case STRING -> STRING;
            case COMMENT -> COMMENT;
            case NAME, MARK -> AttributedStyle.DEFAULT;
        };
    }
}
