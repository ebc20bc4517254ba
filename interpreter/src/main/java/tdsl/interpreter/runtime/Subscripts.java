package tdsl.interpreter.runtime;

import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.EllipsisValue;
import tdsl.interpreter.values.collections.ListValue;
import tdsl.interpreter.values.collections.RangeValue;
import tdsl.interpreter.values.collections.SliceValue;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.DType;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;

/// What stands between the brackets of `x[…]`.
public final class Subscripts {
    private Subscripts() {}

    /// A slice of evaluated parts.
    ///
    /// @throws ScriptException if a part is neither none nor an integer, or the step is 0
    public static SliceValue slice(Node site, Object start, Object stop, Object step) {
        Long stride = part(site, step);
        if (stride != null && stride == 0) {
            throw new ScriptException(ErrorKind.INDEX, "the step of a slice must not be 0", site);
        }
        return new SliceValue(part(site, start), part(site, stop), stride);
    }

    private static Long part(Node site, Object value) {
        return switch (value) {
            case None _ -> null;
            case Long number -> number;
            case Tensor tensor when isIntegerScalar(tensor) -> (Long) tensor.item();
            default ->
                throw new ScriptException(
                        ErrorKind.TYPE, "the parts of a slice must be ints, not " + Kinds.describe(value), site);
        };
    }

    private static boolean isIntegerScalar(Tensor tensor) {
        return tensor.rank() == 0 && tensor.dtype().isIntegral();
    }

    /// True if these subscripts make a view of a tensor, not a copy.
    public static boolean areBasic(Object[] items) {
        return Arrays.stream(items)
                .allMatch(item -> item instanceof Long
                        || item instanceof SliceValue
                        || item instanceof None
                        || item instanceof EllipsisValue);
    }

    /// The subscripts as the tensor library takes them.
    ///
    /// @throws ScriptException TypeError for a value that cannot index a tensor
    public static List<IndexItem> forTensor(Node site, Object[] items) {
        List<IndexItem> converted = new ArrayList<>(items.length);
        for (Object item : items) {
            converted.add(forTensor(site, item));
        }
        return converted;
    }

    private static IndexItem forTensor(Node site, Object item) {
        return switch (item) {
            case Long index -> new IndexItem.At(index);
            case SliceValue slice -> new IndexItem.Slice(slice.start(), slice.stop(), slice.step());
            case None _ -> new IndexItem.NewAxis();
            case EllipsisValue _ -> new IndexItem.Ellipsis();
            case Tensor tensor -> new IndexItem.By(tensor);
            case Boolean truth -> new IndexItem.By(Tensor.of(truth));
            case ListValue list -> new IndexItem.By(positions(list, list.size()));
            case RangeValue range -> new IndexItem.By(positions(range, range.size()));
            default ->
                throw new ScriptException(
                        ErrorKind.TYPE, "a tensor cannot be indexed by " + Kinds.describe(item), site);
        };
    }

    private static Tensor positions(Object sequence, long count) {
        Object nested = OpCalls.toLibrary(sequence);
        // Without elements to tell the dtype it would be a floating one, which is no index.
        return count == 0 ? Tensor.of(nested, DType.INT64) : Tensor.of(nested);
    }
}
