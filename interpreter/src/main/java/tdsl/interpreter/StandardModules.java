package tdsl.interpreter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The modules that come with the language.
public final class StandardModules {
    /// Where their sources are found on the module or class path.
    private static final String RESOURCE_FOLDER = "META-INF/tdsl/";

    static final List<String> NAMES = List.of("nn", "optim", "sparse", "data", "random", "linalg", "io", "plot");

    private StandardModules() {}

    /// The source text of a module; empty if there is none of this name.
    public static Optional<String> text(String name) throws IOException {
        String resource = RESOURCE_FOLDER + name + TdslLanguage.FILE_ENDING;
        try (InputStream stream = TdslLanguage.class.getClassLoader().getResourceAsStream(resource)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// What to do about a name that is not known: to import it, if it is a module or a module has it.
    public static Optional<String> hintFor(String name) {
        if (NAMES.contains(name)) {
            return Optional.of("it is a module: import " + name);
        }
        Pattern declaration =
                Pattern.compile("(?m)^((class|fn|op|let) |from .* import (.*[ ,])?)" + Pattern.quote(name) + "\\b");
        return name.startsWith("_")
                ? Optional.empty()
                : NAMES.stream()
                        .filter(module ->
                                declaration.matcher(textOrEmpty(module)).find())
                        .findFirst()
                        .map(module -> "the module %1$s has it: import %1$s, then %1$s.%2$s".formatted(module, name));
    }

    private static String textOrEmpty(String module) {
        try {
            return text(module).orElse("");
        } catch (IOException _) {
            return "";
        }
    }
}
