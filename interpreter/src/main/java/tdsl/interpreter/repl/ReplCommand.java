package tdsl.interpreter.repl;

import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// Something to say about the conversation rather than in TDSL: `:name argument`.
///
/// @param argument what the argument is called in the help, in brackets if it may be left out; empty if there is none
/// @param action what it does with the argument, which is empty if it is left out
record ReplCommand(String name, String argument, String help, BiConsumer<Conversation, String> action) {
    static final char MARK = ':';
    private static final Pattern FILE_COMMAND = Pattern.compile("\\s*:(load|save)\\s");

    static boolean isCommand(String input) {
        return input.stripLeading().indexOf(MARK) == 0;
    }

    /// True if the text is a command whose argument is a file, up to somewhere in that argument.
    static boolean takesFile(String text) {
        return FILE_COMMAND.matcher(text).lookingAt();
    }

    /// Whether an argument, or none, is what the command takes.
    boolean admits(String given) {
        return argument.startsWith("[") || given.isEmpty() == argument.isEmpty();
    }

    @Override
    public String toString() {
        return MARK + name + (argument.isEmpty() ? "" : " " + argument);
    }
}
