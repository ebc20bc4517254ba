package tdsl.interpreter.repl;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import tdsl.grammar.SourceParser;
import tdsl.grammar.Word;

/// Tells the line editor when an input is complete, and which word the cursor stands in.
final class InputParser implements Parser {
    @Override
    public ParsedLine parse(String input, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !isComplete(input)) {
            int openBrackets = openBrackets(input);
            throw new EOFError(-1, -1, "incomplete", "", openBrackets, openBrackets > 0 ? "}" : null);
        }
        return new InputWord(input, wordStart(input, cursor), cursor);
    }

    private static int wordStart(String input, int cursor) {
        boolean isFile = ReplCommand.takesFile(input.substring(0, cursor));
        int start = cursor;
        while (start > 0 && isWordPart(input.charAt(start - 1), isFile)) {
            start--;
        }
        return start;
    }

    private static boolean isWordPart(char character, boolean isFile) {
        return isFile ? character != ' ' : Character.isUnicodeIdentifierPart(character);
    }

    private static boolean isComplete(String input) {
        return ReplCommand.isCommand(input) || !SourceParser.parse(input).isIncomplete();
    }

    private static int openBrackets(String input) {
        int open = 0;
        for (Word word : Word.scan(input)) {
            if (word.kind() == Word.Kind.MARK && word.span().length() == 1) {
                open += switch (input.charAt(word.span().start())) {
                    case '(', '[', '{' -> 1;
                    case ')', ']', '}' -> -1;
                    default -> 0;
                };
            }
        }
        return Math.max(0, open);
    }

    /// The part of a name that stands before the cursor.
    private record InputWord(String line, int start, int cursor) implements CompletingParsedLine {
        @Override
        public String word() {
            return line.substring(start, cursor);
        }

        @Override
        public int wordCursor() {
            return cursor - start;
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word());
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor();
        }

        @Override
        public int rawWordLength() {
            return wordCursor();
        }
    }
}
