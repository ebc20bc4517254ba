package tdsl.tensor.format;

import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;

/// The brackets and elements of one tensor, without `tensor(` and what follows the elements.
final class TensorBody {
    private static final String GAP = "...";
    /// In a row the gap counts, and is padded, as one more element.
    private static final String GAP_IN_ROW = " ...";
    private static final String SEPARATOR = ", ";

    private final Layout layout;
    private final Summary summary;
    private final ElementFormat elements;
    /// The column of the first bracket.
    private final int indent;

    TensorBody(Tensor tensor, int indent) {
        this.layout = tensor.layout();
        this.summary = Summary.of(tensor);
        this.elements = ElementFormat.of(tensor, summary);
        this.indent = indent;
    }

    void appendTo(StringBuilder text) {
        if (layout.rank() == 0) {
            text.append(elements.padded(layout.offset()));
        } else {
            appendAxis(text, 0, layout.offset());
        }
    }

    private void appendAxis(StringBuilder text, int axis, long position) {
        text.append('[');
        if (axis == layout.rank() - 1) {
            appendRow(text, axis, position);
        } else {
            appendBlocks(text, axis, position);
        }
        text.append(']');
    }

    private void appendBlocks(StringBuilder text, int axis, long position) {
        long size = layout.size(axis);
        for (long visible = 0; visible < summary.visibleCount(size); visible++) {
            if (visible > 0) {
                appendBlockSeparator(text, axis);
            }
            if (summary.hasGap(size) && visible == summary.visibleBeforeGap(size)) {
                text.append(GAP);
                appendBlockSeparator(text, axis);
            }
            appendAxis(text, axis + 1, position + summary.index(visible, size) * layout.stride(axis));
        }
    }

    /// Blocks are set apart by as many line breaks as they have axes.
    private void appendBlockSeparator(StringBuilder text, int axis) {
        text.append(',').repeat('\n', layout.rank() - 1 - axis).repeat(' ', indent + axis + 1);
    }

    private void appendRow(StringBuilder text, int axis, long position) {
        long size = layout.size(axis);
        int perLine = Math.max(1, (TensorFormat.LINE_WIDTH - indent - axis) / (elements.width() + SEPARATOR.length()));
        long printed = 0;
        for (long visible = 0; visible < summary.visibleCount(size); visible++) {
            if (summary.hasGap(size) && visible == summary.visibleBeforeGap(size)) {
                appendItem(text, axis, printed++, perLine, GAP_IN_ROW);
            }
            long element = position + summary.index(visible, size) * layout.stride(axis);
            appendItem(text, axis, printed++, perLine, elements.padded(element));
        }
    }

    private void appendItem(StringBuilder text, int axis, long printed, int perLine, String item) {
        if (printed > 0 && printed % perLine == 0) {
            text.append(",\n").repeat(' ', indent + axis + 1);
        } else if (printed > 0) {
            text.append(SEPARATOR);
        }
        text.append(item);
    }
}
