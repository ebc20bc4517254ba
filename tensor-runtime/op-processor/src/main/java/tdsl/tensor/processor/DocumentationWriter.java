package tdsl.tensor.processor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes the reference page of the ops and their Python type stub.
final class DocumentationWriter {
    private static final String INTRODUCTION = """
            # Ops

            Every op is a function and, if it takes a tensor first, a method. What holds for all, unless its entry says
            otherwise:

            - Shapes: `[n, k]` are sizes, outermost axis first. Operands of elementwise ops broadcast by NumPy's rule: aligned
              at the last axis, sizes equal or 1. `dim` counts from the end if negative. Results are contiguous, but for
              views, which are said to be ones.
            - Dtypes: operands of two dtypes are promoted as in PyTorch, where a plain number takes the dtype of the tensor
              unless it is of a higher kind (bool, integer, floating). Functions of real numbers take integers as f32. f16
              and bf16 are computed in f32 and rounded once. Results have the dtype of the operands, comparisons bool,
              counts and indices i64.
            - Errors: `ShapeError` where shapes do not fit, `IndexError` for an axis or index that is not there, `DTypeError`
              for a dtype that the op does not take, `TypeError` for an argument of another type, and `ValueError` for
              one that is out of range; in Java `ShapeException` and so on.
            - Devices: results are where the operands are.
            """;

    private DocumentationWriter() {}

    static String reference(List<Row> rows) {
        Map<String, List<Row>> sections =
                rows.stream().collect(Collectors.groupingBy(Row::section, TreeMap::new, Collectors.toList()));
        StringBuilder out = new StringBuilder(INTRODUCTION);
        sections.forEach((section, members) -> {
            out.append("\n## ").append(title(section)).append("\n\n");
            out.append(members.getFirst().sectionDocumentation()).append("\n");
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
