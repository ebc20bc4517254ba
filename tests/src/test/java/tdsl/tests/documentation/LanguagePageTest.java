package tdsl.tests.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tests.Project;

/// The examples of the language reference print what they promise.
class LanguagePageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```tdsl\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROMISE = Pattern.compile("#> (.*)");

    static Stream<Arguments> sections() throws IOException {
        return Stream.of(page().split("(?m)^(?=## )"))
                .filter(section -> section.contains("```tdsl"))
                .map(section -> argumentSet(section.lines().findFirst().orElseThrow(), section));
    }

    private static String page() throws IOException {
        return Files.readString(Project.path("grammar/LANGUAGE.md"));
    }

    @ParameterizedTest
    @MethodSource("sections")
    void examplesPrintWhatTheyPromise(String section) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Context context = Context.newBuilder("tdsl")
                .option("engine.WarnInterpreterOnly", "false")
                .out(printed)
                .build()) {
            for (String example : all(EXAMPLE, section)) {
                printed.reset();
                run(context, example);
                assertEquals(
                        String.join("; ", all(PROMISE, example)), inOneLine(printed.toString(StandardCharsets.UTF_8)));
            }
        }
    }

    private static void run(Context context, String example) {
        try {
            context.eval(Source.create("tdsl", example));
        } catch (PolyglotException error) {
            throw new AssertionError(
                    error.isGuestException()
                            ? error.getGuestObject().getMember("diagnostic").asString()
                            : error.toString(),
                    error);
        }
    }

    private static String inOneLine(String printed) {
        return printed.lines().map(String::strip).collect(Collectors.joining("; "));
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1).stripTrailing())
                .toList();
    }
}
