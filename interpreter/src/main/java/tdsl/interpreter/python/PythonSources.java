package tdsl.interpreter.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.values.None;

/// The modules of the Python package and what is written of its type stub. They come as resources, so that
/// importing them needs no access to files.
final class PythonSources {
    private static final String RESOURCE_FOLDER = "META-INF/tdsl/python/";

    private PythonSources() {}

    /// The text of the module whose path below the package folder, without the ending, is the argument.
    static Object find(BuiltinCall call) {
        return textOrNone(call.text(0) + ".py");
    }

    /// What is written of the stub of a module, whose path is as above.
    static Object findStub(BuiltinCall call) {
        return textOrNone("stubs/" + call.text(0) + ".pyi");
    }

    private static Object textOrNone(String path) {
        String text = text(path);
        return text == null ? None.VALUE : text;
    }

    /// @param path such as `tdsl/nn.py`
    /// @return null if there is no such file
    static String text(String path) {
        try (InputStream stream = PythonSources.class.getClassLoader().getResourceAsStream(RESOURCE_FOLDER + path)) {
            return stream == null ? null : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the Python package cannot be read", e);
        }
    }
}
