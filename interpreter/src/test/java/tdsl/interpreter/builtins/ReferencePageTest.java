package tdsl.interpreter.builtins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tdsl.tensor.ops.OpIndex;

/// The language reference leaves out nothing that scripts know besides ops.
class ReferencePageTest {
    @Test
    void everyNameIsInTheReference() throws IOException {
        String page = Files.readString(Path.of("../grammar/LANGUAGE.md"));
        Set<String> missing = new TreeSet<>(Builtins.names());
        missing.removeAll(OpIndex.names());
        missing.removeIf(name -> Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                .matcher(page)
                .find());
        assertEquals(Set.of(), missing);
    }
}
