package tdsl.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tdsl.tests.Project;

/// Runs `scripts/bench`, for what it writes: how fast anything is, is not tested.
class BenchTest {
    private static LauncherProcess.Outcome bench(String... words) {
        List<String> command =
                new ArrayList<>(List.of(Project.path("scripts/bench").toString()));
        command.addAll(List.of(words));
        return LauncherProcess.run(Path.of("").toAbsolutePath(), Map.of("PYTHON", "no-python"), command, "");
    }

    @Test
    void withoutArgumentsItExplainsItself() {
        LauncherProcess.Outcome outcome = bench();
        assertEquals(2, outcome.status());
        assertTrue(outcome.errors().contains("bench jmh"), outcome.errors());
    }

    @Test
    void unknownWorkloadIsAnError() {
        LauncherProcess.Outcome outcome = bench("cpu", "--only", "add_8");
        assertEquals(2, outcome.status());
        assertEquals("bench: there is no workload add_8\n", outcome.errors());
    }

    @Test
    void workloadIsMeasuredAsJson() {
        LauncherProcess.Outcome outcome =
                bench("cpu", "--json", "--rounds", "1", "--only", "slice_8_x1000,subm_map_lidar");
        assertEquals(0, outcome.status(), outcome.errors());
        assertTrue(
                outcome.output().matches("\\{\"name\": \"slice_8_x1000\", \"seconds\": [0-9.e-]+}\n"),
                outcome.output());
        assertTrue(outcome.errors().contains("subm_map_lidar is skipped"), outcome.errors());
    }
}
