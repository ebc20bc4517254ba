package tdsl.tensor.io;

import java.nio.ByteOrder;
import java.util.Arrays;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.error.FileException;

/// What a file says of one array: how to read its elements.
///
/// @param fortranOrder true when the first axis varies fastest
/// @param elementCount the product of the shape
record StoredArray(ElementType type, ByteOrder order, boolean fortranOrder, long[] shape, long elementCount) {
    /// As many as NumPy allows.
    private static final int MOST_AXES = 64;

    /// Bytes that the elements take in the file.
    long dataBytes() {
        return elementCount * type.byteSize();
    }

    /// Whether the bytes of the file can serve as those of a tensor.
    boolean isStoredAsIs() {
        return type.isStoredAsIs() && (type.byteSize() == 1 || order == ByteOrder.nativeOrder());
    }

    /// Where the elements are, in the order of the file.
    Layout layout() {
        if (!fortranOrder) {
            return Layout.contiguous(shape);
        }
        int rank = shape.length;
        long[] reversedShape = new long[rank];
        int[] reversedAxes = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            reversedAxes[axis] = rank - 1 - axis;
            reversedShape[axis] = shape[rank - 1 - axis];
        }
        return Layout.contiguous(reversedShape).permute(reversedAxes);
    }

    /// `f4[3, 4]`, for messages.
    String describe() {
        return type.code() + Shapes.format(shape);
    }

    /// @param offset where in the source the shape stands
    /// @return the number of elements
    /// @throws FileException if no file can have so many, or no tensor so many axes
    static long checkedElementCount(ByteSource source, long offset, long[] shape, ElementType type) {
        if (shape.length > MOST_AXES) {
            throw source.malformed(
                    offset,
                    "the shape has %d axes; at most %d are allowed".formatted(shape.length, MOST_AXES),
                    FileErrors.FETCH_AGAIN);
        }
        for (long size : shape) {
            if (size < 0) {
                throw source.malformed(
                        offset,
                        "negative size %d in shape %s".formatted(size, Shapes.format(shape)),
                        FileErrors.FETCH_AGAIN);
            }
        }
        try {
            long count = 1;
            for (long size : shape) {
                // An empty axis must not hide the overflow of the others, which strides are made of.
                count = Math.multiplyExact(count, Math.max(size, 1));
            }
            Math.multiplyExact(count, Long.BYTES);
            return Arrays.stream(shape).anyMatch(size -> size == 0) ? 0 : count;
        } catch (ArithmeticException _) {
            throw source.malformed(
                    offset,
                    "an array %s%s would take more than 2^63 bytes".formatted(type.code(), Shapes.format(shape)),
                    FileErrors.FETCH_AGAIN);
        }
    }
}
