package tdsl.interpreter.cli.session;

/// What can watch a program while it runs.
public enum Tool {
    /// The debugger of Chrome's developer tools.
    INSPECTOR("--inspect", "inspect"),
    /// A debugger of editors.
    ADAPTER("--dap", "dap"),
    /// Samples where the time goes.
    PROFILER("--profile", "cpusampler");

    /// The value of a tool's option that leaves to the tool where it listens.
    public static final String USUAL = "true";

    private final String flag;
    private final String instrument;

    Tool(String flag, String instrument) {
        this.flag = flag;
        this.instrument = instrument;
    }

    /// The option of the command line.
    public String flag() {
        return flag;
    }

    /// The engine's name of the tool, which is that of the option that starts it.
    String instrument() {
        return instrument;
    }
}
