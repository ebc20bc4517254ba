package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/// Runs scripts for tests, in one context that keeps its variables.
final class Scripts implements AutoCloseable {
    /// What diagnostics call the source.
    private static final String SOURCE_NAME = "test.tdsl";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Context context;

    Scripts(String... arguments) {
        context = Context.newBuilder(TdslLanguage.ID)
                .allowAllAccess(true)
                .option("engine.WarnInterpreterOnly", "false")
                .arguments(TdslLanguage.ID, arguments)
                .out(output)
                .build();
    }

    Value evaluate(String code) {
        return context.eval(source(code));
    }

    private static Source source(String code) {
        return Source.newBuilder(TdslLanguage.ID, code, SOURCE_NAME).buildLiteral();
    }

    /// What the code has printed so far, without the last line break.
    String printed() {
        String text = output.toString(StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    Context context() {
        return context;
    }

    /// What a script prints.
    static String run(String code) {
        try (Scripts scripts = new Scripts()) {
            scripts.evaluate(code);
            return scripts.printed();
        }
    }

    /// The value of an expression, as `print` shows it.
    static String show(String expression) {
        return run("print(" + expression + ")");
    }

    /// The diagnostic of a script that fails.
    static String fail(String code) {
        try (Scripts scripts = new Scripts()) {
            return scripts.failure(code);
        }
    }

    String failure(String code) {
        return failure(source(code));
    }

    String failure(Source source) {
        PolyglotException error = assertThrows(PolyglotException.class, () -> context.eval(source));
        Value thrown = error.getGuestObject();
        if (thrown == null || !thrown.hasMember("diagnostic")) {
            throw new AssertionError("not an error of the script", error);
        }
        return thrown.getMember("diagnostic").asString();
    }

    @Override
    public void close() {
        context.close();
    }
}
