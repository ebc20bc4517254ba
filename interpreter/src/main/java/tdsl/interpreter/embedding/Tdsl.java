package tdsl.interpreter.embedding;

import org.graalvm.polyglot.Context;
import tdsl.interpreter.python.PythonPackage;

/// What an application can do with TDSL beyond evaluating scripts.
public final class Tdsl {
    private Tdsl() {}

    /// Makes `import tdsl` work for the Python programs of a context. The package comes out of the library, so that
    /// no access to files or native code is needed. A second call does nothing.
    ///
    /// @param context with the languages `python` and `tdsl`
    /// @throws IllegalArgumentException if the context lacks one of them
    public static void install(Context context) {
        PythonPackage.install(context);
    }
}
