package tdsl.tensor.cpu.neural;

import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.Simd;

/// Arithmetic on rows of f32 or f64 elements in native memory, one element at a time; {@link
/// VectorRowMath} does the same with SIMD where it pays. Sums are those of several running sums, since a
/// single chain of additions is slower and less exact.
sealed class RowMath permits VectorRowMath {
    private static final RowMath BEST = Simd.isFast() ? new VectorRowMath() : new RowMath();
    private static final int SUMS = 4;

    RowMath() {}

    /// The fastest that there is here.
    static RowMath best() {
        return BEST;
    }

    /// A part of memory: `count` elements from position `at`.
    record Row(MemorySegment memory, DType dtype, long at, int count) {
        double get(int i) {
            return realAt(memory, dtype, at + i);
        }

        void put(int i, double value) {
            putReal(memory, dtype, at + i, value);
        }

        /// The next row of a matrix that this is a row of.
        Row plus(long rows) {
            return new Row(memory, dtype, at + rows * count, count);
        }

        /// This row and those after it in one.
        Row joined(int rows) {
            return new Row(memory, dtype, at, rows * count);
        }
    }

    /// The largest element; not a number if any is.
    double largest(Row x) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.count(); i++) {
            largest = Math.max(largest, x.get(i));
        }
        return largest;
    }

    /// Σ x
    double sum(Row x) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + SUMS <= x.count(); i += SUMS) {
            a += x.get(i);
            b += x.get(i + 1);
            c += x.get(i + 2);
            d += x.get(i + 3);
        }
        for (; i < x.count(); i++) {
            a += x.get(i);
        }
        return a + b + (c + d);
    }

    /// Σ (x − centre)²
    double sumOfSquares(Row x, double centre) {
        double a = 0;
        double b = 0;
        int i = 0;
        for (; i + 2 <= x.count(); i += 2) {
            double first = x.get(i) - centre;
            double second = x.get(i + 1) - centre;
            a += first * first;
            b += second * second;
        }
        double last = i < x.count() ? x.get(i) - centre : 0;
        return a + b + last * last;
    }

    /// Σ x y
    double dot(Row x, Row y) {
        double a = 0;
        double b = 0;
        int i = 0;
        for (; i + 2 <= x.count(); i += 2) {
            a += x.get(i) * y.get(i);
            b += x.get(i + 1) * y.get(i + 1);
        }
        return i < x.count() ? a + b + x.get(i) * y.get(i) : a + b;
    }

    /// out = (x + shift) · factor
    void shiftAndScale(Row x, double shift, double factor, Row out) {
        for (int i = 0; i < x.count(); i++) {
            out.put(i, (x.get(i) + shift) * factor);
        }
    }

    /// out = a x + b y + c
    void combine(Row x, double a, Row y, double b, double c, Row out) {
        for (int i = 0; i < x.count(); i++) {
            out.put(i, a * x.get(i) + b * y.get(i) + c);
        }
    }

    /// out = x y
    void multiply(Row x, Row y, Row out) {
        for (int i = 0; i < x.count(); i++) {
            out.put(i, x.get(i) * y.get(i));
        }
    }

    /// out = out + x
    void add(Row x, Row out) {
        for (int i = 0; i < x.count(); i++) {
            out.put(i, out.get(i) + x.get(i));
        }
    }
}
