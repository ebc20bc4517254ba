package tdsl.interpreter.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jline.terminal.Terminal;
import org.jline.utils.Signals;
import tdsl.interpreter.builtins.Builtins;
import tdsl.interpreter.cli.session.ErrorReport;
import tdsl.interpreter.cli.session.MissingToolException;
import tdsl.interpreter.cli.session.Session;
import tdsl.interpreter.cli.session.StandardOutput;
import tdsl.interpreter.cli.session.Terminals;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.interpreter.repl.HistoryFile;
import tdsl.interpreter.repl.Repl;
import tdsl.interpreter.repl.Summaries;
import tdsl.tensor.Device;
import tdsl.tensor.device.Devices;
import tdsl.tensor.error.DeviceException;
import tdsl.tensor.memory.CpuAllocator;

/// The command `tdsl`.
public final class Main {
    /// Deep recursion in a script is deep recursion here: enough for fifty thousand calls, and not so much that the
    /// report of a recursion without end keeps the user waiting.
    private static final long STACK_BYTES = 48L << 20;

    /// Why the launcher did not set the compiler up.
    private static final String PLAIN_RUNTIME_REASON =
            System.getProperty("tdsl.plain", "the JVM was started without the compiler");

    private static final int PAGE_WIDTH = 100;

    private static final Duration PATIENCE_WITH_INTERRUPTED_SCRIPT = Duration.ofSeconds(2);

    private final OutputStream output = new StandardOutput();
    private final Terminals terminals = Terminals.ofProcess();

    private Main() {}

    public static void main(String[] words) throws InterruptedException {
        ExitStatus[] status = {ExitStatus.SCRIPT_ERROR};
        Thread runner = new Thread(null, () -> status[0] = new Main().run(words), "tdsl", STACK_BYTES);
        runner.start();
        runner.join();
        System.exit(status[0].code());
    }

    private ExitStatus run(String[] words) {
        try {
            return perform(Invocation.parse(Arrays.asList(words), terminals.stdin()));
        } catch (UsageException e) {
            return fail(e.getMessage() + System.lineSeparator() + "try tdsl --help", ExitStatus.WRONG_USAGE);
        } catch (UnreadableScriptException | MissingToolException e) {
            return fail(e.getMessage(), ExitStatus.SCRIPT_ERROR);
        } catch (RuntimeException | Error e) {
            boolean debug = Arrays.asList(words).contains(Invocation.DEBUG);
            System.err.print(new ErrorReport(terminals.colorErrors(), debug).describeFault(e));
            return ExitStatus.SCRIPT_ERROR;
        }
    }

    private ExitStatus perform(Invocation invocation)
            throws UnreadableScriptException, UsageException, MissingToolException {
        if (invocation.device().isPresent()) {
            requireUsable(invocation.device().get());
        }
        return switch (invocation.command()) {
            case Command.ShowHelp _ -> show(Invocation.help());
            case Command.ShowVersion _ -> show(Invocation.version());
            case Command.Check check -> check(check.files());
            case Command.Format format -> format(format);
            case Command.Explain explain -> explain(explain.name());
            case Command.ListDevices _ -> listDevices();
            case Command.StartRepl _ -> converse(invocation);
            case Command.RunFile file -> runScript(invocation, ScriptFile.read(file.path()), false);
            case Command.RunPython program -> runPython(invocation, program.path());
            case Command.RunStandardInput _ -> runScript(invocation, ScriptFile.readStandardInput(System.in), false);
            case Command.Evaluate evaluate ->
                runScript(invocation, ScriptFile.source("<command line>", evaluate.code()), true);
        };
    }

    private ExitStatus check(List<String> files) {
        CheckCommand checking = new CheckCommand(System.err, terminals.colorErrors());
        return checking.run(files) ? ExitStatus.SUCCESS : ExitStatus.SCRIPT_ERROR;
    }

    private ExitStatus format(Command.Format command) {
        PrintStream text = new PrintStream(output, true, StandardCharsets.UTF_8);
        FormatCommand formatting = new FormatCommand(text, System.err, terminals.colorErrors());
        return formatting.run(command.files(), command.checkOnly()) ? ExitStatus.SUCCESS : ExitStatus.SCRIPT_ERROR;
    }

    private ExitStatus explain(Optional<String> name) {
        if (name.isEmpty()) {
            return show(String.join(System.lineSeparator(), Builtins.names()));
        }
        String documentation = Builtins.documentation(name.get());
        return documentation != null
                ? show(Summaries.wrap(documentation, PAGE_WIDTH))
                : fail(
                        "there is nothing to say about " + name.get() + Suggestion.of(name.get(), Builtins.names()),
                        ExitStatus.SCRIPT_ERROR);
    }

    private static void requireUsable(Device device) throws UsageException {
        try {
            Devices.requireUsable(device);
        } catch (DeviceException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private ExitStatus listDevices() {
        new DevicesCommand(new PrintStream(output, true, StandardCharsets.UTF_8)).run();
        return ExitStatus.SUCCESS;
    }

    private ExitStatus runScript(Invocation invocation, Source script, boolean printValue) throws MissingToolException {
        try (Session session = open(invocation)) {
            PrintStream errors = System.err;
            Signals.register("INT", () -> stop(session));
            try {
                Value value = session.evaluate(script);
                return printValue && !value.isNull() ? show(value.toString()) : ExitStatus.SUCCESS;
            } catch (PolyglotException e) {
                errors.print(new ErrorReport(terminals.colorErrors(), invocation.debug()).describe(e));
                return e.isInterrupted() || e.isCancelled() ? ExitStatus.INTERRUPTED : ExitStatus.SCRIPT_ERROR;
            }
        }
    }

    private ExitStatus runPython(Invocation invocation, String path)
            throws UnreadableScriptException, MissingToolException {
        ScriptFile.read(path);
        try (Session session = open(invocation)) {
            if (!session.hasPython()) {
                return fail("Python is not here: run it by scripts/tdsl, which fetches it", ExitStatus.SCRIPT_ERROR);
            }
            Signals.register("INT", () -> stop(session));
            try {
                return new ExitStatus(session.runPython(path, invocation.scriptArguments()));
            } catch (PolyglotException e) {
                System.err.print(new ErrorReport(terminals.colorErrors(), invocation.debug()).describe(e));
                return e.isInterrupted() || e.isCancelled() ? ExitStatus.INTERRUPTED : ExitStatus.SCRIPT_ERROR;
            }
        }
    }

    private ExitStatus converse(Invocation invocation) throws MissingToolException {
        try (Terminal terminal = Terminals.open();
                Session session = open(invocation)) {
            ErrorReport errorReport = new ErrorReport(terminals.colorOutput(), invocation.debug());
            new Repl(session, terminal, HistoryFile.inHome(), errorReport).run();
            return ExitStatus.SUCCESS;
        } catch (IOException e) {
            return fail("cannot use the terminal: " + e.getMessage(), ExitStatus.SCRIPT_ERROR);
        }
    }

    private Session open(Invocation invocation) throws MissingToolException {
        if (invocation.debug()) {
            Logger.getLogger("").setLevel(Level.INFO);
        }
        invocation.maxMemory().ifPresent(size -> CpuAllocator.instance().setLimit(size.bytes()));
        invocation.threads().ifPresent(count -> System.setProperty("tdsl.threads", count.toString()));
        Session session = Session.open(
                invocation.scriptArguments(),
                output,
                invocation.seed().orElse(0L),
                invocation.device().orElse(Device.CPU),
                invocation.tools());
        if (invocation.debug() && !session.isOptimizing()) {
            System.err.println("tdsl: scripts are not compiled while they run: " + PLAIN_RUNTIME_REASON);
        }
        return session;
    }

    /// Ctrl-C: asks the script to stop, and stops it if it does not.
    private static void stop(Session session) {
        Signals.register("INT", () -> Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code()));
        if (!session.interrupt(PATIENCE_WITH_INTERRUPTED_SCRIPT)) {
            Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
        }
    }

    private ExitStatus show(String text) {
        new PrintStream(output, true, StandardCharsets.UTF_8).println(text);
        return ExitStatus.SUCCESS;
    }

    private ExitStatus fail(String message, ExitStatus status) {
        System.err.println("tdsl: " + message);
        return status;
    }
}
