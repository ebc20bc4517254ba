package tdsl.interpreter.cli.session;

import java.io.Console;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// Which of the standard streams are terminals.
public record Terminals(boolean stdin, boolean stdout, boolean stderr) {
    /// For terminals that do not tell theirs.
    private static final Size USUAL_SIZE = new Size(80, 24);

    /// As the launcher found it; without the launcher, as far as Java can tell.
    public static Terminals ofProcess() {
        String streams = System.getProperty("tdsl.terminals");
        if (streams == null) {
            Console console = System.console();
            boolean terminal = console != null && console.isTerminal();
            return new Terminals(terminal, terminal, terminal);
        }
        List<String> names = Arrays.asList(streams.split(","));
        return new Terminals(names.contains("stdin"), names.contains("stdout"), names.contains("stderr"));
    }

    /// The terminal that the process was started from; on one that can do nothing, or on none, a dumb one.
    public static Terminal open() throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .name("tdsl")
                .providers("jni,ffm,exec")
                .dumb(true)
                .build();
        if (terminal.getWidth() <= 0) {
            terminal.setSize(USUAL_SIZE);
        }
        return terminal;
    }

    /// Whether errors may be coloured (<https://no-color.org>).
    public boolean colorErrors() {
        return stderr && colorAllowed();
    }

    /// Whether output may be coloured.
    public boolean colorOutput() {
        return stdout && colorAllowed();
    }

    private static boolean colorAllowed() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }
}
