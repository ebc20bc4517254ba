package tdsl.tensor.cpu.pointwise.convert;

import jdk.incubator.vector.VectorShape;
import tdsl.tensor.DType;

/// How many elements are converted at a time with SIMD instructions. Linked only where the Vector API is present.
final class ConversionLanes {
    private ConversionLanes() {}

    /// As many as one vector of the wider dtype has, or of what the elements are computed with.
    static int count(DType from, DType to) {
        int widest = Math.max(Integer.BYTES, Math.max(from.byteSize(), to.byteSize()));
        return VectorShape.preferredShape().vectorBitSize() / Byte.SIZE / widest;
    }

    /// Whether this processor has vectors that hold so many elements of either dtype, and converts them. Those
    /// between i64 and floating dtypes came with the widest vectors.
    static boolean exist(DType from, DType to) {
        boolean longAndReal = from == DType.INT64 && to.isFloating() || from.isFloating() && to == DType.INT64;
        boolean converts = !longAndReal || VectorShape.preferredShape() == VectorShape.S_512_BIT;
        return converts && count(from, to) * Math.min(from.byteSize(), to.byteSize()) >= Long.BYTES;
    }
}
