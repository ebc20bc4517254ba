package tdsl.interpreter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The modules that come with the language.
public final class StandardModules {
    /// Where their sources are found on the module or class path.
    private static final String RESOURCE_FOLDER = "META-INF/tdsl/";

    static final List<String> NAMES =
            List.of("nn", "optim", "sparse", "data", "random", "linalg", "io", "plot", "onnx");

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
}
