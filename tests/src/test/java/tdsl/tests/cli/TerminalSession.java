package tdsl.tests.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// `scripts/tdsl` in a terminal of its own, which the program `script` of util-linux makes.
final class TerminalSession implements AutoCloseable {
    static final String ENTER = "\r";
    static final String CTRL_C = "\u0003";
    /// The input before, as the arrow does: its code differs between terminals.
    static final String PREVIOUS = "\u0010";

    /// What `:edit` starts: it changes the number 20 to 30.
    private static final String EDITOR = "sed -i s/20/30/";

    /// Moves of the cursor, colours and the like.
    private static final Pattern CONTROL =
            Pattern.compile("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]|\u001b\\][^\u0007]*\u0007");

    private static final long PATIENCE_MILLIS = 120_000;

    private final Process process;
    private final OutputStream keyboard;
    private final StringBuilder screen = new StringBuilder();

    private TerminalSession(Process process) {
        this.process = process;
        keyboard = process.getOutputStream();
        Thread.ofPlatform().daemon().start(this::read);
    }

    /// Whether there is the program that makes terminals.
    static boolean isPossible() {
        try {
            Process version = new ProcessBuilder("script", "--version").start();
            return new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("util-linux");
        } catch (IOException e) {
            return false;
        }
    }

    /// Starts a session and waits for its prompt.
    static TerminalSession start(Path home, int columns) throws IOException, InterruptedException {
        String command = "stty cols %d rows 24; exec \"%s\"".formatted(columns, LauncherProcess.LAUNCHER);
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("EDITOR", EDITOR);
        TerminalSession session = new TerminalSession(builder.start());
        session.await("tdsl> ");
        return session;
    }

    private void read() {
        try (InputStream output = process.getInputStream()) {
            byte[] bytes = new byte[4096];
            for (int count = output.read(bytes); count >= 0; count = output.read(bytes)) {
                synchronized (screen) {
                    screen.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
                    screen.notifyAll();
                }
            }
        } catch (IOException e) {
            // The session has ended.
        }
    }

    void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /// Waits until a line says just this.
    void awaitLine(String line) throws InterruptedException {
        await(text -> text.lines().anyMatch(line::equals), line);
    }

    /// Waits until this is on the screen.
    void await(String text) throws InterruptedException {
        await(shown -> shown.contains(text), text);
    }

    private void await(Predicate<String> condition, String what) throws InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        synchronized (screen) {
            while (!condition.test(text())) {
                long left = deadline - System.currentTimeMillis();
                if (left <= 0) {
                    throw new AssertionError("not shown: " + what + "\n" + text());
                }
                screen.wait(left);
            }
        }
    }

    /// All that was shown so far, without colours.
    String text() {
        synchronized (screen) {
            return CONTROL.matcher(screen).replaceAll("").replace("\r", "");
        }
    }

    /// Whether a part of what was shown so far is in a colour.
    boolean isColored(String part) {
        synchronized (screen) {
            return Pattern.compile("\u001b\\[[0-9;]*[1-9][0-9;]*m" + Pattern.quote(part))
                    .matcher(screen)
                    .find();
        }
    }

    /// Forgets what was shown so far.
    void clear() {
        synchronized (screen) {
            screen.setLength(0);
        }
    }

    /// Leaves by a command, and gives the exit status.
    int quit() throws IOException, InterruptedException {
        type(":quit" + ENTER);
        if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("does not end\n" + text());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
