package tdsl.interpreter.repl;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import tdsl.interpreter.cli.session.ErrorReport;
import tdsl.interpreter.cli.session.Session;

/// What has been said so far, and how to say more.
final class Conversation {
    /// The variable that holds the last value.
    private static final String LAST_VALUE = "_";

    private static final Source TYPE_FUNCTION = Source.newBuilder(
                    Session.LANGUAGE, "fn(value) => type(value)", "<type>")
            .internal(true)
            .buildLiteral();

    private static final Duration PATIENCE_WITH_INTERRUPTED_INPUT = Duration.ofSeconds(2);

    private final Session session;
    private final Terminal terminal;
    private final ErrorReport errorReport;
    private final List<String> successfulInputs = new ArrayList<>();
    private Value typeFunction;
    private String lastInput = "";
    private int inputCount;
    private boolean over;

    Conversation(Session session, Terminal terminal, ErrorReport errorReport) {
        this.session = session;
        this.terminal = terminal;
        this.errorReport = errorReport;
    }

    PrintWriter output() {
        return terminal.writer();
    }

    int width() {
        return terminal.getWidth();
    }

    /// The variables that inputs have defined.
    Value variables() {
        return session.bindings();
    }

    /// Their names, without that of the last value.
    List<String> variableNames() {
        return variables().getMemberKeys().stream()
                .filter(name -> !name.equals(LAST_VALUE))
                .toList();
    }

    /// What kind of value it is: `int`, or `f32[2, 3] on cuda:0` of a tensor, where `on cpu` goes without saying.
    String typeOf(Value value) {
        if (isTensor(value)) {
            String device = value.getMember("device").asString();
            return value.getMember("dtype").asString()
                    + value.getMember("shape")
                    + (device.equals("cpu") ? "" : " on " + device);
        }
        if (typeFunction == null) {
            typeFunction = session.evaluate(TYPE_FUNCTION);
        }
        return typeFunction.execute(value).toString();
    }

    static boolean isTensor(Value value) {
        return value.hasMember("dtype") && value.hasMember("shape") && value.hasMember("device");
    }

    boolean isOver() {
        return over;
    }

    void leave() {
        over = true;
    }

    /// Runs a program that takes the terminal over, such as an editor.
    ///
    /// @return whether it ended well
    boolean runOnTerminal(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The last input, whether it went well or not; empty if there was none.
    String lastInput() {
        return lastInput;
    }

    /// The inputs that went well, in order.
    List<String> successfulInputs() {
        return List.copyOf(successfulInputs);
    }

    /// Runs an input and shows its value.
    void respond(String input) {
        evaluateAndKeep(input).ifPresent(this::show);
    }

    /// Runs an input; empty, after an error message, if it fails. Its value, unless none, is `_` from now on.
    Optional<Value> evaluateAndKeep(String input) {
        Optional<Value> value = evaluate(input);
        value.ifPresent(result -> {
            successfulInputs.add(input);
            if (!result.isNull()) {
                variables().putMember(LAST_VALUE, result);
            }
        });
        return value;
    }

    /// Runs an input that is not to be remembered.
    Optional<Value> evaluate(String input) {
        inputCount++;
        lastInput = input;
        return evaluate(Source.newBuilder(Session.LANGUAGE, input, "<input " + inputCount + ">")
                .buildLiteral());
    }

    Optional<Value> evaluate(Source source) {
        return interruptibly(() -> Optional.of(session.evaluate(source)));
    }

    /// Shows a value as the language does, a tensor with its type beside it; nothing for none.
    void show(Value value) {
        if (!value.isNull()) {
            interruptibly(() -> Optional.of(isTensor(value) ? value + beside(typeOf(value)) : value.toString()))
                    .ifPresent(this::say);
        }
    }

    /// A remark after a value, faint where that is possible.
    private String beside(String remark) {
        AttributedStyle style = errorReport.colored() ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT;
        return new AttributedString("  # " + remark, style).toAnsi(terminal);
    }

    void say(String text) {
        output().println(text);
        output().flush();
    }

    /// Runs part of a script; on an error in it says so and gives nothing. Ctrl-C stops it.
    private <T> Optional<T> interruptibly(Supplier<Optional<T>> action) {
        SignalHandler before = terminal.handle(Signal.INT, _ -> interrupt());
        try {
            return action.get();
        } catch (PolyglotException e) {
            output().print(errorReport.describe(e));
            output().flush();
            over |= e.isExit();
            return Optional.empty();
        } finally {
            terminal.handle(Signal.INT, before);
        }
    }

    private void interrupt() {
        if (!session.interrupt(PATIENCE_WITH_INTERRUPTED_INPUT)) {
            say("still busy with one operation; it stops after that");
        }
    }
}
