package tdsl.interpreter.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.values.None;

/// The modules of the Python package, which come as resources, so that importing them needs no access to files.
final class PythonSources {
    private static final String RESOURCE_FOLDER = "META-INF/tdsl/python/";

    private PythonSources() {}

    /// The text of the module whose path below the package folder, without the ending, is the argument.
    static Object find(BuiltinCall call) {
        String text = text(call.text(0));
        return text == null ? None.VALUE : text;
    }

    /// @param path such as `tdsl/nn`
    /// @return null if there is no such module
    static String text(String path) {
        String resource = RESOURCE_FOLDER + path + ".py";
        try (InputStream stream = PythonSources.class.getClassLoader().getResourceAsStream(resource)) {
            return stream == null ? null : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the Python package cannot be read", e);
        }
    }
}
