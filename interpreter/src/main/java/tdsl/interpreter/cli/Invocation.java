package tdsl.interpreter.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import tdsl.interpreter.cli.session.Tool;
import tdsl.tensor.Device;
import tdsl.tensor.error.DeviceException;

/// The command line, understood.
///
/// @param command what to do
/// @param scriptArguments what the script sees as `args`
/// @param seed where random numbers start, if the user says so
/// @param maxMemory how many bytes tensors may take, if the user says so
/// @param threads how many threads kernels use, if the user says so
/// @param device where tensors are made, if the user says so
/// @param tools what watches the program, with where it listens
/// @param debug whether to show how TDSL itself runs
record Invocation(
        Command command,
        List<String> scriptArguments,
        Optional<Long> seed,
        Optional<ByteSize> maxMemory,
        Optional<ThreadCount> threads,
        Optional<Device> device,
        Map<Tool, String> tools,
        boolean debug) {
    static final String DEBUG = "--debug";
    private static final String EVALUATE = "-e";
    private static final String SEED = "--seed";
    private static final String MAX_MEMORY = "--max-memory";
    private static final String THREADS = "--threads";
    private static final String DEVICE = "--device";
    private static final String VERSION = "--version";
    private static final String HELP = "--help";
    private static final String PYTHON_ENDING = ".py";

    /// What stands between an option and the value in the same word.
    private static final String ATTACHED = "=";

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final int LAST_PORT = 65535;

    Invocation {
        scriptArguments = List.copyOf(scriptArguments);
        tools = Map.copyOf(tools);
    }

    /// @param interactive whether standard input is a terminal: without a script, a conversation starts there; a
    /// script
    ///     is read from anything else
    static Invocation parse(List<String> words, boolean interactive) throws UsageException {
        if (!words.isEmpty() && Subcommands.exists(words.getFirst())) {
            return of(Subcommands.parse(words));
        }
        ParseResult result = parse(words, commandLine());
        List<String> rest = result.matchedPositionalValue(0, List.of());
        boolean hasFile = !rest.isEmpty() && !result.hasMatchedOption(EVALUATE);
        return new Invocation(
                command(result, rest, interactive),
                hasFile ? rest.subList(1, rest.size()) : rest,
                Optional.ofNullable(result.matchedOptionValue(SEED, null)),
                Optional.ofNullable(result.matchedOptionValue(MAX_MEMORY, null)),
                Optional.ofNullable(result.matchedOptionValue(THREADS, null)),
                Optional.ofNullable(result.matchedOptionValue(DEVICE, null)),
                tools(result),
                result.hasMatchedOption(DEBUG));
    }

    private static Invocation of(Command command) {
        return new Invocation(
                command,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false);
    }

    private static Map<Tool, String> tools(ParseResult result) {
        Map<Tool, String> tools = new EnumMap<>(Tool.class);
        for (Tool tool : Tool.values()) {
            if (result.hasMatchedOption(tool.flag())) {
                tools.put(tool, String.valueOf(result.<Object>matchedOptionValue(tool.flag(), Tool.USUAL)));
            }
        }
        return tools;
    }

    static ParseResult parse(List<String> words, CommandLine commandLine) throws UsageException {
        try {
            return commandLine.parseArgs(words.toArray(String[]::new));
        } catch (UnmatchedArgumentException e) {
            List<String> suggestions = e.getSuggestions();
            String word = e.getUnmatched().getFirst();
            String unknown = (word.startsWith("-") ? "unknown option " : "unexpected argument ") + word;
            throw new UsageException(
                    suggestions.isEmpty() ? unknown : unknown + "; did you mean " + suggestions.getFirst() + "?");
        } catch (ParameterException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static Command command(ParseResult result, List<String> rest, boolean interactive) {
        if (result.hasMatchedOption(HELP)) {
            return new Command.ShowHelp();
        } else if (result.hasMatchedOption(VERSION)) {
            return new Command.ShowVersion();
        } else if (result.hasMatchedOption(EVALUATE)) {
            return new Command.Evaluate(result.matchedOptionValue(EVALUATE, ""));
        } else if (rest.isEmpty()) {
            return interactive ? new Command.StartRepl() : new Command.RunStandardInput();
        }
        String script = rest.getFirst();
        if (script.endsWith(PYTHON_ENDING)) {
            return new Command.RunPython(script);
        }
        return script.equals("-") ? new Command.RunStandardInput() : new Command.RunFile(script);
    }

    /// What `tdsl --help` prints.
    static String help() {
        return commandLine().getUsageMessage().stripTrailing();
    }

    /// What `tdsl --version` prints.
    static String version() {
        String version =
                Invocation.class.getModule().getDescriptor().rawVersion().orElse("(unpacked)");
        return "tdsl %s, Java %s".formatted(version, Runtime.version());
    }

    /// Built by hand rather than from annotations, whose reflection would slow down every start.
    private static CommandLine commandLine() {
        CommandSpec spec = CommandSpec.create().name("tdsl");
        spec.usageMessage()
                .width(100)
                .sortOptions(false)
                .header("A scripting language for tensors.%n")
                .customSynopsis(
                        "  tdsl                      talk to it",
                        "  tdsl FILE.tdsl [ARGS]     run a script, which finds ARGS in `args`; - reads it from standard input",
                        "  tdsl FILE.py [ARGS]       run a Python program, which can `import tdsl`",
                        "  tdsl -e CODE [ARGS]       run CODE and print its value",
                        "  tdsl check FILE…          find errors without running: syntax, names, arguments, shapes",
                        "  tdsl fmt [--check] FILE…  write scripts in the one style, or say which are not",
                        "  tdsl doc [NAME]           explain a function or operation, or list them all",
                        "  tdsl devices              say what programs can run on, and why not on the rest%n")
                .synopsisHeading("")
                .footer(
                        "%nExit status: 0 for success, 1 for an error in the script, 2 for wrong usage, 130 when interrupted.");
        spec.addOption(valued(EVALUATE, "CODE", String.class, "run CODE and print its value"))
                .addOption(valued(SEED, "N", Long.class, "start the random numbers at N"))
                .addOption(valued(
                        MAX_MEMORY, "SIZE", ByteSize.class, "let tensors take no more than SIZE, such as 500M or 4G"))
                .addOption(valued(THREADS, "N", ThreadCount.class, "compute on N threads"))
                .addOption(valued(DEVICE, "NAME", Device.class, "make tensors on cpu, cuda or cuda:1"))
                .addOption(listening(Tool.INSPECTOR, "let the developer tools of Chrome debug the program"))
                .addOption(listening(Tool.ADAPTER, "let an editor debug the program (debug adapter protocol)"))
                .addOption(flag(Tool.PROFILER.flag(), "show at the end where the time went"))
                .addOption(flag(DEBUG, "show Java stack traces, and how TDSL itself runs"))
                .addOption(flag(VERSION, "print the version and leave"))
                .addOption(flag(HELP, "print this help and leave"))
                .addPositional(PositionalParamSpec.builder()
                        .paramLabel("FILE [ARGS]")
                        .arity("0..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .hidden(true)
                        .build());
        // What follows the script belongs to the script.
        spec.parser().stopAtPositional(true).allowOptionsAsOptionParameters(true);
        return new CommandLine(spec)
                .registerConverter(ByteSize.class, ByteSize::parse)
                .registerConverter(ThreadCount.class, ThreadCount::parse)
                .registerConverter(Device.class, Invocation::device);
    }

    private static Device device(String name) {
        try {
            return Device.parse(name);
        } catch (DeviceException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static OptionSpec valued(String name, String label, Class<?> type, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .arity("1")
                .type(type)
                .description(description)
                .build();
    }

    /// An option whose value is a port, and only if attached to it: the next word may be the script.
    private static OptionSpec listening(Tool tool, String description) {
        return OptionSpec.builder(tool.flag())
                .paramLabel("[PORT]")
                .arity("1")
                .type(String.class)
                .converters(Invocation::port)
                .preprocessor((words, _, _, info) -> {
                    if (!ATTACHED.equals(info.get("separator"))) {
                        words.push(Tool.USUAL);
                    }
                    return false;
                })
                .description(description)
                .build();
    }

    private static String port(String text) {
        boolean isPort = PORT.matcher(text).matches() && Integer.parseInt(text) <= LAST_PORT;
        if (!isPort && !text.equals(Tool.USUAL)) {
            throw new TypeConversionException("'" + text + "' is not a port such as 9229");
        }
        return text;
    }

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .arity("0")
                .type(boolean.class)
                .description(description)
                .build();
    }
}
