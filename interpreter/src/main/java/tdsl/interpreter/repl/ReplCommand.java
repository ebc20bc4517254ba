package tdsl.interpreter.repl;

import java.util.function.BiConsumer;

/// Something to say about the conversation rather than in TDSL: `:name argument`.
///
/// @param argument what the argument is called in the help; empty if there is none
/// @param action what it does with the argument, which is empty if it is left out
record ReplCommand(String name, String argument, String help, BiConsumer<Conversation, String> action) {
    static final char MARK = ':';

    static boolean isCommand(String input) {
        return input.stripLeading().indexOf(MARK) == 0;
    }

    @Override
    public String toString() {
        return MARK + name + (argument.isEmpty() ? "" : " " + argument);
    }
}
