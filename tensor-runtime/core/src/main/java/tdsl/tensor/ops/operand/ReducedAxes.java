package tdsl.tensor.ops.operand;

import java.util.Arrays;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ValueException;

/// A tensor's axes divided into those that a reduction keeps and those that it removes.
public final class ReducedAxes {
    private final Tensor input;
    private final boolean[] reduced;
    private final long[] resultShape;
    private final Layout outer;
    private final Layout inner;

    private ReducedAxes(Tensor input, boolean[] reduced, long[] resultShape) {
        this.input = input;
        this.reduced = reduced;
        this.resultShape = resultShape;
        this.outer = part(input.layout(), reduced, false);
        this.inner = part(input.layout(), reduced, true);
    }

    /// @param dims the axes to reduce; null for all
    public static ReducedAxes of(String op, Tensor input, long[] dims, boolean keepAxes) {
        boolean[] reduced = new boolean[input.rank()];
        if (dims == null) {
            Arrays.fill(reduced, true);
        } else if (input.rank() > 0 || dims.length != 1 || (dims[0] != 0 && dims[0] != -1)) {
            for (int axis : Shapes.axes(op, dims, input.rank())) {
                reduced[axis] = true;
            }
        }
        return new ReducedAxes(input, reduced, Shapes.reduced(input.shape(), reduced, keepAxes));
    }

    /// The same division of another tensor of the same shape.
    public ReducedAxes on(Tensor other) {
        return new ReducedAxes(other, reduced, resultShape);
    }

    private static Layout part(Layout layout, boolean[] reduced, boolean wanted) {
        long[] shape = new long[layout.rank()];
        long[] strides = new long[layout.rank()];
        int rank = 0;
        for (int axis = 0; axis < layout.rank(); axis++) {
            if (reduced[axis] == wanted && (layout.size(axis) != 1 || layout.elementCount() == 0)) {
                boolean merges = rank > 0 && strides[rank - 1] == layout.stride(axis) * layout.size(axis);
                if (merges) {
                    shape[rank - 1] *= layout.size(axis);
                    strides[rank - 1] = layout.stride(axis);
                } else {
                    shape[rank] = layout.size(axis);
                    strides[rank++] = layout.stride(axis);
                }
            }
        }
        return Layout.strided(Arrays.copyOf(shape, rank), Arrays.copyOf(strides, rank), wanted ? 0 : layout.offset());
    }

    public Tensor input() {
        return input;
    }

    /// Which axes of the input go.
    public boolean[] reduced() {
        return reduced;
    }

    /// The axes that stay, from the input's first element.
    public Layout outer() {
        return outer;
    }

    /// The axes that go, from 0.
    public Layout inner() {
        return inner;
    }

    public long[] resultShape() {
        return resultShape;
    }

    /// Elements that go into one result.
    public long innerCount() {
        return inner.elementCount();
    }

    /// @throws ValueException if nothing goes into a result
    public void requireElements(String op) {
        if (innerCount() == 0) {
            throw new ValueException("%s: %s has no elements to choose from", op, input.describe());
        }
    }
}
