package tdsl.tensor.cpu.neural;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.DType;

/// Rows of f32 by SIMD, their last elements and rows of f64 one at a time. Linked only where the Vector
/// API is present.
final class VectorRowMath extends RowMath {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /// How many elements SIMD takes care of.
    private static int whole(Row x, int step) {
        return x.dtype() == DType.FLOAT32 ? x.count() - x.count() % step : 0;
    }

    private static Row rest(Row x, int first) {
        return new Row(x.memory(), x.dtype(), x.at() + first, x.count() - first);
    }

    private static FloatVector load(MemorySegment memory, long position) {
        return FloatVector.fromMemorySegment(FLOATS, memory, position * Float.BYTES, ORDER);
    }

    private static void store(FloatVector vector, Row out, int i) {
        vector.intoMemorySegment(out.memory(), (out.at() + i) * Float.BYTES, ORDER);
    }

    private static FloatVector zero() {
        return FloatVector.zero(FLOATS);
    }

    private static double total(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
        return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    }

    @Override
    double largest(Row x) {
        int whole = whole(x, 2 * LANES);
        if (whole == 0) {
            return super.largest(x);
        }
        MemorySegment memory = x.memory();
        FloatVector a = load(memory, x.at());
        FloatVector b = load(memory, x.at() + LANES);
        for (int i = 2 * LANES; i < whole; i += 2 * LANES) {
            a = a.max(load(memory, x.at() + i));
            b = b.max(load(memory, x.at() + i + LANES));
        }
        return Math.max(a.max(b).reduceLanes(VectorOperators.MAX), super.largest(rest(x, whole)));
    }

    @Override
    double sum(Row x) {
        int whole = whole(x, 4 * LANES);
        if (whole == 0) {
            return super.sum(x);
        }
        MemorySegment memory = x.memory();
        FloatVector a = zero();
        FloatVector b = zero();
        FloatVector c = zero();
        FloatVector d = zero();
        for (int i = 0; i < whole; i += 4 * LANES) {
            long at = x.at() + i;
            a = a.add(load(memory, at));
            b = b.add(load(memory, at + LANES));
            c = c.add(load(memory, at + 2L * LANES));
            d = d.add(load(memory, at + 3L * LANES));
        }
        return total(a, b, c, d) + super.sum(rest(x, whole));
    }

    @Override
    double sumOfSquares(Row x, double centre) {
        int whole = whole(x, 4 * LANES);
        MemorySegment memory = x.memory();
        FloatVector a = zero();
        FloatVector b = zero();
        FloatVector c = zero();
        FloatVector d = zero();
        FloatVector middle = FloatVector.broadcast(FLOATS, (float) centre);
        for (int i = 0; i < whole; i += 4 * LANES) {
            long at = x.at() + i;
            FloatVector first = load(memory, at).sub(middle);
            FloatVector second = load(memory, at + LANES).sub(middle);
            FloatVector third = load(memory, at + 2L * LANES).sub(middle);
            FloatVector fourth = load(memory, at + 3L * LANES).sub(middle);
            a = first.fma(first, a);
            b = second.fma(second, b);
            c = third.fma(third, c);
            d = fourth.fma(fourth, d);
        }
        return total(a, b, c, d) + super.sumOfSquares(rest(x, whole), centre);
    }

    @Override
    double dot(Row x, Row y) {
        int whole = whole(x, 4 * LANES);
        FloatVector a = zero();
        FloatVector b = zero();
        FloatVector c = zero();
        FloatVector d = zero();
        for (int i = 0; i < whole; i += 4 * LANES) {
            long left = x.at() + i;
            long right = y.at() + i;
            a = load(x.memory(), left).fma(load(y.memory(), right), a);
            b = load(x.memory(), left + LANES).fma(load(y.memory(), right + LANES), b);
            c = load(x.memory(), left + 2L * LANES).fma(load(y.memory(), right + 2L * LANES), c);
            d = load(x.memory(), left + 3L * LANES).fma(load(y.memory(), right + 3L * LANES), d);
        }
        return total(a, b, c, d) + super.dot(rest(x, whole), rest(y, whole));
    }

    @Override
    void shiftAndScale(Row x, double shift, double factor, Row out) {
        int whole = whole(x, LANES);
        if (whole == 0) {
            super.shiftAndScale(x, shift, factor, out);
            return;
        }
        float term = (float) shift;
        float scale = (float) factor;
        for (int i = 0; i < whole; i += LANES) {
            store(load(x.memory(), x.at() + i).add(term).mul(scale), out, i);
        }
        super.shiftAndScale(rest(x, whole), shift, factor, rest(out, whole));
    }

    @Override
    void combine(Row x, double a, Row y, double b, double c, Row out) {
        int whole = whole(x, LANES);
        if (whole == 0) {
            super.combine(x, a, y, b, c, out);
            return;
        }
        FloatVector left = FloatVector.broadcast(FLOATS, (float) a);
        FloatVector right = FloatVector.broadcast(FLOATS, (float) b);
        FloatVector term = FloatVector.broadcast(FLOATS, (float) c);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector sum = load(y.memory(), y.at() + i).fma(right, term);
            store(load(x.memory(), x.at() + i).fma(left, sum), out, i);
        }
        super.combine(rest(x, whole), a, rest(y, whole), b, c, rest(out, whole));
    }

    @Override
    void multiply(Row x, Row y, Row out) {
        int whole = whole(x, LANES);
        for (int i = 0; i < whole; i += LANES) {
            store(load(x.memory(), x.at() + i).mul(load(y.memory(), y.at() + i)), out, i);
        }
        super.multiply(rest(x, whole), rest(y, whole), rest(out, whole));
    }

    @Override
    void add(Row x, Row out) {
        int whole = whole(x, LANES);
        for (int i = 0; i < whole; i += LANES) {
            store(load(out.memory(), out.at() + i).add(load(x.memory(), x.at() + i)), out, i);
        }
        super.add(rest(x, whole), rest(out, whole));
    }
}
