package tdsl.interpreter.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;

class InputHighlighterTest {
    private static AttributedString highlight(String input) {
        AttributedString colored = new InputHighlighter().highlight(null, input);
        assertEquals(input, colored.toString());
        return colored;
    }

    private static void assertStyle(AttributedStyle expected, AttributedString colored, String part) {
        int start = colored.toString().indexOf(part);
        for (int i = start; i < start + part.length(); i++) {
            assertEquals(expected, colored.styleAt(i), part);
        }
    }

    @Test
    void wordsAreColoredByTheirKind() {
        AttributedString colored = highlight("let x = 12 + len(\"a\")  # note");
        assertStyle(AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA), colored, "let");
        assertStyle(AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN), colored, "12");
        assertStyle(AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN), colored, "\"a\"");
        assertStyle(AttributedStyle.DEFAULT.faint(), colored, "# note");
        assertStyle(AttributedStyle.DEFAULT, colored, " + len(");
    }

    /// As it is while it is typed.
    @Test
    void unfinishedInputIsColoredToo() {
        assertStyle(AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA), highlight("if x == \"unfinish"), "if");
        highlight("let = } 0x");
    }

    @Test
    void commandsAreLeftAsTheyAre() {
        assertStyle(AttributedStyle.DEFAULT, highlight(":time let x = 1"), ":time let x = 1");
    }
}
