package tdsl.interpreter.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.interpreter.cli.session.ErrorReport;
import tdsl.interpreter.cli.session.Session;

/// Talks to the conversation through a terminal that can do nothing but pass text.
class ReplTest {
    @TempDir
    Path folder;

    /// What the conversation answers to these lines, the end of input included.
    private static String answers(Optional<Path> history, String... lines) {
        ByteArrayInputStream typed =
                new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (Terminal terminal = new DumbTerminal("test", "dumb", typed, shown, StandardCharsets.UTF_8);
                Session session = Session.open(List.of(), shown)) {
            terminal.setSize(new Size(120, 40));
            new Repl(session, terminal, history, new ErrorReport(false, false)).run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return shown.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    private static String answers(String... lines) {
        return answers(Optional.empty(), lines);
    }

    private static void assertAnswered(String expected, String shown) {
        assertTrue(shown.lines().anyMatch(expected::equals), () -> "no line `" + expected + "` in\n" + shown);
    }

    @Test
    void valueIsShownAndKept() {
        String shown = answers("20 + 1", "_ * 2");
        assertAnswered("21", shown);
        assertAnswered("42", shown);
    }

    @Test
    void noneIsNotShownAndLeavesTheLastValue() {
        assertAnswered("8", answers("7", "none", "_ + 1"));
    }

    @Test
    void wordsOfOtherSessionsLeaveUnlessTheyAreVariables() {
        assertFalse(answers("exit()", "20 + 1").contains("21"));
        assertFalse(answers("quit", "20 + 1").contains("21"));
        assertAnswered("6", answers("let exit = 5", "exit", "exit + 1"));
    }

    @Test
    void errorKeepsTheVariables() {
        String shown = answers("let x = 5", "x + unknown_name", "x + 1");
        assertTrue(shown.contains("NameError: unknown name unknown_name"), shown);
        assertAnswered("6", shown);
    }

    @Test
    void inputGoesOnUntilItIsComplete() {
        assertAnswered("6", answers("fn double(x) {", "return x * 2", "}", "double(", "3)"));
    }

    @Test
    void syntaxErrorIsNotWaitedOn() {
        String shown = answers("let = 3", "1 + 1");
        assertTrue(shown.contains("SyntaxError: "), shown);
        assertAnswered("2", shown);
    }

    @Test
    void variablesMayBeDeclaredAgain() {
        assertAnswered("b", answers("let x = 1", "let x = \"b\"", "x"));
    }

    @Test
    void tensorsAreShownWithTheirType() {
        assertAnswered("tensor([0, 1, 2])  # i64[3]", answers("arange(3)"));
    }

    @Test
    void interruptStopsTheInputAndKeepsTheVariables() throws Exception {
        try (PipedOutputStream keyboard = new PipedOutputStream();
                PipedInputStream typed = new PipedInputStream(keyboard);
                Terminal terminal = new DumbTerminal(
                        "test", "dumb", typed, OutputStream.nullOutputStream(), StandardCharsets.UTF_8)) {
            CountDownLatch underWay = new CountDownLatch(1);
            ByteArrayOutputStream printed = new ByteArrayOutputStream() {
                @Override
                public void write(byte[] bytes, int offset, int length) {
                    super.write(bytes, offset, length);
                    underWay.countDown();
                }
            };
            Thread user = Thread.ofVirtual().start(() -> {
                try {
                    keyboard.write("let kept = \"kept\"\nprint(1)\nwhile true { }\n".getBytes(StandardCharsets.UTF_8));
                    underWay.await();
                    // The signal may come before the loop begins, and then does nothing.
                    while (!printed.toString(StandardCharsets.UTF_8).contains("kept")) {
                        terminal.raise(Terminal.Signal.INT);
                        keyboard.write("print(kept)\n".getBytes(StandardCharsets.UTF_8));
                        Thread.sleep(50);
                    }
                    keyboard.write(":quit\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            try (Session session = Session.open(List.of(), printed)) {
                new Repl(session, terminal, Optional.empty(), new ErrorReport(false, false)).run();
            }
            user.join();
            assertTrue(printed.toString(StandardCharsets.UTF_8).contains("kept"));
        }
    }

    @Test
    void quitLeavesBeforeTheNextInput() {
        assertFalse(answers("print(\"be\" + \"fore\")", ":quit", "print(\"af\" + \"ter\")")
                .contains("after"));
    }

    @Test
    void misspeltCommandBringsTheNearest() {
        assertAnswered("there is no command :hepl; did you mean help? (:help lists them)", answers(":hepl"));
    }

    @Test
    void everyCommandIsInTheHelp() {
        String shown = answers(":help");
        ReplCommands.ALL.forEach(command -> assertTrue(shown.contains("  " + command + " "), shown));
    }

    @Test
    void commandThatLacksItsArgumentSaysHowItIsUsed() {
        assertAnswered("usage: :type EXPRESSION", answers(":type"));
    }

    @Test
    void typeOfATensorHasItsShape() {
        assertAnswered("f32[2, 3]", answers(":type zeros(2, 3)"));
        assertAnswered("int", answers(":type 3"));
    }

    @Test
    void variablesAreListedWithTypeAndValue() {
        String shown = answers("let a = 1", "let b = zeros(2, 2)", "a", ":vars");
        assertAnswered("a: int = 1", shown);
        assertAnswered("b: f32[2, 2] = tensor([[0., 0.],…", shown);
        assertFalse(shown.contains("_: int"), shown);
    }

    @Test
    void clearForgetsVariables() {
        assertTrue(answers("let abc = 1", ":clear", "abc").contains("NameError: unknown name abc"));
    }

    @Test
    void timeIsShownAfterTheValue() {
        String shown = answers(":time 6 * 7");
        assertAnswered("42", shown);
        assertTrue(shown.lines().anyMatch(line -> line.matches("\\d+\\.\\d+ (µs|ms|s)")), shown);
    }

    @Test
    void documentationNamesTheNearestForAMisspeltName() {
        assertTrue(answers(":doc softmax").contains("softmax(input: Tensor"));
        assertTrue(answers(":doc sofmax").contains("did you mean softmax?"));
    }

    @Test
    void savedInputsCanBeLoaded() throws IOException {
        Path script = folder.resolve("session.tdsl");
        answers("let x = 4", "x +", "undefined_name", "fn f() {", "return x", "}", ":save " + script);
        assertEquals("let x = 4\nfn f() {\nreturn x\n}\n", Files.readString(script));
        assertAnswered("4", answers(":load " + script, "f()"));
    }

    @Test
    void missingFileIsSaid() {
        assertAnswered("cannot read nowhere.tdsl: there is no such file or folder", answers(":load nowhere.tdsl"));
    }

    @Test
    void inputsGoToTheHistoryFile() throws IOException {
        Path file = HistoryFile.prepare(folder.resolve("history")).orElseThrow();
        answers(Optional.of(file), "let remembered = 1");
        assertTrue(Files.readString(file).contains("let remembered = 1"));
    }
}
