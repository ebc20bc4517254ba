package tdsl.tensor.processor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes the reference page of the ops and their Python type stub.
final class DocumentationWriter {
    private DocumentationWriter() {}

    static String reference(List<Row> rows) {
        Map<String, List<Row>> sections =
                rows.stream().collect(Collectors.groupingBy(Row::section, TreeMap::new, Collectors.toList()));
        StringBuilder out =
                new StringBuilder("# Ops\n\nEvery op is a function and, if it takes a tensor first, a method.\n");
        sections.forEach((section, members) -> {
            out.append("\n## ").append(title(section)).append("\n");
            members.forEach(row -> {
                out.append("\n### `").append(row.signatureText()).append("`\n\n");
                out.append(row.documentation()).append("\n");
                if (row.inPlace()) {
                    out.append("In place: `").append(row.name()).append("_`.\n");
                }
            });
        });
        return out.toString();
    }

    /// `PointwiseOps` becomes `Pointwise`.
    private static String title(String section) {
        return section.endsWith("Ops") ? section.substring(0, section.length() - 3) : section;
    }

    static String pythonStub(List<Row> rows) {
        StringBuilder out =
                new StringBuilder("from collections.abc import Sequence\n\nclass dtype: ...\n\nclass Tensor:\n");
        rows.stream().filter(Row::hasReceiver).forEach(row -> {
            out.append("    ").append(definition(row, row.name(), true));
            if (row.inPlace()) {
                out.append("    ").append(definition(row, row.name() + "_", true));
            }
        });
        out.append("\n");
        rows.forEach(row -> out.append(definition(row, row.name(), false)));
        return out.toString();
    }

    private static String definition(Row row, String name, boolean method) {
        String parameters = row.parameters().stream()
                .skip(method ? 1 : 0)
                .map(DocumentationWriter::pythonParameter)
                .collect(Collectors.joining(", "));
        String self = !method ? "" : parameters.isEmpty() ? "self" : "self, ";
        return "def %s(%s%s) -> %s: ...\n".formatted(name, self, parameters, pythonResult(row.result()));
    }

    private static String pythonParameter(Row.Parameter parameter) {
        if (parameter.variadic()) {
            return "*" + parameter.name() + ": int | Sequence[int]";
        }
        String text = parameter.name() + ": " + parameter.type().python(parameter.nullable());
        return parameter.isRequired() ? text : text + " = ...";
    }

    private static String pythonResult(String result) {
        return switch (result) {
            case "Tensor", "int", "bool" -> result;
            case "Tensor[]" -> "list[Tensor]";
            case "none" -> "None";
            case "value" -> "object";
            default -> "tuple[" + result.substring(1, result.length() - 1) + "]";
        };
    }
}
