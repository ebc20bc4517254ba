package tdsl.interpreter.cli;

/// What the command line asks for.
sealed interface Command {
    /// A conversation at the terminal.
    record StartRepl() implements Command {}

    /// Run the script in this file.
    record RunFile(String path) implements Command {}

    /// Run the script that comes in on standard input.
    record RunStandardInput() implements Command {}

    /// Run this code and print its value.
    record Evaluate(String code) implements Command {}

    record ShowVersion() implements Command {}

    record ShowHelp() implements Command {}
}
