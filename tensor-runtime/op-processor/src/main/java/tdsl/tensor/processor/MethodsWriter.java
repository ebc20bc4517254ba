package tdsl.tensor.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes the Java methods of the ops: on tensors for those that take a tensor first, as functions for the others.
final class MethodsWriter {
    private static final Set<String> JAVA_WORDS =
            Set.of("float", "double", "int", "long", "short", "byte", "boolean", "char");

    private MethodsWriter() {}

    static String fluent(String packageName, List<Row> rows) {
        StringBuilder out = new StringBuilder();
        header(out, packageName);
        out.append("/// One method per op that takes a tensor first. Generated from the rows of the op table.\n");
        out.append("public abstract sealed class FluentOps permits Tensor {\n    protected FluentOps() {}\n\n");
        rows.stream().filter(Row::hasReceiver).forEach(row -> {
            overloads(out, row, row.name(), row.reference(), true);
            if (row.inPlace()) {
                overloads(out, row, row.name() + "_", row.inPlaceReference(), true);
            }
        });
        return out.append("}\n").toString();
    }

    static String functions(String packageName, List<Row> rows) {
        StringBuilder out = new StringBuilder();
        header(out, packageName);
        out.append("/// The ops that do not take a tensor first. Generated from the rows of the op table.\n");
        out.append("public final class Tensors {\n    private Tensors() {}\n\n");
        rows.stream()
                .filter(row -> !row.hasReceiver())
                .forEach(row -> overloads(out, row, row.name(), row.reference(), false));
        return out.append("}\n").toString();
    }

    private static void header(StringBuilder out, String packageName) {
        out.append("package ").append(packageName).append(";\n\n");
        out.append("import java.util.List;\nimport tdsl.tensor.DType;\nimport tdsl.tensor.Device;\n");
        out.append("import tdsl.tensor.Tensor;\n\n");
    }

    /// The full method, and shorter ones that leave out trailing parameters with defaults.
    private static void overloads(StringBuilder out, Row row, String name, String op, boolean fluent) {
        if (JAVA_WORDS.contains(name)) {
            return;
        }
        int count = row.parameters().size();
        int required = (int)
                row.parameters().stream().filter(Row.Parameter::isRequired).count();
        for (int given = required; given <= count; given++) {
            out.append(method(row, name, op, fluent, given));
        }
        if (fluent && required == 2 && row.parameters().get(1).type() == ParameterKind.TENSOR && count == 2) {
            out.append(withNumber(row, name, op, "long"));
            out.append(withNumber(row, name, op, "double"));
        }
    }

    private static String method(Row row, String name, String op, boolean fluent, int given) {
        List<String> declared = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        for (int i = 0; i < row.parameters().size(); i++) {
            Row.Parameter parameter = row.parameters().get(i);
            if (fluent && i == 0) {
                passed.add("this");
            } else if (i < given) {
                declared.add(javaType(parameter, i == given - 1) + " " + javaName(parameter));
                passed.add(javaName(parameter));
            } else {
                passed.add(parameter.defaultValue().equals("null") ? "(Object) null" : parameter.defaultValue());
            }
        }
        return method(row, name, op, fluent, declared, passed);
    }

    private static String withNumber(Row row, String name, String op, String type) {
        String other = row.parameters().get(1).name();
        return method(
                row, name, op, true, List.of(type + " " + other), List.of("this", "Tensor.weakScalar(" + other + ")"));
    }

    private static String method(
            Row row, String name, String op, boolean fluent, List<String> declared, List<String> passed) {
        String call = "%s.call(%s)".formatted(op, passed.stream().collect(Collectors.joining(", ")));
        String body = switch (row.result()) {
            case "Tensor" -> "return (Tensor) " + call;
            case "int" -> "return (Long) " + call;
            case "bool" -> "return (Boolean) " + call;
            case "value" -> "return " + call;
            case "none" -> call;
            default -> "return (List<Tensor>) " + call;
        };
        String resultType = switch (row.result()) {
            case "Tensor" -> "Tensor";
            case "int" -> "long";
            case "bool" -> "boolean";
            case "value" -> "Object";
            case "none" -> "void";
            default -> "List<Tensor>";
        };
        String overriding = name.equals("clone") && declared.isEmpty() ? "    @Override\n" : "";
        String unchecked = resultType.startsWith("List") ? "    @SuppressWarnings(\"unchecked\")\n" : "";
        return "%s%s%s    public %s %s %s(%s) {\n        %s;\n    }\n\n"
                .formatted(
                        documentation(row),
                        overriding,
                        unchecked,
                        fluent ? "final" : "static",
                        resultType,
                        name,
                        String.join(", ", declared),
                        body);
    }

    private static String documentation(Row row) {
        return row.documentation()
                .lines()
                .map(line -> "    /// " + line.strip() + "\n")
                .collect(Collectors.joining());
    }

    private static String javaType(Row.Parameter parameter, boolean last) {
        String type = parameter.type().java(parameter.nullable());
        return last && type.equals("long[]") ? "long..." : type;
    }

    private static String javaName(Row.Parameter parameter) {
        return JAVA_WORDS.contains(parameter.name()) ? parameter.name() + "Value" : parameter.name();
    }
}
