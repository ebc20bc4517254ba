package tdsl.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static tdsl.tests.cli.TerminalSession.CTRL_C;
import static tdsl.tests.cli.TerminalSession.ENTER;
import static tdsl.tests.cli.TerminalSession.PREVIOUS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The session at a terminal, as a person at the keyboard sees it.
class TerminalSessionTest {
    @TempDir
    private Path home;

    @BeforeAll
    static void needsTerminals() {
        assumeTrue(TerminalSession.isPossible(), "no terminal to test in: util-linux's script is missing");
        assertEquals(0, LauncherProcess.run("-e", "none").status());
    }

    @Test
    void inputOverSeveralLinesIsTypedAndPasted() throws IOException, InterruptedException {
        try (TerminalSession session = TerminalSession.start(home, 80)) {
            session.type("fn double(x) {" + ENTER + "return 2 * x" + ENTER + "}" + ENTER);
            session.type("double(21)" + ENTER);
            session.awaitLine("42");
            session.type("\u001b[200~for i in 0..2 {\r    print(i + 70)\r}\r\rdouble(_)\u001b[201~" + ENTER);
            session.awaitLine("71");
            session.awaitLine("84");
            assertEquals(0, session.quit());
        }
    }

    @Test
    void ctrlCStopsLoopsAndKernelsAndKeepsTheSession() throws IOException, InterruptedException {
        try (TerminalSession session = TerminalSession.start(home, 80)) {
            session.type("let kept = randn(2500, 2500)" + ENTER);
            session.type("print(\"lo\" + \"op\"); while true { }" + ENTER);
            session.awaitLine("loop");
            session.type(CTRL_C);
            session.await("Interrupted");
            session.clear();
            session.type("print(\"ker\" + \"nel\"); for i in 0..1000 { kept @ kept @ kept }" + ENTER);
            session.awaitLine("kernel");
            session.type(CTRL_C);
            session.await("Interrupted");
            session.type("kept.shape" + ENTER);
            session.awaitLine("[2500, 2500]");
            assertEquals(0, session.quit());
        }
    }

    @Test
    void aNarrowTerminalShowsAllAndTheHistoryIsPrivateAndOutlivesTheSession() throws IOException, InterruptedException {
        try (TerminalSession session = TerminalSession.start(home, 36)) {
            session.type("zeros(2, 3) @ zeros(2, 3)" + ENTER);
            session.await("ShapeError: matmul");
            session.type("1234 + 4321" + ENTER);
            session.awaitLine("5555");
            assertEquals(0, session.quit());
        }
        Path history = home.resolve(".tdsl_history");
        assertTrue(Files.readString(history).contains("1234 + 4321"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
        try (TerminalSession session = TerminalSession.start(home, 80)) {
            session.type(PREVIOUS + PREVIOUS + ENTER);
            session.awaitLine("5555");
            assertEquals(0, session.quit());
        }
    }

    @Test
    void aWideTerminalShowsALineWithoutBreakingItAndErrorsInColour() throws IOException, InterruptedException {
        try (TerminalSession session = TerminalSession.start(home, 200)) {
            session.type("\"{\"ab\" + \"cd\"}\" + \"" + "x".repeat(150) + "\"" + ENTER);
            session.awaitLine("abcd" + "x".repeat(150));
            session.type("[1][5]" + ENTER);
            session.await("IndexError: ");
            assertTrue(session.isColored("IndexError"));
            assertEquals(0, session.quit());
        }
    }

    @Test
    void editRunsTheLastInputAsTheEditorLeavesIt() throws IOException, InterruptedException {
        try (TerminalSession session = TerminalSession.start(home, 80)) {
            session.type("20 + 1" + ENTER);
            session.awaitLine("21");
            session.type(":edit" + ENTER);
            session.awaitLine("30 + 1");
            session.awaitLine("31");
            assertEquals(0, session.quit());
        }
    }
}
