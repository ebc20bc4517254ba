package tdsl.tests.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tdsl.tests.Project;

/// Runs `scripts/tdsl` as a process of its own.
final class LauncherProcess {
    static final Path LAUNCHER = Project.path("scripts/tdsl");

    /// Far more than any run here takes, a build before the first one included.
    private static final long PATIENCE_SECONDS = 300;

    /// How a run ended.
    record Outcome(int status, String output, String errors) {}

    private LauncherProcess() {}

    static Outcome run(String... words) {
        return runWithInput("", words);
    }

    static Outcome runWithInput(String input, String... words) {
        return run(Path.of("").toAbsolutePath(), Map.of(), launcherWith(words), input);
    }

    static Outcome run(Path folder, Map<String, String> environment, List<String> command, String input) {
        try {
            Process process = start(folder, environment, command);
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            return outcome(process, read(process.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a command that prints a line when it is under way, and then interrupts it as Ctrl-C does.
    static Outcome interruptAfterFirstLine(List<String> command) throws IOException {
        Process process = start(Path.of("").toAbsolutePath(), Map.of(), command);
        BufferedReader output = process.inputReader();
        String firstLine = output.readLine();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        return outcome(process, CompletableFuture.completedFuture(firstLine));
    }

    private static List<String> launcherWith(String... words) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(words));
        return command;
    }

    private static Process start(Path folder, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Outcome outcome(Process process, CompletableFuture<String> output) {
        try {
            CompletableFuture<String> errors = read(process.getErrorStream());
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still runs after " + PATIENCE_SECONDS + " s");
            }
            return new Outcome(process.exitValue(), output.join(), errors.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError(e);
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
