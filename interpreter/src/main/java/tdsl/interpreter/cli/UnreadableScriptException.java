package tdsl.interpreter.cli;

/// A script that cannot be read; the message says which and why.
final class UnreadableScriptException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableScriptException(String script, String reason) {
        super("cannot read " + script + ": " + reason);
    }
}
