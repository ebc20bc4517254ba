package tdsl.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Arithmetic on shapes, which are arrays of sizes, outermost axis first.
public final class Shapes {
    private Shapes() {}

    /// @return the product of the sizes; 1 for a scalar's empty shape
    /// @throws ValueException if it exceeds 2^63
    public static long elementCount(long[] shape) {
        long count = 1;
        boolean empty = false;
        for (long size : shape) {
            if (size < 0) {
                throw new ValueException("negative size %d in shape %s", size, format(shape));
            }
            empty |= size == 0;
        }
        if (empty) {
            return 0;
        }
        for (long size : shape) {
            try {
                count = Math.multiplyExact(count, size);
            } catch (ArithmeticException overflow) {
                throw new ValueException("shape %s has more than 2^63 elements", format(shape));
            }
        }
        return count;
    }

    /// The shape that both broadcast to, by NumPy's rule: aligned at the last axis, sizes equal or 1.
    ///
    /// @param op the name of the operation, for the message
    /// @throws ShapeException if an axis differs and neither size is 1
    public static long[] broadcast(String op, long[] a, long[] b) {
        if (Arrays.equals(a, b)) {
            return a;
        }
        long[] result = new long[Math.max(a.length, b.length)];
        for (int back = 1; back <= result.length; back++) {
            long sizeA = back <= a.length ? a[a.length - back] : 1;
            long sizeB = back <= b.length ? b[b.length - back] : 1;
            if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
                throw new ShapeException(
                                "%s: shapes %s and %s do not broadcast: sizes %d and %d at axis %d",
                                op, format(a), format(b), sizeA, sizeB, -back)
                        .withHint("axes are aligned from the last; sizes must be equal, or one of them 1");
            }
            result[result.length - back] = sizeA == 1 ? sizeB : sizeA;
        }
        return result;
    }

    /// @return the axis counted from the front, for one that may count from the back
    /// @throws IndexException if there is no such axis
    public static int axis(String op, long axis, int rank) {
        long normalized = axis < 0 ? axis + rank : axis;
        if (normalized < 0 || normalized >= rank) {
            throw new IndexException(
                    "%s: axis %d is out of range for %s",
                    op, axis, rank == 0 ? "a tensor without axes" : "a tensor of rank " + rank);
        }
        return (int) normalized;
    }

    /// Several axes, counted from the front and each named once, in the order given.
    public static int[] axes(String op, long[] axes, int rank) {
        int[] normalized = new int[axes.length];
        boolean[] seen = new boolean[rank];
        for (int i = 0; i < axes.length; i++) {
            int axis = axis(op, axes[i], rank);
            if (seen[axis]) {
                throw new ValueException("%s: axis %d is named twice", op, axes[i]);
            }
            seen[axis] = true;
            normalized[i] = axis;
        }
        return normalized;
    }

    /// `[2, 3]`, as in every message.
    public static String format(long[] shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    /// The shape without `axis`, or with size 1 there.
    public static long[] reduced(long[] shape, boolean[] reducedAxes, boolean keepAxes) {
        long[] result = new long[shape.length];
        int rank = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            if (!reducedAxes[axis]) {
                result[rank++] = shape[axis];
            } else if (keepAxes) {
                result[rank++] = 1;
            }
        }
        return Arrays.copyOf(result, rank);
    }
}
