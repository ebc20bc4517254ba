package tdsl.grammar;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the language reference shows is TDSL.
class LanguageReferenceTest {
    private static final Pattern EXAMPLE = Pattern.compile("```tdsl\n(.*?)```", Pattern.DOTALL);
    private static final Pattern KEYWORDS = Pattern.compile("Keywords are no names:\n\n((?: {4}[a-z ]+\n)+)");

    static Stream<Arguments> examples() throws IOException {
        return EXAMPLE.matcher(reference())
                .results()
                .map(example -> argumentSet(example.group(1).lines().findFirst().orElse(""), example.group(1)));
    }

    private static String reference() throws IOException {
        return Files.readString(Path.of("LANGUAGE.md"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleParses(String example) {
        Parsing.program(example);
    }

    @Test
    void theKeywordsListedCannotBeNames() throws IOException {
        var listed = KEYWORDS.matcher(reference()).results().findFirst().orElseThrow();
        for (String keyword : List.of(listed.group(1).strip().split("\\s+"))) {
            assertFalse(Parsing.errors("let " + keyword + " = 1").isEmpty(), keyword);
        }
    }

    @Test
    void theLongestChainPromisedParses() {
        Parsing.program("x = a" + " + a".repeat(990));
    }
}
