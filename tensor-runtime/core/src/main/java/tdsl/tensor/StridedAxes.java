package tdsl.tensor;

import java.util.Arrays;

/// The axes along which several operands of one shape are walked over together: in the order of one operand's strides,
/// and merged where all operands allow it, so that few are left and the inner ones are long and, where possible,
/// contiguous.
public final class StridedAxes {
    private final int operandCount;
    private long[] shape;
    /// Strides by operand and axis.
    private final long[][] strides;
    private final long elementCount;

    private StridedAxes(int leading, Layout[] operands) {
        operandCount = operands.length;
        shape = operands[0].shape();
        strides = new long[operandCount][];
        for (int i = 0; i < operandCount; i++) {
            strides[i] = operands[i].strides();
        }
        elementCount = operands[0].elementCount();
        if (elementCount > 0 && !allContiguous(operands)) {
            orderAxes(strides[leading]);
        }
        mergeAxes();
    }

    /// @param leading  the operand whose strides say how the axes are ordered
    /// @param operands layouts of equal shape
    public static StridedAxes of(int leading, Layout... operands) {
        return new StridedAxes(leading, operands);
    }

    private static boolean allContiguous(Layout[] operands) {
        for (Layout operand : operands) {
            if (!operand.isContiguous()) {
                return false;
            }
        }
        return true;
    }

    /// Largest strides outermost; ties keep their order.
    private void orderAxes(long[] key) {
        Integer[] order = new Integer[shape.length];
        Arrays.setAll(order, axis -> axis);
        Arrays.sort(order, (a, b) -> Long.compare(Math.abs(key[b]), Math.abs(key[a])));
        shape = permuted(shape, order);
        for (int i = 0; i < operandCount; i++) {
            strides[i] = permuted(strides[i], order);
        }
    }

    private static long[] permuted(long[] values, Integer[] order) {
        long[] result = new long[values.length];
        Arrays.setAll(result, axis -> values[order[axis]]);
        return result;
    }

    private void mergeAxes() {
        int kept = -1;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] == 1) {
                continue;
            }
            if (kept >= 0 && merges(kept, axis)) {
                shape[kept] *= shape[axis];
            } else {
                shape[++kept] = shape[axis];
            }
            for (int i = 0; i < operandCount; i++) {
                strides[i][kept] = strides[i][axis];
            }
        }
        if (kept < 0) {
            kept = 0;
            shape = new long[] {elementCount};
            for (int i = 0; i < operandCount; i++) {
                strides[i] = new long[] {elementCount <= 1 ? 1 : 0};
            }
        }
        shape = Arrays.copyOf(shape, kept + 1);
    }

    private boolean merges(int outer, int inner) {
        for (int i = 0; i < operandCount; i++) {
            if (strides[i][outer] != strides[i][inner] * shape[inner]) {
                return false;
            }
        }
        return true;
    }

    public long elementCount() {
        return elementCount;
    }

    public int operandCount() {
        return operandCount;
    }

    /// How many axes are left; at least one.
    public int rank() {
        return shape.length;
    }

    /// Elements along an axis, the first being the outermost.
    public long size(int axis) {
        return shape[axis];
    }

    public long stride(int operand, int axis) {
        return strides[operand][axis];
    }

    /// Whether all operands have their elements in one order without gaps.
    public boolean isLinear() {
        boolean linear = shape.length == 1;
        for (int i = 0; i < operandCount; i++) {
            linear &= strides[i][shape.length - 1] == 1;
        }
        return linear;
    }
}
