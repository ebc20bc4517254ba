package tdsl.tests.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What pages of documentation show as code.
final class MarkdownPage {
    private MarkdownPage() {}

    /// The first block of code in a language.
    static String block(Path page, String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(page));
        if (!block.find()) {
            throw new AssertionError(page + " has no block of " + language);
        }
        return block.group(1);
    }
}
