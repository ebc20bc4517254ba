package tdsl.interpreter.python;

import com.oracle.truffle.api.TruffleFile;
import com.oracle.truffle.api.TruffleLanguage.Env;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import tdsl.interpreter.TdslLanguage;

/// The Python package `tdsl` in a context with GraalPy.
public final class PythonPackage {
    /// What the engine calls the language.
    public static final String PYTHON = "python";

    private static final String NAME = "<tdsl>";

    private static final String BRIDGE =
            "(fn() { import " + PythonBridge.NAME + "; return " + PythonBridge.NAME + " })()";

    /// Runs a text in a scope of its own, so that nothing is left in the program's.
    private static final String INSTALLER = """
            lambda text, bridge: (
                lambda scope: (exec(compile(text, "<tdsl>", "exec"), scope), scope["install"](bridge)))({})
            """;

    private static final String RUNNER = """
            lambda *arguments: __import__("tdsl._scripts", fromlist=["run"]).run(*arguments)
            """;

    private static final String LOADER = """
            lambda path, text: __import__("tdsl._scripts", fromlist=["load"]).load(path, text)
            """;

    private PythonPackage() {}

    /// Makes `import tdsl` work in a context that may use the languages `python` and `tdsl`.
    public static void install(Context context) {
        Value bridge = context.eval(source(TdslLanguage.ID, BRIDGE));
        context.eval(source(PYTHON, INSTALLER)).executeVoid(PythonSources.text("install.py"), bridge);
    }

    /// Runs the program in a file in a context with the package.
    ///
    /// @return its exit status; what it did not catch has been printed to the standard error
    public static int run(Context context, String path, String... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = path;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return context.eval(source(PYTHON, RUNNER)).execute(all).asInt();
    }

    private static Source source(String language, String text) {
        return Source.newBuilder(language, text, NAME).internal(true).buildLiteral();
    }

    /// Runs the Python module in a file on behalf of a script.
    ///
    /// @param env of a context that lets the script evaluate Python
    /// @return a dict of its public names
    public static Object load(Env env, String path, TruffleFile file) throws IOException {
        String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        InteropLibrary interop = InteropLibrary.getUncached();
        try {
            interop.execute(evaluate(env, INSTALLER), PythonSources.text("install.py"), PythonBridge.module());
            return interop.execute(evaluate(env, LOADER), path, text);
        } catch (InteropException e) {
            throw new IllegalStateException("Python denies that a function is one", e);
        }
    }

    private static Object evaluate(Env env, String text) {
        return env.parsePublic(com.oracle.truffle.api.source.Source.newBuilder(PYTHON, text, NAME)
                        .internal(true)
                        .build())
                .call();
    }
}
