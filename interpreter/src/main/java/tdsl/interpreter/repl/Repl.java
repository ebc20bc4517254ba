package tdsl.interpreter.repl;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jline.reader.Buffer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;
import tdsl.interpreter.cli.session.ErrorReport;
import tdsl.interpreter.cli.session.Session;

/// The conversation at a terminal: reads an input, runs it, shows its value, until the user leaves.
public final class Repl {
    /// How sessions of other languages are left.
    private static final Set<String> FAREWELLS = Set.of("exit", "quit");

    private static final String PROMPT = "tdsl> ";
    private static final String CONTINUATION_PROMPT = "  ... ";
    private static final int INDENTATION = 4;

    private final Conversation conversation;
    private final LineReader reader;

    /// @param history the file where inputs outlive the session, if they shall
    public Repl(Session session, Terminal terminal, Optional<Path> history, ErrorReport errorReport) {
        conversation = new Conversation(session, terminal, errorReport);
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("tdsl")
                .parser(new InputParser())
                .highlighter(new InputHighlighter())
                .completer(new NameCompleter(conversation))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION_PROMPT)
                // What comes in without a person's hand on it is indented already, or need not be.
                .variable(LineReader.INDENTATION, isDumb(terminal) ? 0 : INDENTATION)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.AUTO_FRESH_LINE, true);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        reader = builder.build();
        List.of(LineReader.INSERT_CLOSE_CURLY, LineReader.INSERT_CLOSE_PAREN, LineReader.INSERT_CLOSE_SQUARE)
                .forEach(this::keepSpacesBefore);
    }

    /// Makes a closing bracket take back indentation where it comes first in its line alone: the editor would also take
    /// the space in `{ x }`.
    private void keepSpacesBefore(String insertion) {
        Map<String, Widget> widgets = reader.getWidgets();
        Widget unindenting = widgets.get(insertion);
        Widget plain = widgets.get(LineReader.SELF_INSERT);
        widgets.put(insertion, () -> (startsLine(reader.getBuffer()) ? unindenting : plain).apply());
    }

    private static boolean startsLine(Buffer input) {
        String before = input.upToCursor();
        return before.substring(before.lastIndexOf('\n') + 1).isBlank();
    }

    private static boolean isDumb(Terminal terminal) {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }

    /// Talks until the user leaves.
    public void run() {
        conversation.say("TDSL — :help for help, Ctrl-D to leave");
        while (!conversation.isOver()) {
            try {
                respond(reader.readLine(PROMPT));
            } catch (UserInterruptException e) {
                // Ctrl-C at the prompt drops the input.
            } catch (EndOfFileException e) {
                return;
            }
        }
    }

    private boolean isFarewell(String input) {
        String word = input.strip().replaceFirst("\\(\\)$", "");
        return FAREWELLS.contains(word) && !conversation.variableNames().contains(word);
    }

    private void respond(String input) {
        if (ReplCommand.isCommand(input)) {
            ReplCommands.perform(conversation, input);
        } else if (isFarewell(input)) {
            conversation.leave();
        } else if (!input.isBlank()) {
            conversation.respond(input);
        }
    }
}
