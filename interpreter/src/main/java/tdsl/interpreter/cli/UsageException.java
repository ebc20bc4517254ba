package tdsl.interpreter.cli;

/// A command line that asks for something that does not exist; the message says what.
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
