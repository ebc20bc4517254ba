package tdsl.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordTest {
    private static List<String> kindsAndTexts(String text) {
        return Word.scan(text).stream()
                .map(word -> word.kind() + " "
                        + text.substring(word.span().start(), word.span().end()))
                .toList();
    }

    @Test
    void wordsHaveTheirKindAndPlace() {
        assertEquals(
                List.of("KEYWORD let", "NAME x", "MARK =", "NUMBER 1.5", "MARK +", "NAME save", "COMMENT # why"),
                kindsAndTexts("let x = 1.5 + save # why\n"));
    }

    @Test
    void interpolatedExpressionIsNotPartOfTheString() {
        assertEquals(
                List.of("STRING \"", "STRING a", "MARK {", "NAME x", "MARK :", "STRING .3f", "MARK }", "STRING \""),
                kindsAndTexts("\"a{x:.3f}\""));
    }

    @Test
    void unterminatedStringIsAString() {
        assertEquals(List.of("STRING \"", "STRING abc"), kindsAndTexts("\"abc"));
    }

    @Test
    void placesCountUtf16Units() {
        assertEquals(List.of("STRING '𝔸𝔸'", "NAME x"), kindsAndTexts("'𝔸𝔸' x"));
    }

    @Test
    void keywordsAreThoseThatCannotBeNames() {
        assertTrue(Word.keywords().containsAll(List.of("let", "fn", "while", "and", "none")));
        assertTrue(Word.keywords().stream().noneMatch(List.of("save", "by", "print")::contains));
    }
}
