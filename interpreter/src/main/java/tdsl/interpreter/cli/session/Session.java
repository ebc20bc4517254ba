package tdsl.interpreter.cli.session;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import tdsl.interpreter.embedding.Tdsl;
import tdsl.interpreter.python.PythonPackage;
import tdsl.tensor.Device;

/// The language, ready to run scripts.
public final class Session implements AutoCloseable {
    /// The name under which the language is known to the engine.
    public static final String LANGUAGE = "tdsl";

    /// A call that returns. It loads what the engine needs for that, which otherwise could first happen when a
    /// recursion
    /// has filled the stack, and a class that fails to load never loads again.
    private static final Source WARM_UP = Source.newBuilder(LANGUAGE, "(fn() => none)()", "<start>")
            .internal(true)
            .buildLiteral();

    private final Engine engine;
    private final Context context;

    private Session(Engine engine, Context context) {
        this.engine = engine;
        this.context = context;
    }

    /// @param arguments what scripts see as `args`
    /// @param output where they print to
    public static Session open(List<String> arguments, OutputStream output) {
        return open(Engine.newBuilder(), arguments, output, 0, Device.CPU);
    }

    /// @param arguments what scripts see as `args`
    /// @param output where they print to
    /// @param seed where their random numbers start
    /// @param device where they make tensors
    /// @param tools what watches the program, with where it listens
    /// @throws MissingToolException if one of the tools cannot be used here
    public static Session open(
            List<String> arguments, OutputStream output, long seed, Device device, Map<Tool, String> tools)
            throws MissingToolException {
        return open(engineWith(tools), arguments, output, seed, device);
    }

    /// What the tools write is none of the program's output.
    private static Engine.Builder engineWith(Map<Tool, String> tools) throws MissingToolException {
        Engine.Builder builder = Engine.newBuilder().out(System.err);
        if (!tools.isEmpty()) {
            requirePresent(tools.keySet());
        }
        tools.forEach((tool, value) -> builder.option(tool.instrument(), value));
        return builder;
    }

    private static void requirePresent(Set<Tool> tools) throws MissingToolException {
        try (Engine engine = quiet(Engine.newBuilder()).build()) {
            for (Tool tool : tools) {
                if (!engine.getInstruments().containsKey(tool.instrument())) {
                    throw new MissingToolException(tool);
                }
            }
        }
    }

    private static Engine.Builder quiet(Engine.Builder builder) {
        return builder.option("engine.WarnInterpreterOnly", "false");
    }

    private static Session open(
            Engine.Builder builder, List<String> arguments, OutputStream output, long seed, Device device) {
        Engine engine = quiet(builder).build();
        Context context = Context.newBuilder()
                .engine(engine)
                .allowAllAccess(true)
                .option(
                        "tdsl.ProgressBar",
                        Boolean.toString(Terminals.ofProcess().stderr()))
                .option("tdsl.Seed", Long.toString(seed))
                .option("tdsl.Device", device.toString())
                .arguments(LANGUAGE, arguments.toArray(String[]::new))
                .out(output)
                .build();
        context.eval(WARM_UP);
        return new Session(engine, context);
    }

    public Value evaluate(Source source) {
        return context.eval(source);
    }

    /// Whether Python programs can run.
    public boolean hasPython() {
        return engine.getLanguages().containsKey(PythonPackage.PYTHON);
    }

    /// Runs the Python program in a file; returns its exit status.
    public int runPython(String path, List<String> arguments) {
        Tdsl.install(context);
        return PythonPackage.run(context, path, arguments.toArray(String[]::new));
    }

    /// The names that the program has defined so far.
    public Value bindings() {
        return context.getBindings(LANGUAGE);
    }

    /// Whether scripts are compiled as they run.
    public boolean isOptimizing() {
        return !engine.getImplementationName().equals("Interpreted");
    }

    /// Stops what is running; the session can be used on.
    ///
    /// @return false if it does not stop in time
    public boolean interrupt(Duration patience) {
        try {
            context.interrupt(patience);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        context.close(true);
        engine.close(true);
    }
}
