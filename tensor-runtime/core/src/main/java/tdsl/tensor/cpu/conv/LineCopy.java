package tdsl.tensor.cpu.conv;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.RowArithmetic;

/// Moves runs of elements between images, where they lie a stride apart, and matrices, where they are
/// neighbours. Positions count elements.
abstract sealed class LineCopy {
    /// Bytes from which a call to copy memory costs less than a loop.
    private static final int LONG_RUN = 64;

    final DType dtype;
    final int stride;

    private LineCopy(DType dtype, int stride) {
        this.dtype = dtype;
        this.stride = stride;
    }

    static LineCopy of(DType dtype, int stride) {
        return dtype == DType.FLOAT32 ? new Floats(stride) : new Doubles(stride);
    }

    final void gather(MemorySegment images, long image, MemorySegment matrix, long column, int count) {
        long bytes = dtype.byteSize();
        if (stride == 1 && count * bytes >= LONG_RUN) {
            MemorySegment.copy(images, image * bytes, matrix, column * bytes, count * bytes);
        } else {
            gatherEach(images, image, matrix, column, count);
        }
    }

    final void add(MemorySegment matrix, long column, MemorySegment images, long image, int count) {
        if (stride == 1) {
            RowArithmetic.best().add(dtype, matrix, column, images, image, count);
        } else {
            addEach(matrix, column, images, image, count);
        }
    }

    abstract void gatherEach(MemorySegment images, long image, MemorySegment matrix, long column, int count);

    abstract void addEach(MemorySegment matrix, long column, MemorySegment images, long image, int count);

    abstract void zero(MemorySegment matrix, long column, int count);

    private static final class Floats extends LineCopy {
        Floats(int stride) {
            super(DType.FLOAT32, stride);
        }

        @Override
        void gatherEach(MemorySegment images, long image, MemorySegment matrix, long column, int count) {
            for (int i = 0; i < count; i++) {
                matrix.setAtIndex(JAVA_FLOAT, column + i, images.getAtIndex(JAVA_FLOAT, image + (long) i * stride));
            }
        }

        @Override
        void addEach(MemorySegment matrix, long column, MemorySegment images, long image, int count) {
            for (int i = 0; i < count; i++) {
                long at = image + (long) i * stride;
                images.setAtIndex(
                        JAVA_FLOAT, at, images.getAtIndex(JAVA_FLOAT, at) + matrix.getAtIndex(JAVA_FLOAT, column + i));
            }
        }

        @Override
        void zero(MemorySegment matrix, long column, int count) {
            for (int i = 0; i < count; i++) {
                matrix.setAtIndex(JAVA_FLOAT, column + i, 0);
            }
        }
    }

    private static final class Doubles extends LineCopy {
        Doubles(int stride) {
            super(DType.FLOAT64, stride);
        }

        @Override
        void gatherEach(MemorySegment images, long image, MemorySegment matrix, long column, int count) {
            for (int i = 0; i < count; i++) {
                matrix.setAtIndex(JAVA_DOUBLE, column + i, images.getAtIndex(JAVA_DOUBLE, image + (long) i * stride));
            }
        }

        @Override
        void addEach(MemorySegment matrix, long column, MemorySegment images, long image, int count) {
            for (int i = 0; i < count; i++) {
                long at = image + (long) i * stride;
                images.setAtIndex(
                        JAVA_DOUBLE,
                        at,
                        images.getAtIndex(JAVA_DOUBLE, at) + matrix.getAtIndex(JAVA_DOUBLE, column + i));
            }
        }

        @Override
        void zero(MemorySegment matrix, long column, int count) {
            for (int i = 0; i < count; i++) {
                matrix.setAtIndex(JAVA_DOUBLE, column + i, 0);
            }
        }
    }
}
