package tdsl.tensor.processor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes the reference page of the ops.
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
}
