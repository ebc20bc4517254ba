package tdsl.interpreter;

import com.oracle.truffle.api.TruffleFile;
import com.oracle.truffle.api.TruffleLanguage.Env;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.nodes.LanguageInfo;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.Source;
import java.io.IOException;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.python.PythonPackage;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.Scope;
import tdsl.interpreter.values.collections.DictValue;

/// Modules written in other languages, by the ending of their file.
final class ForeignModules {
    private static final String JAVASCRIPT = "js";
    private static final String JAVASCRIPT_MODULE = "application/javascript+module";

    private ForeignModules() {}

    /// The language of a module; null if it is this one.
    static String languageOf(String path) {
        if (path.endsWith(".py")) {
            return PythonPackage.PYTHON;
        }
        return path.endsWith(".js") || path.endsWith(".mjs") ? JAVASCRIPT : null;
    }

    /// Runs a module; returns its public names.
    ///
    /// @throws ScriptException ImportError if the language is not there or not allowed
    static Scope load(Node site, Env env, String language, String path, TruffleFile file) throws IOException {
        requireLanguage(site, env, language, path);
        Scope scope = new Scope(path);
        if (language.equals(PythonPackage.PYTHON)) {
            DictValue names = (DictValue) Boundary.toScript(PythonPackage.load(env, path, file));
            names.entries().forEach((name, value) -> scope.cell(name.toString()).set(value));
        } else {
            copyMembers(loadJavaScript(env, file), scope);
        }
        return scope;
    }

    private static void requireLanguage(Node site, Env env, String language, String path) {
        LanguageInfo info = env.getPublicLanguages().get(language);
        if (info == null) {
            String name = language.equals(JAVASCRIPT) ? "JavaScript" : "Python";
            throw new ScriptException(
                            ErrorKind.IMPORT, "%s is %s, which this process cannot run".formatted(path, name), site)
                    .withHint("the language comes with the Maven artefact org.graalvm.polyglot:" + language
                            + "-community");
        }
        if (!env.isPolyglotEvalAllowed(info)) {
            throw new ScriptException(
                    ErrorKind.IMPORT, "%s: this program may not use %s".formatted(path, info.getName()), site);
        }
    }

    private static Object loadJavaScript(Env env, TruffleFile file) throws IOException {
        Source source =
                Source.newBuilder(JAVASCRIPT, file).mimeType(JAVASCRIPT_MODULE).build();
        return env.parsePublic(source).call();
    }

    private static void copyMembers(Object namespace, Scope scope) {
        InteropLibrary interop = InteropLibrary.getUncached();
        try {
            Object names = interop.getMembers(namespace);
            for (long i = 0; i < interop.getArraySize(names); i++) {
                String name = interop.asString(interop.readArrayElement(names, i));
                scope.cell(name).set(Boundary.toScript(interop.readMember(namespace, name)));
            }
        } catch (InteropException e) {
            throw new IllegalStateException("a module denies what it exports", e);
        }
    }
}
