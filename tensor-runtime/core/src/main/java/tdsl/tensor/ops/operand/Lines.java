package tdsl.tensor.ops.operand;

import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ValueException;

/// A tensor as lines along one of its axes, each contiguous: what kernels that work along an axis read.
/// They write lines as well, which {@link #restored} puts back along the axis.
public final class Lines {
    private final Tensor tensor;
    private final boolean scalar;
    private final int axis;
    private final int length;

    private Lines(Tensor tensor, boolean scalar, int axis, int length) {
        this.tensor = tensor;
        this.scalar = scalar;
        this.axis = axis;
        this.length = length;
    }

    /// @param dim the axis; a tensor without axes is one line of one element
    public static Lines of(String op, Tensor input, long dim) {
        Tensor whole = input.rank() == 0 ? input.reshape(1) : input;
        int axis = Shapes.axis(op, dim, whole.rank());
        if (whole.size(axis) > Integer.MAX_VALUE) {
            throw new ValueException("%s: axis %d of size %d has more than 2^31 elements", op, axis, whole.size(axis));
        }
        Tensor contiguous = axisLast(whole, axis).contiguous();
        return new Lines(contiguous, input.rank() == 0, axis, (int) whole.size(axis));
    }

    private static Tensor axisLast(Tensor tensor, int axis) {
        return axis == tensor.rank() - 1 ? tensor : tensor.movedim(new long[] {axis}, -1);
    }

    /// Contiguous, with the lines along its last axis.
    public Tensor tensor() {
        return tensor;
    }

    public DType dtype() {
        return tensor.dtype();
    }

    /// Elements of a line.
    public int length() {
        return length;
    }

    /// Axis and length, for messages.
    public String describe() {
        return "axis " + axis + " has " + length + " elements";
    }

    /// How many lines there are.
    public long count() {
        return length == 0 ? 0 : tensor.elementCount() / length;
    }

    /// Position in the storage of a line's first element.
    public long start(long line) {
        return tensor.layout().offset() + line * length;
    }

    /// Lines of results: line `i` begins at `i · resultLength`.
    public Tensor results(DType dtype, long resultLength) {
        long[] shape = tensor.shape();
        shape[shape.length - 1] = resultLength;
        return Tensor.empty(tensor.device(), dtype, shape);
    }

    /// Lines of results, laid along the axis.
    ///
    /// @param keepAxis false to drop the axis, whose size is then 1
    public Tensor restored(Tensor results, boolean keepAxis) {
        if (scalar) {
            return results.elementCount() == 1 ? results.reshape() : results;
        }
        Tensor placed = axis == results.rank() - 1
                ? results
                : results.movedim(new long[] {-1}, axis).contiguous();
        return keepAxis ? placed : placed.squeeze(axis);
    }
}
