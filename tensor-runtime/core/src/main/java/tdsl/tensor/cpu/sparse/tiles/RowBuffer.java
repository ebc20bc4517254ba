package tdsl.tensor.cpu.sparse.tiles;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import tdsl.tensor.cpu.sparse.Rows;

/// Copies of single rows of f32 features between native memory and arrays. Linked only where the Vector API is
/// present: for rows this short a loop here takes a fraction of what a call to copy memory does.
final class RowBuffer {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private RowBuffer() {}

    /// Copies a part of some rows, one after another, to the start of `target`.
    ///
    /// @param order     the row at each position; null if that is the position
    /// @param positions of the rows wanted, from `begin` to `end`
    /// @param channel   the first element of a row that is wanted, and how many from there on
    /// @param step      elements from one copied row to the next
    static void gather(
            Rows rows,
            int[] order,
            int[] positions,
            int begin,
            int end,
            int channel,
            int count,
            float[] target,
            int step) {
        for (int i = begin; i < end; i++) {
            long row = order == null ? positions[i] : order[positions[i]];
            copy(rows.memory(), row * rows.channels() + channel, target, (i - begin) * step, count);
        }
    }

    private static void copy(MemorySegment source, long position, float[] target, int place, int count) {
        int whole = SPECIES.loopBound(count);
        for (int i = 0; i < whole; i += SPECIES.length()) {
            FloatVector.fromMemorySegment(SPECIES, source, (position + i) * Float.BYTES, ORDER)
                    .intoArray(target, place + i);
        }
        for (int i = whole; i < count; i++) {
            target[place + i] = source.getAtIndex(JAVA_FLOAT, position + i);
        }
    }
}
