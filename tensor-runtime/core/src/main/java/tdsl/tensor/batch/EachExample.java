package tdsl.tensor.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.random.Generator;

/// Calls a function once for every example: the way that always works.
public final class EachExample {
    private EachExample() {}

    /// Whether a call has batched arguments.
    public static boolean isNeeded(Object[] arguments) {
        return Examples.of(arguments) != null;
    }

    /// Calls a function with the arguments of every example, and puts the results together.
    ///
    /// @param name for messages
    /// @throws ShapeException if results differ in shape
    public static Object call(String name, Object[] arguments, Function<Object[], Object> function) {
        Examples examples = Examples.of(arguments);
        return joined(name, results(examples, arguments, function), examples);
    }

    static Object call(BatchedCall call) {
        Object[] arguments = call.args().toArray();
        if (!call.op().isMutating()) {
            return call(call.op().name(), arguments, call.op()::call);
        }
        call.target();
        results(call.examples(), arguments, call.op()::call);
        return arguments[0];
    }

    private static List<Object> results(Examples examples, Object[] arguments, Function<Object[], Object> function) {
        BatchLevel innermost = BatchLevel.current();
        BatchLevel level = innermost == null ? null : innermost.find(examples.level());
        if (level == null) {
            return resultsInOrder(examples, arguments, function, false);
        }
        boolean sharesNumbers = level.randomness() == Randomness.SAME;
        return BatchLevel.within(level.single(), () -> resultsInOrder(examples, arguments, function, sharesNumbers));
    }

    private static List<Object> resultsInOrder(
            Examples examples, Object[] arguments, Function<Object[], Object> function, boolean sharesNumbers) {
        Generator generator = Generator.standard();
        Generator.Stream start = generator.reserve(0);
        List<Object> results = new ArrayList<>();
        for (long i = 0; i < examples.count(); i++) {
            Object[] ofExample = new Object[arguments.length];
            for (int j = 0; j < ofExample.length; j++) {
                ofExample[j] = ofExample(examples, arguments[j], i);
            }
            if (sharesNumbers) {
                generator.resume(start);
            }
            results.add(function.apply(ofExample));
        }
        return results;
    }

    private static Object ofExample(Examples examples, Object value, long example) {
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(ofExample(examples, element, example)));
            return elements;
        }
        return examples.differ(value)
                ? examples.values((Tensor) value).narrow(0, example, 1).squeeze(0)
                : value;
    }

    /// The results of all examples as one.
    ///
    /// @param results of one kind: tensors, lists of tensors, or plain values, which must be equal
    private static Object joined(String name, List<?> results, Examples examples) {
        Object first = results.getFirst();
        if (first instanceof Tensor) {
            List<Tensor> tensors = results.stream().map(Tensor.class::cast).toList();
            requireOneShape(name, tensors);
            return examples.wrap(Tensors.stack(tensors, 0));
        }
        if (first instanceof List<?> several) {
            List<Object> parts = new ArrayList<>();
            for (int i = 0; i < several.size(); i++) {
                int part = i;
                List<?> ofPart = results.stream()
                        .map(result -> ((List<?>) result).get(part))
                        .toList();
                parts.add(joined(name, ofPart, examples));
            }
            return parts;
        }
        if (results.stream().anyMatch(result -> !Objects.equals(result, first))) {
            throw new ValueException("%s: in vmap, its result must not depend on the example", name);
        }
        return first;
    }

    private static void requireOneShape(String name, List<Tensor> results) {
        Tensor first = results.getFirst();
        for (Tensor result : results) {
            if (!result.layout().hasShape(first.shape())) {
                throw new ShapeException(
                        "%s: in vmap, the shape of its result must not depend on the example; there are %s and %s",
                        name, first.describe(), result.describe());
            }
        }
    }
}
