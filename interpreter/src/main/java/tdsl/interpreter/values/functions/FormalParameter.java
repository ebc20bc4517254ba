package tdsl.interpreter.values.functions;

/// One parameter of something that can be called.
///
/// @param defaultText the default value as written, for signatures in messages; null if the argument must be given
public record FormalParameter(String name, Kind kind, String defaultText) {
    /// How arguments reach a parameter.
    public enum Kind {
        /// By position or by name.
        ORDINARY,
        /// All positional arguments that are left over, as a list.
        REST,
        /// By name only.
        NAME_ONLY
    }

    public boolean isRequired() {
        return defaultText == null && kind != Kind.REST;
    }

    @Override
    public String toString() {
        String prefix = kind == Kind.REST ? "*" : "";
        return prefix + name + (defaultText == null ? "" : "=" + defaultText);
    }
}
