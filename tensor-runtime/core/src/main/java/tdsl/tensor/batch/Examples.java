package tdsl.tensor.batch;

import java.util.List;
import tdsl.tensor.Tensor;

/// The examples that the arguments of a call stand for: those of the innermost mapping among them.
///
/// @param level the mapping
/// @param count how many there are
record Examples(int level, long count) {

    /// Null if no argument, nor an element of a list among them, is batched.
    static Examples of(Object[] arguments) {
        Batch innermost = null;
        for (Object argument : arguments) {
            innermost = innermost(innermost, argument);
        }
        return innermost == null ? null : new Examples(innermost.level(), innermost.size());
    }

    private static Batch innermost(Batch found, Object value) {
        Batch innermost = found;
        if (value instanceof Tensor tensor && tensor.batch() != null) {
            Batch batch = tensor.batch();
            innermost = found == null || batch.level() > found.level() ? batch : found;
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                innermost = innermost(innermost, element);
            }
        }
        return innermost;
    }

    /// Whether a value differs between the examples.
    boolean differ(Object value) {
        return value instanceof Tensor tensor
                && tensor.batch() != null
                && tensor.batch().level() == level;
    }

    /// All examples, first axis; a tensor that is the same for all as it is.
    Tensor values(Tensor tensor) {
        return differ(tensor) ? tensor.batch().values() : tensor;
    }

    /// All examples, first axis, repeated if they are the same.
    Tensor allValues(Tensor tensor) {
        return differ(tensor) ? tensor.batch().values() : BatchLevel.repeated(tensor, count);
    }

    /// Values for all examples as a tensor that stands for each.
    Tensor wrap(Tensor values) {
        return Tensor.batched(values, level);
    }
}
