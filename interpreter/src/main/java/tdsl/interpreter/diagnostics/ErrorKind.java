package tdsl.interpreter.diagnostics;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of error that a script can meet, throw and catch. Catching a kind catches the kinds below it too.
public enum ErrorKind {
    SYNTAX("SyntaxError"),
    NAME("NameError"),
    TYPE("TypeError"),
    VALUE("ValueError"),
    SHAPE("ShapeError", VALUE),
    LINALG("LinAlgError", VALUE),
    DTYPE("DTypeError"),
    INDEX("IndexError"),
    GRAD("GradError"),
    DEVICE("DeviceError"),
    OUT_OF_MEMORY("OutOfMemoryError"),
    IO("IOError"),
    IMPORT("ImportError"),
    ARITHMETIC("ArithmeticError"),
    INTERRUPTED("Interrupted"),
    /// A fault of the language implementation itself, not of the script.
    INTERNAL("InternalError");

    private final String label;
    private final ErrorKind parent;

    ErrorKind(String label) {
        this(label, null);
    }

    ErrorKind(String label, ErrorKind parent) {
        this.label = label;
        this.parent = parent;
    }

    /// The name in scripts and messages: `ShapeError`.
    public String label() {
        return label;
    }

    /// True if this is the other kind or one below it.
    public boolean isA(ErrorKind other) {
        return this == other || parent != null && parent.isA(other);
    }

    /// The kind with this name, such as a tensor exception carries.
    public static Optional<ErrorKind> find(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }
}
