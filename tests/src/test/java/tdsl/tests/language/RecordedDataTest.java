package tdsl.tests.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tdsl.tests.Project;

/// Scripts that compare with data too large to be part of the project: what spconv computed. Skipped where there is
/// none
/// in the folder `../shared/data` beside the project, or the one that the property `tdsl.data` names.
class RecordedDataTest {
    private static String data(String name) {
        String folder = System.getProperty("tdsl.data");
        Path file = (folder == null ? Project.path("../shared/data") : Path.of(folder)).resolve(name);
        assumeTrue(Files.exists(file), "there is no " + file);
        return file.toAbsolutePath().toString();
    }

    private static String run(String script, String... arguments) throws IOException {
        ScriptRun run = ScriptRun.of(Project.path("tests/recorded/" + script), arguments);
        assertFalse(run.failed(), run.output());
        return run.output();
    }

    @Test
    void theUNetAndItsGradientsAgreeWithSpconv() throws IOException {
        String output = run("spconv_unet.tdsl", data("spconv_unet_f32.npz"));
        assertEquals(13, output.lines().filter(line -> line.contains("within")).count(), output);
    }

    @Test
    void theVoxelsOfASweepAreExactlySpconvs() throws IOException {
        String output = run("voxelization.tdsl", data("lidar_points.npy"), data("lidar_voxels.npy"));
        assertEquals("125562 voxels\n", output);
    }

    @Test
    void simulatedSweepsHaveVoxelsLikeRecordedOnes() throws IOException {
        String output = run("lidar_statistics.tdsl", data("lidar_points.npy"), data("lidar_voxels.npy"));
        assertEquals(
                5, output.lines().filter(line -> line.contains("simulated")).count(), output);
    }
}
