package tdsl.grammar.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import tdsl.grammar.Word;

/// Reads the words of a text without asking whether they make sense.
public final class WordScanner {
    private WordScanner() {}

    public static List<Word> scan(String text) {
        Positions positions = new Positions(text);
        TdslLexer lexer = new TdslLexer(CharStreams.fromString(text));
        lexer.reportTo(new ErrorSink(), positions);
        List<Word> words = new ArrayList<>();
        for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
            Token read = token;
            if (!Tokens.isInserted(token)) {
                kindOf(token.getType()).ifPresent(kind -> words.add(new Word(kind, positions.of(read))));
            }
        }
        return words;
    }

    public static List<String> keywords() {
        return IntStream.rangeClosed(1, TdslLexer.VOCABULARY.getMaxTokenType())
                .filter(Tokens::isKeyword)
                .mapToObj(TdslLexer.VOCABULARY::getLiteralName)
                .map(quoted -> quoted.substring(1, quoted.length() - 1))
                .toList();
    }

    private static Optional<Word.Kind> kindOf(int type) {
        if (Tokens.isKeyword(type)) {
            return Optional.of(Word.Kind.KEYWORD);
        } else if (Tokens.isName(type)) {
            return Optional.of(Word.Kind.NAME);
        }
        return switch (type) {
            case TdslLexer.SPACE, TdslLexer.NEWLINE -> Optional.empty();
            case TdslLexer.COMMENT -> Optional.of(Word.Kind.COMMENT);
            case TdslLexer.INTEGER, TdslLexer.FLOAT, TdslLexer.MALFORMED_NUMBER -> Optional.of(Word.Kind.NUMBER);
            case TdslLexer.STRING_OPEN,
                    TdslLexer.STRING_CLOSE,
                    TdslLexer.STRING_TEXT,
                    TdslLexer.STRING_ESCAPE,
                    TdslLexer.STRING_BRACE,
                    TdslLexer.FORMAT_TEXT,
                    TdslLexer.RAW_STRING,
                    TdslLexer.UNTERMINATED_RAW_STRING -> Optional.of(Word.Kind.STRING);
            default -> Optional.of(Word.Kind.MARK);
        };
    }
}
