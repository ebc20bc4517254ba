package tdsl.tensor.error;

import java.util.Optional;

/// Any failure that the caller of the tensor library can mend: the message says what was wrong with which operand.
public abstract class TensorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String kind;
    private String hint;

    protected TensorException(String kind, String format, Object... args) {
        super(args.length == 0 ? format : String.format(format, args));
        this.kind = kind;
    }

    /// The error's name in the language, such as `ShapeError`.
    public final String kind() {
        return kind;
    }

    /// What the caller could do about it, when that is known.
    public final Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /// Adds a suggestion and returns this exception, to be thrown.
    public final TensorException withHint(String format, Object... args) {
        hint = args.length == 0 ? format : String.format(format, args);
        return this;
    }
}
