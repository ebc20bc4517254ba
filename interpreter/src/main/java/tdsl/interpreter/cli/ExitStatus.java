package tdsl.interpreter.cli;

/// What the process tells its caller; a Python program chooses its own.
record ExitStatus(int code) {
    static final ExitStatus SUCCESS = new ExitStatus(0);
    static final ExitStatus SCRIPT_ERROR = new ExitStatus(1);
    static final ExitStatus WRONG_USAGE = new ExitStatus(2);
    /// As shells report a program that Ctrl-C ended.
    static final ExitStatus INTERRUPTED = new ExitStatus(130);
}
