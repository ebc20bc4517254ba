package tdsl.tensor.format;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;

/// How the elements of one tensor are written: the same notation and width for all, chosen by those that are visible.
final class ElementFormat {
    private final MemorySegment segment;
    private final DType dtype;
    private final RealNotation notation;
    private final int width;

    private ElementFormat(MemorySegment segment, DType dtype, RealNotation notation, int width) {
        this.segment = segment;
        this.dtype = dtype;
        this.notation = notation;
        this.width = width;
    }

    static ElementFormat of(Tensor tensor, Summary summary) {
        MemorySegment segment = tensor.storage().segment();
        DType dtype = tensor.dtype();
        RealNotation notation = dtype.isFloating() ? notation(tensor, summary) : null;
        ElementFormat unaligned = new ElementFormat(segment, dtype, notation, 1);
        return new ElementFormat(segment, dtype, notation, widest(tensor, summary, unaligned));
    }

    private static RealNotation notation(Tensor tensor, Summary summary) {
        Magnitudes magnitudes = new Magnitudes();
        MemorySegment segment = tensor.storage().segment();
        summary.forEachPosition(
                tensor.layout(), position -> magnitudes.add(ElementAccess.realAt(segment, tensor.dtype(), position)));
        return magnitudes.notation();
    }

    private static int widest(Tensor tensor, Summary summary, ElementFormat format) {
        int[] widest = {format.width};
        summary.forEachPosition(tensor.layout(), position -> {
            if (format.countsForWidth(position)) {
                widest[0] = Math.max(widest[0], format.text(position).length());
            }
        });
        return widest[0];
    }

    /// As in PyTorch, zeros, infinities and NaNs do not widen a column.
    private boolean countsForWidth(long position) {
        return !dtype.isFloating() || Magnitudes.isMeasured(ElementAccess.realAt(segment, dtype, position));
    }

    /// The width that elements are padded to; zeros and infinities may be wider.
    int width() {
        return width;
    }

    String padded(long position) {
        String text = text(position);
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private String text(long position) {
        return switch (dtype.category()) {
            // As PyTorch writes them.
            case BOOL -> ElementAccess.integerAt(segment, dtype, position) != 0 ? "true" : "false";
            case INTEGER -> Long.toString(ElementAccess.integerAt(segment, dtype, position));
            case FLOATING -> notation.text(ElementAccess.realAt(segment, dtype, position));
        };
    }
}
