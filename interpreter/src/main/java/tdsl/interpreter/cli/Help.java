package tdsl.interpreter.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What `tdsl` says of itself.
final class Help {
    private Help() {}

    static String text() {
        String options = Arrays.stream(Option.values())
                .map(Option::describe)
                .collect(Collectors.joining(System.lineSeparator()));
        return """
                A scripting language for tensors.

                  tdsl                      talk to it
                  tdsl FILE.tdsl [ARGS]     run a script, which finds ARGS in `args`; - reads it from standard input
                  tdsl -e CODE [ARGS]       run CODE and print its value

                %s

                Exit status: 0 for success, 1 for an error in the script, 2 for wrong usage, 130 when interrupted.\
                """.formatted(options);
    }

    static String version() {
        return "tdsl %s, Java %s"
                .formatted(Help.class.getModule().getDescriptor().rawVersion().orElse("(unpacked)"), Runtime.version());
    }
}
