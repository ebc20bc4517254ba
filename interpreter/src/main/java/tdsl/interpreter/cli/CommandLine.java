package tdsl.interpreter.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tdsl.interpreter.diagnostics.Suggestion;

/// The command line, understood.
///
/// Parsed by hand: an option library would take as long to load as all the rest of `tdsl -e 1`.
///
/// @param command what to do
/// @param scriptArguments what the script sees as `args`
/// @param seed where random numbers start, if the user says so
/// @param maxMemory how many bytes tensors may take, if the user says so
/// @param debug whether to show how TDSL itself runs
record CommandLine(
        Command command, List<String> scriptArguments, OptionalLong seed, OptionalLong maxMemory, boolean debug) {
    private static final String SIZE_UNITS = "KMGT";
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([kKmMgGtT]?)");

    CommandLine {
        scriptArguments = List.copyOf(scriptArguments);
    }

    /// @param interactive whether standard input is a terminal: without a script, a conversation starts there; a script
    ///     is read from anything else
    static CommandLine parse(List<String> words, boolean interactive) throws UsageException {
        Deque<String> rest = new ArrayDeque<>(words);
        Map<Option, String> options = parseOptions(rest);
        return new CommandLine(
                commandOf(options, rest, interactive),
                List.copyOf(rest),
                parse(Option.SEED, options, Long::parseLong),
                parse(Option.MAX_MEMORY, options, CommandLine::parseSize),
                options.containsKey(Option.DEBUG));
    }

    /// Takes the options off the front: what follows the script belongs to the script.
    private static Map<Option, String> parseOptions(Deque<String> rest) throws UsageException {
        Map<Option, String> options = new EnumMap<>(Option.class);
        while (!rest.isEmpty() && rest.peek().startsWith("-") && !rest.peek().equals("-")) {
            String word = rest.pop();
            if (word.equals("--")) {
                break;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String spelling = equals < 0 ? word : word.substring(0, equals);
            Option option = Option.find(spelling).orElseThrow(() -> unknownOption(spelling));
            if (equals >= 0 && !option.takesValue()) {
                throw new UsageException(spelling + " takes no value");
            }
            String value = equals >= 0 ? word.substring(equals + 1) : option.takesValue() ? rest.poll() : "";
            if (value == null) {
                throw new UsageException(spelling + " needs a value: " + option);
            }
            if (options.put(option, value) != null && option.takesValue()) {
                throw new UsageException(spelling + " is given twice");
            }
        }
        return options;
    }

    private static UsageException unknownOption(String spelling) {
        return new UsageException("unknown option " + spelling + Suggestion.of(spelling, Option.spellings()));
    }

    private static Command commandOf(Map<Option, String> options, Deque<String> rest, boolean interactive) {
        if (options.containsKey(Option.HELP)) {
            return new Command.ShowHelp();
        } else if (options.containsKey(Option.VERSION)) {
            return new Command.ShowVersion();
        } else if (options.containsKey(Option.EVALUATE)) {
            return new Command.Evaluate(options.get(Option.EVALUATE));
        } else if (rest.isEmpty()) {
            return interactive ? new Command.StartRepl() : new Command.RunStandardInput();
        }
        String script = rest.pop();
        return script.equals("-") ? new Command.RunStandardInput() : new Command.RunFile(script);
    }

    /// The value of an option that takes a number.
    private static OptionalLong parse(Option option, Map<Option, String> options, ToLongFunction<String> parser)
            throws UsageException {
        String value = options.get(option);
        try {
            return value == null ? OptionalLong.empty() : OptionalLong.of(parser.applyAsLong(value));
        } catch (NumberFormatException e) {
            throw new UsageException("%s is not a value for %s".formatted(value, option));
        }
    }

    /// A number of bytes such as `500M`; the units are powers of 1024.
    private static long parseSize(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new NumberFormatException(text);
        }
        int shift = size.group(2).isEmpty()
                ? 0
                : 10
                        * (1
                                + SIZE_UNITS.indexOf(
                                        Character.toUpperCase(size.group(2).charAt(0))));
        return (long) Math.scalb(Double.parseDouble(size.group(1)), shift);
    }
}
