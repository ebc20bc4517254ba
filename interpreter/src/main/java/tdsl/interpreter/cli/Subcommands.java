package tdsl.interpreter.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// The commands that are words, as in `tdsl fmt model.tdsl`.
final class Subcommands {
    private static final String CHECK = "check";
    private static final String FORMAT = "fmt";
    private static final String EXPLAIN = "doc";
    private static final String DEVICES = "devices";
    private static final String CHECK_ONLY = "--check";

    private Subcommands() {}

    static boolean exists(String word) {
        return switch (word) {
            case CHECK, FORMAT, EXPLAIN, DEVICES -> true;
            default -> false;
        };
    }

    /// @param words the first of which is the command
    static Command parse(List<String> words) throws UsageException {
        List<String> rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case CHECK ->
                new Command.Check(Invocation.parse(rest, new CommandLine(taking("FILE", "1..*")))
                        .matchedPositionalValue(0, List.of()));
            case FORMAT -> {
                CommandSpec spec = taking("FILE", "1..*");
                spec.addOption(Invocation.flag(CHECK_ONLY, "only say which files are not formatted"));
                ParseResult result = Invocation.parse(rest, new CommandLine(spec));
                yield new Command.Format(
                        result.matchedPositionalValue(0, List.of()), result.hasMatchedOption(CHECK_ONLY));
            }
            case EXPLAIN -> {
                List<String> names = Invocation.parse(rest, new CommandLine(taking("NAME", "0..1")))
                        .matchedPositionalValue(0, List.of());
                yield new Command.Explain(names.stream().findFirst());
            }
            case DEVICES -> {
                Invocation.parse(rest, new CommandLine(CommandSpec.create()));
                yield new Command.ListDevices();
            }
            default -> throw new IllegalArgumentException("no command " + words.getFirst());
        };
    }

    private static CommandSpec taking(String label, String arity) {
        return CommandSpec.create()
                .addPositional(PositionalParamSpec.builder()
                        .paramLabel(label)
                        .index(arity.endsWith("*") ? "0..*" : "0")
                        .arity(arity)
                        .required(arity.startsWith("1"))
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build());
    }
}
