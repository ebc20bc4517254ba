package tdsl.interpreter.cli.session;

/// A tool was asked for whose jar is not there.
public final class MissingToolException extends Exception {
    private static final long serialVersionUID = 1;

    MissingToolException(Tool tool) {
        super(tool.flag() + " needs a tool that is not here: run it by scripts/tdsl, which fetches it");
    }
}
