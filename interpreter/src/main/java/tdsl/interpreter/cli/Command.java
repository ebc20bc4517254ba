package tdsl.interpreter.cli;

import java.util.List;
import java.util.Optional;

/// What the command line asks for.
sealed interface Command {
    /// A conversation at the terminal.
    record StartRepl() implements Command {}

    /// Run the script in this file.
    record RunFile(String path) implements Command {}

    /// Run the Python program in this file.
    record RunPython(String path) implements Command {}

    /// Run the script that comes in on standard input.
    record RunStandardInput() implements Command {}

    /// Run this code and print its value.
    record Evaluate(String code) implements Command {}

    /// Say what is wrong with scripts, without running them.
    record Check(List<String> files) implements Command {}

    /// Write scripts in the one style; or, if `checkOnly`, say which are not.
    record Format(List<String> files, boolean checkOnly) implements Command {}

    /// Explain a function or operation; all names, if there is none.
    record Explain(Optional<String> name) implements Command {}

    /// Say what programs can run on.
    record ListDevices() implements Command {}

    record ShowVersion() implements Command {}

    record ShowHelp() implements Command {}
}
