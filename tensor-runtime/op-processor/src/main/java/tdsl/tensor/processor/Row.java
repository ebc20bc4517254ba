package tdsl.tensor.processor;

import java.util.List;
import java.util.Locale;

/// One row of the op table as its annotation and comment state it.
///
/// @param declaration the Java expression that makes the op, such as `tdsl.tensor.ops.PointwiseOps.exp()`
/// @param section the class that the row is in
/// @param sectionDocumentation what holds for all rows of the class
/// @param result  the result type as written
/// @param inPlace whether a variant with a trailing underscore exists
/// @param internal whether only other rows use it
record Row(
        String declaration,
        String section,
        String sectionDocumentation,
        String name,
        List<Parameter> parameters,
        String result,
        boolean inPlace,
        boolean internal,
        String documentation) {

    /// One parameter of a signature.
    ///
    /// @param type         one of {@link ParameterKind}
    /// @param defaultValue Java source of the default; null if the parameter is required
    /// @param defaultText  the default as written in the signature
    record Parameter(
            String name,
            ParameterKind type,
            boolean nullable,
            boolean variadic,
            String defaultValue,
            String defaultText) {
        boolean isRequired() {
            return defaultValue == null;
        }

        String text() {
            String written = name + ": " + type.label() + (nullable ? "?" : "") + (variadic ? "..." : "");
            return isRequired() ? written : written + " = " + defaultText;
        }
    }

    String constant() {
        return name.toUpperCase(Locale.ROOT);
    }

    /// The Java expression for the op, everywhere but in its declaration.
    String reference() {
        return "OpIndex." + constant() + ".OP";
    }

    /// The Java expression for the in-place variant.
    String inPlaceReference() {
        return "OpIndex." + constant() + ".IN_PLACE";
    }

    boolean hasReceiver() {
        return !parameters.isEmpty()
                && parameters.getFirst().type() == ParameterKind.TENSOR
                && !parameters.getFirst().nullable();
    }

    String signatureText() {
        return name + "("
                + String.join(", ", parameters.stream().map(Parameter::text).toList()) + ") -> " + result;
    }
}
