package tdsl.interpreter.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The options of the command line.
enum Option {
    EVALUATE("-e", "CODE", "run CODE and print its value"),
    SEED("--seed", "N", "start the random numbers at N"),
    MAX_MEMORY("--max-memory", "SIZE", "let tensors take no more than SIZE, such as 500M or 4G"),
    DEBUG("--debug", null, "show Java stack traces, and how TDSL itself runs"),
    VERSION("--version", null, "print the version and leave"),
    HELP("--help", null, "print this help and leave");

    private final String spelling;
    private final String valueName;
    private final String help;

    Option(String spelling, String valueName, String help) {
        this.spelling = spelling;
        this.valueName = valueName;
        this.help = help;
    }

    boolean takesValue() {
        return valueName != null;
    }

    /// How the option is described: `--seed N` and what it does.
    String describe() {
        return "  %-18s %s".formatted(this, help);
    }

    /// The option spelt so on the command line.
    static Optional<Option> find(String spelling) {
        return Arrays.stream(values())
                .filter(option -> option.spelling.equals(spelling))
                .findFirst();
    }

    static List<String> spellings() {
        return Arrays.stream(values()).map(option -> option.spelling).toList();
    }

    String spelling() {
        return spelling;
    }

    @Override
    public String toString() {
        return takesValue() ? spelling + " " + valueName : spelling;
    }
}
