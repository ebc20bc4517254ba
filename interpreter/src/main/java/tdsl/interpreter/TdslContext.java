package tdsl.interpreter;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleFile;
import com.oracle.truffle.api.TruffleLanguage.ContextReference;
import com.oracle.truffle.api.TruffleLanguage.Env;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tdsl.interpreter.builtins.Builtins;
import tdsl.interpreter.builtins.ContextVariable;
import tdsl.interpreter.builtins.files.ProgressIterator;
import tdsl.interpreter.diagnostics.Locations;
import tdsl.interpreter.values.Scope;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.Device;
import tdsl.tensor.GradMode;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.random.Generator;

/// What belongs to one running program: its variables, its modules, and its ways to the outside.
public final class TdslContext {
    private static final ContextReference<TdslContext> REFERENCE = ContextReference.create(TdslLanguage.class);

    private final TdslLanguage language;
    private final Env env;
    private final PrintStream output;
    private final PrintStream errorOutput;
    private final BufferedReader input;
    private final ListValue arguments;
    private final Scope topScope = new Scope("top level", this::builtin);
    private final ModuleRegistry modules;
    private final Generator generator;
    private volatile Device defaultDevice;
    private final Map<String, OpFunction> loadedOps = new ConcurrentHashMap<>();

    TdslContext(TdslLanguage language, Env env) {
        this.language = language;
        this.env = env;
        output = new PrintStream(env.out(), true, StandardCharsets.UTF_8);
        errorOutput = new PrintStream(env.err(), true, StandardCharsets.UTF_8);
        input = new BufferedReader(new InputStreamReader(env.in(), StandardCharsets.UTF_8));
        arguments = new ListValue(Arrays.asList(env.getApplicationArguments()));
        modules = new ModuleRegistry(this);
        generator = new Generator(env.getOptions().get(TdslLanguage.SEED));
        defaultDevice = Device.parse(env.getOptions().get(TdslLanguage.DEVICE));
    }

    public static TdslContext get(Node node) {
        return REFERENCE.get(node);
    }

    /// Runs what was called from outside, with this context's mode of recording and its random numbers.
    @TruffleBoundary
    public <T> T entered(Supplier<T> action) {
        GradMode outside = GradMode.use(language.gradMode());
        Generator generatorOutside = Generator.use(generator);
        Device before = DefaultDevice.get();
        if (before == Device.CPU) {
            DefaultDevice.set(defaultDevice);
        }
        try {
            return action.get();
        } finally {
            DefaultDevice.set(before);
            Generator.use(generatorOutside);
            GradMode.use(outside);
        }
    }

    /// Changes where tensors are made if nothing says otherwise.
    public void setDefaultDevice(Device device) {
        defaultDevice = device;
        DefaultDevice.set(device);
    }

    TdslLanguage language() {
        return language;
    }

    public Env env() {
        return env;
    }

    /// Where `print` writes.
    public PrintStream output() {
        return output;
    }

    /// Standard input.
    public BufferedReader input() {
        return input;
    }

    /// The arguments of the script.
    public ListValue arguments() {
        return arguments;
    }

    /// Whether scripts may load code that runs unrestricted.
    public boolean allowsLibraries() {
        return env.isNativeAccessAllowed() && env.isHostLookupAllowed();
    }

    /// Makes an operator from a library known as a method of tensors.
    public void addOp(OpFunction op) {
        loadedOps.put(op.name(), op);
    }

    /// An operator from a library; null if there is none.
    @TruffleBoundary
    public OpFunction loadedOp(String name) {
        return loadedOps.get(name);
    }

    /// The variables of the sources that were evaluated in this context.
    public Scope topScope() {
        return topScope;
    }

    /// What a name means that no source has declared; null if nothing.
    private Object builtin(String name) {
        Object value = Builtins.find(name);
        return value instanceof ContextVariable variable ? variable.read(this) : value;
    }

    public ModuleRegistry modules() {
        return modules;
    }

    /// A file by its path, relative ones against the working directory.
    @TruffleBoundary
    public TruffleFile file(String path) {
        return env.getPublicTruffleFile(path);
    }

    /// A file given from the folder of the script that `site` is in; from the working directory if it is in
    /// no file.
    @TruffleBoundary
    public TruffleFile fileBeside(Node site, String path) {
        SourceSection section = Locations.sectionOf(site);
        String script = section == null ? null : section.getSource().getPath();
        TruffleFile folder = script == null ? null : file(script).getParent();
        return folder == null ? file(path) : folder.resolve(path);
    }

    /// A variable of the process environment; null if it is not set.
    @TruffleBoundary
    public String environment(String name) {
        return env.getEnvironment().get(name);
    }

    /// Where progress is shown: beside the output, not in it.
    @TruffleBoundary
    public ProgressIterator.Output progressOutput() {
        return new ProgressIterator.Output(errorOutput, env.getOptions().get(TdslLanguage.PROGRESS_BAR));
    }
}
