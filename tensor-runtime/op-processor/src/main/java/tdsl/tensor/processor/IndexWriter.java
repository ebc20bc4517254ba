package tdsl.tensor.processor;

import java.util.List;
import java.util.stream.Collectors;

/// Writes the class that names every op.
final class IndexWriter {
    private IndexWriter() {}

    static String source(String packageName, List<Row> rows) {
        StringBuilder out = new StringBuilder();
        out.append("package ").append(packageName).append(";\n\n");
        out.append("");
        out.append("import java.util.LinkedHashMap;\nimport java.util.List;\nimport java.util.Map;\n");
        out.append("import java.util.Set;\nimport java.util.Collection;\nimport java.util.Collections;\n");
        out.append("import tdsl.tensor.dispatch.Op;\nimport tdsl.tensor.dispatch.Parameter;\n");
        out.append("import tdsl.tensor.dispatch.Signature;\n\n");
        out.append("/// Every op, by constant and by name. Generated from the rows of the op table.\n");
        out.append("public final class OpIndex {\n");
        out.append("    private static final Map<String, Op> BY_NAME = new LinkedHashMap<>();\n\n");
        for (Row row : rows) {
            out.append(constant(row));
        }
        out.append("    private OpIndex() {}\n\n");
        out.append(
                "    private static Op add(Op op) {\n        BY_NAME.put(op.name(), op);\n        return op;\n    }\n\n");
        out.append("    private static Parameter required(String name, tdsl.tensor.dispatch.ParameterType type,"
                + " boolean nullable, boolean variadic) {\n"
                + "        return new Parameter(name, type, nullable, variadic, true, null);\n    }\n\n");
        out.append("    private static Parameter optional(String name, tdsl.tensor.dispatch.ParameterType type,"
                + " boolean nullable, boolean variadic, Object value) {\n"
                + "        return new Parameter(name, type, nullable, variadic, false, value);\n    }\n\n");
        out.append("    /// The op with this name; null if there is none.\n");
        out.append("    public static Op find(String name) {\n        return BY_NAME.get(name);\n    }\n\n");
        out.append("    /// All names, in-place variants included.\n");
        out.append("    public static Set<String> names() {\n"
                + "        return Collections.unmodifiableSet(BY_NAME.keySet());\n    }\n\n");
        out.append("    /// All ops, in-place variants included.\n");
        out.append("    public static Collection<Op> all() {\n"
                + "        return Collections.unmodifiableCollection(BY_NAME.values());\n    }\n}\n");
        return out.toString();
    }

    private static String constant(Row row) {
        String parameters = row.parameters().stream()
                .map(IndexWriter::parameter)
                .collect(Collectors.joining(",\n                    "));
        String text =
                "    /// `%s`\n    public static final Op %s = add(%s.bind(\n            new Signature(\"%s\", List.of(%s), \"%s\"),\n            %s));\n\n"
                        .formatted(
                                row.signatureText(),
                                row.constant(),
                                row.field(),
                                row.name(),
                                parameters.isEmpty() ? "" : "\n                    " + parameters,
                                row.result(),
                                literal(row.documentation()));
        if (row.inPlace()) {
            text +=
                    "    /// {@link #%s}, written into the first argument.\n    public static final Op %s_ = add(%s.inPlaceVariant());\n\n"
                            .formatted(row.constant(), row.constant(), row.constant());
        }
        return text;
    }

    private static String parameter(Row.Parameter parameter) {
        String common = "\"%s\", tdsl.tensor.dispatch.ParameterType.%s, %s, %s"
                .formatted(parameter.name(), parameter.type().name(), parameter.nullable(), parameter.variadic());
        return parameter.isRequired()
                ? "required(" + common + ")"
                : "optional(" + common + ", " + parameter.defaultValue() + ")";
    }

    private static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
