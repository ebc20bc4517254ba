package tdsl.tensor.batch;

import java.util.function.Supplier;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;

/// A mapping over examples that is going on in this thread, and the ones around it.
///
/// @param number     from 1, growing inwards
/// @param size       how many examples there are
/// @param outer      the mapping around it; null if there is none
/// @param randomness what it means to draw random numbers
/// @param isSingle   whether the examples are looked at one after the other now
public record BatchLevel(int number, long size, BatchLevel outer, Randomness randomness, boolean isSingle) {

    /// The innermost mapping of this thread; null if there is none.
    public static BatchLevel current() {
        return GradMode.current().batchLevel();
    }

    static BatchLevel inside(BatchLevel outer, long size, Randomness randomness) {
        return new BatchLevel(outer == null ? 1 : outer.number + 1, size, outer, randomness, false);
    }

    /// This mapping or the one around it that has a number; null if there is none.
    BatchLevel find(int wanted) {
        for (BatchLevel level = this; level != null; level = level.outer) {
            if (level.number == wanted) {
                return level;
            }
        }
        return null;
    }

    /// This mapping, while its examples are looked at one after the other.
    BatchLevel single() {
        return new BatchLevel(number, size, outer, randomness, true);
    }

    /// Runs an action as if only the mappings around this one were going on.
    <T> T outside(Supplier<T> action) {
        return within(outer, action);
    }

    /// Runs an action with a mapping as the innermost.
    ///
    /// @param level null for none
    static <T> T within(BatchLevel level, Supplier<T> action) {
        GradMode mode = GradMode.current();
        BatchLevel before = mode.batchLevel();
        mode.setBatchLevel(level);
        try {
            return action.get();
        } finally {
            mode.setBatchLevel(before);
        }
    }

    /// How many mappings there are, this one included.
    private static int depth(BatchLevel level) {
        return level == null ? 0 : 1 + depth(level.outer);
    }

    /// The tensor with the examples of these mappings as its first axes, the outermost first. Whatever does
    /// not depend on an example is repeated for it, without copying.
    ///
    /// @param level the innermost of the mappings; null for none
    public static Tensor materialise(BatchLevel level, Tensor tensor) {
        if (level == null) {
            return tensor;
        }
        Batch batch = tensor.batch();
        if (batch != null && batch.level() > level.number) {
            // Of a mapping further in, which stays: its axis goes behind the new ones, and back to the front.
            Tensor inner = materialise(level, batch.values());
            return Tensor.batched(inner.movedim(new long[] {depth(level)}, 0), batch.level());
        }
        boolean belongs = batch != null && batch.level() == level.number;
        return materialise(level.outer, belongs ? batch.values() : repeated(tensor, level.size));
    }

    /// Undoes {@link #materialise}.
    public static Tensor absorb(BatchLevel level, Tensor tensor) {
        if (level == null) {
            return tensor;
        }
        Batch batch = tensor.batch();
        if (batch != null && batch.level() > level.number) {
            Tensor inner = absorb(level, batch.values().movedim(new long[] {0}, depth(level)));
            return Tensor.batched(inner, batch.level());
        }
        return Tensor.batched(absorb(level.outer, tensor), level.number);
    }

    static Tensor repeated(Tensor tensor, long size) {
        long[] shape = new long[tensor.rank() + 1];
        System.arraycopy(tensor.shape(), 0, shape, 1, tensor.rank());
        shape[0] = size;
        return tensor.expand(shape);
    }
}
