package tdsl.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the command as users do, and looks at what it writes and how it ends.
class LauncherTest {
    @TempDir
    Path folder;

    /// The first run after a change builds, and says so.
    @BeforeAll
    static void build() {
        LauncherProcess.run("--version");
    }

    private String script(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void assertSuccess(String expectedOutput, LauncherProcess.Outcome outcome) {
        assertEquals(new LauncherProcess.Outcome(0, expectedOutput, ""), outcome);
    }

    @Test
    void codeIsRunAndItsValuePrinted() {
        assertSuccess("3\n", LauncherProcess.run("-e", "1 + 2"));
    }

    @Test
    void noneIsNotPrinted() {
        assertSuccess("", LauncherProcess.run("-e", "none"));
        assertSuccess("a\n", LauncherProcess.run("-e", "print(\"a\")"));
    }

    @Test
    void scriptFindsItsArguments() throws IOException {
        String file = script("show.tdsl", "print(args)\n1 + 2\n");
        assertSuccess("[\"--seed\", \"x y\"]\n", LauncherProcess.run(file, "--seed", "x y"));
    }

    @Test
    void standardInputIsAScript() {
        assertSuccess("7\n", LauncherProcess.runWithInput("print(7)\n"));
        assertSuccess("[\"a\"]\n", LauncherProcess.runWithInput("print(args)\n", "-", "a"));
    }

    @Test
    void errorInAScriptIsOneDiagnostic() throws IOException {
        String file = script("wrong.tdsl", "print(1)\nlet x = [1][5]\n");
        LauncherProcess.Outcome outcome = LauncherProcess.run(file);
        assertEquals(1, outcome.status());
        assertEquals("1\n", outcome.output());
        assertTrue(outcome.errors().startsWith("IndexError: "), outcome.errors());
        assertTrue(outcome.errors().contains("wrong.tdsl:2:"), outcome.errors());
        assertTrue(outcome.errors().contains("2 | let x = [1][5]"), outcome.errors());
        assertTrue(!outcome.errors().contains("at java."), outcome.errors());
        assertTrue(!outcome.errors().contains("\u001b"), "colours where there is no terminal");
    }

    @Test
    void debugAddsTheJavaStackTrace() {
        LauncherProcess.Outcome outcome = LauncherProcess.run("--debug", "-e", "[1][5]");
        assertEquals(1, outcome.status());
        assertTrue(outcome.errors().startsWith("IndexError: "), outcome.errors());
        assertTrue(outcome.errors().contains("\tat "), outcome.errors());
    }

    @Test
    void unknownNameEndsTheRunBeforeItBegins() {
        LauncherProcess.Outcome outcome = LauncherProcess.run("-e", "print(1); prnt(2)");
        assertEquals(1, outcome.status());
        assertEquals("", outcome.output());
        assertTrue(outcome.errors().startsWith("NameError: "), outcome.errors());
    }

    @Test
    void missingFileIsOneLine() {
        assertEquals(
                new LauncherProcess.Outcome(1, "", "tdsl: cannot read nowhere.tdsl: there is no such file\n"),
                LauncherProcess.run("nowhere.tdsl"));
    }

    @Test
    void wrongUsageHasItsOwnStatus() {
        assertEquals(
                new LauncherProcess.Outcome(
                        2, "", "tdsl: unknown option --sedd; did you mean --seed?\ntry tdsl --help\n"),
                LauncherProcess.run("--sedd", "1"));
    }

    @Test
    void versionAndHelpGoToStandardOutput() {
        assertTrue(LauncherProcess.run("--version").output().startsWith("tdsl "));
        assertTrue(LauncherProcess.run("--help").output().contains("--seed"));
    }

    @Test
    void sameSeedGivesTheSameNumbers() {
        LauncherProcess.Outcome first = LauncherProcess.run("--seed", "7", "-e", "randn(3)");
        assertEquals(first, LauncherProcess.run("--seed", "7", "-e", "randn(3)"));
        assertEquals(0, first.status());
    }

    @Test
    void scriptsAreFoundFromAnyFolderAndThroughALink() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("with space"));
        Files.writeString(elsewhere.resolve("here.tdsl"), "print(\"here\")\n");
        Path link = Files.createSymbolicLink(elsewhere.resolve("tdsl link"), LauncherProcess.LAUNCHER);
        try {
            assertSuccess(
                    "here\n", LauncherProcess.run(elsewhere, Map.of(), List.of(link.toString(), "here.tdsl"), ""));
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void defaultJavaNeedNotFit() {
        assertSuccess(
                "1\n",
                LauncherProcess.run(
                        folder,
                        Map.of("JAVA_HOME", "/nowhere"),
                        List.of(LauncherProcess.LAUNCHER.toString(), "-e", "1"),
                        ""));
    }

    @Test
    void unfitJavaIsNamed() {
        LauncherProcess.Outcome outcome = LauncherProcess.run(
                folder, Map.of("TDSL_JAVA", "/nowhere"), List.of(LauncherProcess.LAUNCHER.toString(), "-e", "1"), "");
        assertEquals(1, outcome.status());
        assertTrue(outcome.errors().contains("TDSL_JAVA is /nowhere"), outcome.errors());
    }

    /// A JDK that tells of no compiler interface.
    private Path plainJdk() throws IOException {
        Path running = Path.of(System.getProperty("java.home"));
        Path jdk = Files.createDirectories(folder.resolve("jdk"));
        Files.createDirectory(jdk.resolve("bin"));
        for (String program : List.of("bin/java", "bin/javac")) {
            String start = "#!/bin/sh\nexec '" + running.resolve(program) + "' \"$@\"\n";
            Files.writeString(jdk.resolve(program), start).toFile().setExecutable(true);
        }
        String release = Files.readString(running.resolve("release"));
        Files.writeString(jdk.resolve("release"), release.replace(" jdk.internal.vm.ci", ""));
        return jdk;
    }

    @Test
    void scriptsRunWithoutTheCompilerAndSaySoWhenAsked() throws IOException {
        Map<String, String> environment = Map.of("TDSL_JAVA", plainJdk().toString());
        String launcher = LauncherProcess.LAUNCHER.toString();
        String file = script("one.tdsl", "print(1)\n");
        assertSuccess("1\n", LauncherProcess.run(folder, environment, List.of(launcher, file), ""));
        LauncherProcess.Outcome asked =
                LauncherProcess.run(folder, environment, List.of(launcher, "--debug", file), "");
        assertEquals("1\n", asked.output());
        assertTrue(asked.errors().startsWith("tdsl: scripts are not compiled while they run: "), asked.errors());
    }

    @Test
    void readerThatGoesAwayEndsTheScriptQuietly() throws IOException {
        String file = script("endless.tdsl", "while true { print(\"line\") }\n");
        String pipeline = "\"$0\" \"$1\" | head -n 1; echo \"status ${PIPESTATUS[0]}\"";
        assertSuccess(
                "line\nstatus 141\n",
                LauncherProcess.run(
                        folder,
                        Map.of(),
                        List.of("bash", "-c", pipeline, LauncherProcess.LAUNCHER.toString(), file),
                        ""));
    }

    @Test
    void interruptEndsTheScript() throws IOException {
        String file = script("endless.tdsl", "print(\"ready\")\nwhile true { }\n");
        LauncherProcess.Outcome outcome =
                LauncherProcess.interruptAfterFirstLine(List.of(LauncherProcess.LAUNCHER.toString(), file));
        assertEquals(130, outcome.status());
        assertTrue(!outcome.errors().contains("\tat "), outcome.errors());
    }

    @Test
    void formattingRewritesAFileOnceAndLeavesOneWithErrors() throws IOException {
        String untidy = script("untidy.tdsl", "let x=[1,2]  # two\nif x[0]==1{print( x )}\n");
        String wrong = script("wrong.tdsl", "let = 1\n");
        LauncherProcess.Outcome check = LauncherProcess.run("fmt", "--check", untidy);
        assertEquals(new LauncherProcess.Outcome(1, untidy + " is not formatted\n", ""), check);
        LauncherProcess.Outcome outcome = LauncherProcess.run("fmt", untidy, wrong);
        assertEquals(1, outcome.status());
        assertEquals("formatted " + untidy + "\n", outcome.output());
        assertTrue(outcome.errors().startsWith("SyntaxError: "), outcome.errors());
        assertEquals("let x = [1, 2]  # two\nif x[0] == 1 { print(x) }\n", Files.readString(Path.of(untidy)));
        assertEquals("let = 1\n", Files.readString(Path.of(wrong)));
        assertSuccess("", LauncherProcess.run("fmt", "--check", untidy));
    }

    @Test
    void documentationIsShownAndAMisspeltNameHelped() {
        LauncherProcess.Outcome outcome = LauncherProcess.run("doc", "softmax");
        assertEquals(0, outcome.status());
        assertTrue(outcome.output().startsWith("softmax(input: Tensor, dim: int"), outcome.output());
        LauncherProcess.Outcome misspelt = LauncherProcess.run("doc", "softmx");
        assertEquals(1, misspelt.status());
        assertTrue(misspelt.errors().contains("softmax"), misspelt.errors());
        assertTrue(LauncherProcess.run("doc").output().contains("\nsoftmax\n"));
    }

    @Test
    void profileGoesBesideTheOutput() throws IOException {
        String file = script(
                "busy.tdsl", "fn busy(n) { let s = 0; for i in 0..n { s += i }; return s }\nprint(busy(3_000_000))\n");
        LauncherProcess.Outcome outcome = LauncherProcess.run("--profile", file);
        assertEquals(0, outcome.status(), outcome.errors());
        assertEquals("4499998500000\n", outcome.output());
        assertTrue(outcome.errors().contains("Sampling Histogram"), outcome.errors());
        assertTrue(outcome.errors().contains("busy"), outcome.errors());
    }

    @Test
    void debuggersAreWaitedForAndCtrlCEndsTheWait() throws IOException {
        String file = script("debugged.tdsl", "print(1)\n");
        // The first run with a tool fetches them all, and says so.
        assertEquals(0, LauncherProcess.run("--profile", file).status());
        for (String option : List.of("--inspect=0", "--dap=0")) {
            LauncherProcess.Outcome outcome = LauncherProcess.interruptAfterFirstLine(List.of(
                    "bash", "-c", "exec \"$0\" \"$@\" 2>&1", LauncherProcess.LAUNCHER.toString(), option, file));
            assertEquals(130, outcome.status());
            assertTrue(outcome.output().contains("listening on "), outcome.output());
        }
    }
}
