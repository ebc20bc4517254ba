package tdsl.tests.language;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.IOAccess;

/// One run of a script in a context of its own.
///
/// @param output what it printed, followed by the diagnostic if it failed
record ScriptRun(String output, boolean failed) {

    /// Runs a file in the folder that it lies in.
    ///
    /// @param arguments what the script sees as `args`
    static ScriptRun of(Path script, String... arguments) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Source source = Source.newBuilder("tdsl", script.toFile()).build();
        try (Context context = Context.newBuilder("tdsl")
                .allowIO(IOAccess.ALL)
                .arguments("tdsl", arguments)
                .currentWorkingDirectory(script.getParent().toAbsolutePath())
                .option("engine.WarnInterpreterOnly", "false")
                .out(printed)
                .err(printed)
                .build()) {
            String diagnostic = diagnosticOf(context, source);
            String output = printed.toString(StandardCharsets.UTF_8);
            return diagnostic == null ? new ScriptRun(output, false) : new ScriptRun(output + diagnostic + "\n", true);
        }
    }

    /// Runs a source; null if it ends without an error.
    private static String diagnosticOf(Context context, Source source) {
        try {
            context.eval(source);
            return null;
        } catch (PolyglotException error) {
            if (!error.isGuestException()) {
                throw error;
            }
            return error.getGuestObject().getMember("diagnostic").asString().stripTrailing();
        }
    }
}
