package tdsl.tensor.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the class that names every op. Each op is held by a class of its own, so that starting up makes none: the JVM
/// makes an op when it is first used.
final class IndexWriter {
    private IndexWriter() {}

    static String source(String packageName, List<Row> rows) {
        StringBuilder out = new StringBuilder("package " + packageName + ";\n");
        out.append("""

                import java.util.List;
                import java.util.Set;
                import tdsl.tensor.dispatch.Op;
                import tdsl.tensor.dispatch.Parameter;
                import tdsl.tensor.dispatch.ParameterType;
                import tdsl.tensor.dispatch.Signature;

                /// Every op, by class and by name. Generated from the rows of the op table.
                public final class OpIndex {
                """);
        out.append(names("NAMES", rows));
        out.append(names("SHOWN", rows.stream().filter(row -> !row.internal()).toList()));
        out.append("\n    private OpIndex() {}\n\n");
        out.append("    /// All names, in-place variants included.\n");
        out.append("    public static Set<String> names() {\n        return NAMES;\n    }\n\n");
        out.append("    /// The names that programs may use: all but those of ops that are for other ops alone.\n");
        out.append("    public static Set<String> shownNames() {\n        return SHOWN;\n    }\n\n");
        out.append("    /// All ops, in-place variants included, in the order of their names.\n");
        out.append("    public static List<Op> all() {\n");
        out.append("        return NAMES.stream().sorted().map(OpIndex::find).toList();\n    }\n\n");
        out.append("    /// The op with this name; null if there is none.\n");
        out.append("    public static Op find(String name) {\n        return switch (name) {\n");
        for (Row row : rows) {
            out.append("            case \"%s\" -> %s.OP;\n".formatted(row.name(), row.constant()));
            if (row.inPlace()) {
                out.append("            case \"%s_\" -> %s.IN_PLACE;\n".formatted(row.name(), row.constant()));
            }
        }
        out.append("            default -> null;\n        };\n    }\n\n");
        out.append("""
                    private static Parameter required(String name, ParameterType type, boolean nullable, boolean variadic) {
                        return new Parameter(name, type, nullable, variadic, true, null);
                    }

                    private static Parameter optional(
                            String name, ParameterType type, boolean nullable, boolean variadic, Object value) {
                        return new Parameter(name, type, nullable, variadic, false, value);
                    }
                """);
        rows.forEach(row -> out.append(holder(row)));
        return out.append("}\n").toString();
    }

    private static String names(String constant, List<Row> rows) {
        return "    private static final Set<String> " + constant + " = Set.of("
                + names(rows).stream()
                        .map(name -> "\n            \"" + name + '"')
                        .collect(Collectors.joining(","))
                + ");\n";
    }

    private static List<String> names(List<Row> rows) {
        List<String> names = new ArrayList<>();
        for (Row row : rows) {
            names.add(row.name());
            if (row.inPlace()) {
                names.add(row.name() + "_");
            }
        }
        return names;
    }

    private static String holder(Row row) {
        String parameters = row.parameters().stream()
                .map(IndexWriter::parameter)
                .collect(Collectors.joining(",\n                        "));
        StringBuilder out = new StringBuilder("\n    /// `" + row.signatureText() + "`\n");
        out.append("    public static final class ").append(row.constant()).append(" {\n");
        out.append("        public static final Op OP = ")
                .append(row.declaration())
                .append(".bind(\n");
        out.append("                new Signature(\"%s\", List.of(%s), \"%s\"),\n"
                .formatted(
                        row.name(),
                        parameters.isEmpty() ? "" : "\n                        " + parameters,
                        row.result()));
        out.append("                ").append(literal(row.documentation())).append(");\n");
        if (row.inPlace()) {
            out.append("        public static final Op IN_PLACE = OP.inPlaceVariant();\n");
        }
        return out.append("\n        private ")
                .append(row.constant())
                .append("() {}\n    }\n")
                .toString();
    }

    private static String parameter(Row.Parameter parameter) {
        String common = "\"%s\", ParameterType.%s, %s, %s"
                .formatted(parameter.name(), parameter.type().name(), parameter.nullable(), parameter.variadic());
        return parameter.isRequired()
                ? "required(" + common + ")"
                : "optional(" + common + ", " + parameter.defaultValue() + ")";
    }

    private static String literal(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
