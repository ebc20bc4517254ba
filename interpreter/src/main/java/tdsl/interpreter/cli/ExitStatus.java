package tdsl.interpreter.cli;

/// What the process tells its caller.
enum ExitStatus {
    SUCCESS(0),
    SCRIPT_ERROR(1),
    WRONG_USAGE(2),
    /// As shells report a program that Ctrl-C ended.
    INTERRUPTED(130),
    /// As shells report a program whose reader went away (`tdsl x.tdsl | head -1`).
    BROKEN_PIPE(141);

    final int code;

    ExitStatus(int code) {
        this.code = code;
    }
}
