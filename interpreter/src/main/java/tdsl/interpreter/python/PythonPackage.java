package tdsl.interpreter.python;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import tdsl.interpreter.TdslLanguage;

/// The Python package `tdsl` in a context with GraalPy.
public final class PythonPackage {
    private static final Source BRIDGE = internal(TdslLanguage.ID, "(fn() { import _python; return _python })()");

    /// Runs a text in a scope of its own, so that nothing is left in the program's.
    private static final Source EVALUATOR = internal("python", """
            lambda text, name: (lambda scope: (exec(compile(text, name, 'exec'), scope), scope)[1])({})
            """);

    private PythonPackage() {}

    private static Source internal(String language, String text) {
        return Source.newBuilder(language, text, "<tdsl>").internal(true).buildLiteral();
    }

    /// Makes `import tdsl` work in a context that may use the languages `python` and `tdsl`. Needs no access to files
    /// or native code.
    public static void install(Context context) {
        Value scope = context.eval(EVALUATOR).execute(PythonSources.text("install"), "<tdsl>");
        scope.getHashValue("install").execute(context.eval(BRIDGE));
    }
}
