package tdsl.tests.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.tests.Project;

/// The example scripts do what their comments promise.
class ExampleScriptsTest {
    private static ScriptRun run(String name, String... arguments) throws IOException {
        ScriptRun run = ScriptRun.of(Project.path("scripts/examples/" + name), arguments);
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

    /// At the size of a trial, at which the network learns little more than what ground and buildings are.
    @Test
    void theLidarNetworkLearnsAndDrawsWhatItSees(@TempDir Path folder) throws IOException {
        Path picture = folder.resolve("street.png");
        String output = run("lidar_segmentation.tdsl", "--quick", "--picture", picture.toString())
                .output();
        Matcher ground = Pattern.compile("ground +IoU (0\\.\\d+)").matcher(output);
        assertTrue(ground.find() && Double.parseDouble(ground.group(1)) > 0.5, output);
        BufferedImage image = ImageIO.read(picture.toFile());
        assertEquals(1420, image.getWidth());
    }
}
