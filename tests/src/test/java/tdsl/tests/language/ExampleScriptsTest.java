package tdsl.tests.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tdsl.tests.Project;

/// The example scripts do what their comments promise.
class ExampleScriptsTest {
    private static ScriptRun run(String name) throws IOException {
        ScriptRun run = ScriptRun.of(Project.path("scripts/examples/" + name));
        assertFalse(run.failed(), run.output());
        return run;
    }

    @Test
    void theTourHoldsAllItsAssertions() throws IOException {
        assertEquals("the tour is complete\n", run("tour.tdsl").output());
    }

    @Test
    void theCustomOperatorFitsTheLineThatOutliersHide() throws IOException {
        assertTrue(run("fit.tdsl").output().contains("smooth abs: y = 3.0"));
    }

    @Test
    void theDigitsNetworkReachesItsAccuracyAndRepeatsExactly() throws IOException {
        String first = run("digits.tdsl").output();
        Matcher accuracy = Pattern.compile("test accuracy: (0\\.\\d+)\\n$").matcher(first);
        assertTrue(accuracy.find(), first);
        assertTrue(Double.parseDouble(accuracy.group(1)) >= 0.96, first);
        assertEquals(withoutProgress(first), withoutProgress(run("digits.tdsl").output()));
    }

    /// Progress is printed by time, so its lines differ from run to run.
    private static String withoutProgress(String output) {
        return output.lines()
                .filter(line -> line.startsWith("epoch") && line.contains("loss") || line.contains("accuracy"))
                .reduce("", (all, line) -> all + line + "\n");
    }
}
