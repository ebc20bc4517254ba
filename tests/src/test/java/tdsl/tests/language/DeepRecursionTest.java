package tdsl.tests.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.Test;

/// Recursion without an end is an error of the script, after which the context goes on.
class DeepRecursionTest {
    @Test
    void endlessRecursionIsAScriptErrorAndVariablesStay() {
        try (Context context = Context.newBuilder("tdsl")
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            context.eval("tdsl", "let kept = 41\nfn down(n) = down(n + 1) + 1");
            String diagnostic = diagnosticOf(context, "down(0)");
            assertTrue(diagnostic.contains("recursion too deep"), diagnostic);
            assertTrue(diagnostic.contains("called from down at"), diagnostic);
            assertTrue(diagnostic.contains("more calls"), diagnostic);
            assertEquals(42, context.eval("tdsl", "kept + 1").asInt());
        }
    }

    private static String diagnosticOf(Context context, String code) {
        try {
            context.eval("tdsl", code);
            return "no error";
        } catch (PolyglotException error) {
            assertTrue(error.isGuestException(), "not a script error: " + error);
            return error.getGuestObject().getMember("diagnostic").asString();
        }
    }
}
