package tdsl.tensor.dispatch;

import tdsl.tensor.Shapes;

/// One parameter of an op.
///
/// @param nullable     `none` is accepted, and (for `Tensor[]`) as an element too
/// @param variadic     positional arguments from here on are collected: `reshape(2, 3)` as well as `reshape([2, 3])`
/// @param required     there is no default
/// @param defaultValue used when the argument is absent; null stands for `none`
public record Parameter(
        String name, ParameterType type, boolean nullable, boolean variadic, boolean required, Object defaultValue) {

    @Override
    public String toString() {
        String written = name + ": " + type.label() + (nullable ? "?" : "") + (variadic ? "..." : "");
        return required ? written : written + " = " + defaultText();
    }

    /// The default value as signatures write it.
    public String defaultText() {
        return switch (defaultValue) {
            case null -> "none";
            case String text -> '"' + text + '"';
            case long[] values -> Shapes.format(values);
            default -> defaultValue.toString();
        };
    }
}
