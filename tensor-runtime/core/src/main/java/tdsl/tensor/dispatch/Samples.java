package tdsl.tensor.dispatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;

/// Example calls of an op, from which its tests are generated.
///
/// @param calls argument lists as a user writes them
public record Samples(List<Call> calls) {
    /// One example call.
    public record Call(List<Object> positional, Map<String, Object> named) {}

    public static Samples of(Object... positional) {
        return new Samples(List.of()).and(positional);
    }

    /// These samples and one more.
    public Samples and(Object... positional) {
        return with(new Call(Arrays.asList(positional), Map.of()));
    }

    /// These samples, the last call having one more named argument.
    public Samples named(String name, Object value) {
        Call last = calls.getLast();
        Map<String, Object> named = new LinkedHashMap<>(last.named());
        named.put(name, value);
        List<Call> changed = new ArrayList<>(calls);
        changed.set(changed.size() - 1, new Call(last.positional(), named));
        return new Samples(List.copyOf(changed));
    }

    private Samples with(Call call) {
        List<Call> more = new ArrayList<>(calls);
        more.add(call);
        return new Samples(List.copyOf(more));
    }

    /// A float64 tensor of values spread over `[low, high]` in no simple order, the same on every call.
    ///
    /// @param shape sizes of the tensor
    public static Tensor uniform(double low, double high, long... shape) {
        double[] values = new double[(int) Shapes.elementCount(shape)];
        // A Weyl sequence: multiples of the golden ratio modulo 1 fill the interval evenly.
        for (int i = 0; i < values.length; i++) {
            double fraction = (i + 1) * 0.6180339887498949 % 1;
            values[i] = low + (high - low) * fraction;
        }
        return Tensor.of(values, shape);
    }
}
