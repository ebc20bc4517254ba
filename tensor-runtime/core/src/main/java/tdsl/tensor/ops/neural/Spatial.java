package tdsl.tensor.ops.neural;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;

/// What functions over the last axes of `[batch, channels, *sizes]` have in common, where the batch may
/// be left out.
///
/// @param op   the function, for messages
/// @param axes how many sizes there are
public record Spatial(String op, int axes) {
    /// The input with a batch axis.
    ///
    /// @throws ShapeException if the input has too few or too many axes
    public Tensor batched(Tensor input) {
        if (input.rank() != axes + 1 && input.rank() != axes + 2) {
            throw new ShapeException(
                    "%s: takes [batch, channels, %s], or without the batch, not %s", op, sizeNames(), input.describe());
        }
        return input.rank() == axes + 1 ? input.unsqueeze(0) : input;
    }

    private String sizeNames() {
        return switch (axes) {
            case 1 -> "length";
            case 2 -> "height, width";
            default -> "depth, height, width";
        };
    }

    /// The output without its batch axis if the input had none.
    public Tensor like(Tensor input, Tensor output) {
        return input.rank() == axes + 1 ? output.squeeze(0) : output;
    }

    /// One number for each axis, from as many or from a single one.
    public long[] perAxis(String name, long[] values) {
        if (values.length == axes) {
            return values;
        }
        if (values.length != 1) {
            throw new ValueException("%s: %s must be an int or %d ints, not %s", op, name, axes, Shapes.format(values));
        }
        long[] repeated = new long[axes];
        Arrays.fill(repeated, values[0]);
        return repeated;
    }

    /// One number for each axis, from an int or a list as scripts write them.
    public long[] perAxis(String name, Object value) {
        return switch (value) {
            case Long single -> perAxis(name, new long[] {single});
            case long[] several -> perAxis(name, several);
            case List<?> list
            when list.stream().allMatch(Long.class::isInstance) ->
                perAxis(name, list.stream().mapToLong(Long.class::cast).toArray());
            case null, default ->
                throw new TypeException("%s: %s must be an int or %d ints, not %s", op, name, axes, value);
        };
    }
}
