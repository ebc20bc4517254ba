package tdsl.tensor.cuda.parity;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Whether two results are the same, within what a device may round differently.
final class Difference {
    private Difference() {}

    /// A result with its tensors copied to the processor, and what was wrong on the device reported.
    static Object onHost(Object result) {
        return switch (result) {
            case Tensor tensor -> new OnHost(tensor.device(), tensor.detached().on(Device.CPU));
            case List<?> list -> list.stream().map(Difference::onHost).toList();
            case null -> "none";
            default -> result;
        };
    }

    /// A tensor of a result.
    ///
    /// @param device where it was
    record OnHost(Device device, Tensor values) {}

    /// @return null if there is none
    static String between(Object expected, Object found, Device device) {
        return switch (expected) {
            case Exception error -> {
                // What depends on values is noticed by a kernel, and is an index then.
                boolean same = found instanceof Exception other
                        && (other.getClass() == error.getClass()
                                || error instanceof ValueException && other instanceof IndexException);
                yield same
                        ? null
                        : "expected the error \"%s\", found %s".formatted(error.getMessage(), describe(found));
            }
            case OnHost tensor ->
                found instanceof OnHost other
                        ? betweenTensors(tensor.values(), other, device)
                        : tensor.values().elementCount() == 0 && found instanceof ShapeException
                                // A kernel that has nothing to do need not look at shapes.
                                ? null
                                : "expected %s, found %s"
                                        .formatted(tensor.values().describe(), describe(found));
            case List<?> list -> {
                if (!(found instanceof List<?> others) || others.size() != list.size()) {
                    yield "expected %d results, found %s".formatted(list.size(), describe(found));
                }
                for (int i = 0; i < list.size(); i++) {
                    String difference = between(list.get(i), others.get(i), device);
                    if (difference != null) {
                        yield "result %d: %s".formatted(i, difference);
                    }
                }
                yield null;
            }
            case Number _, Boolean _, String _ ->
                expected.equals(found) ? null : "expected %s, found %s".formatted(expected, describe(found));
            // Objects that only other ops read.
            default ->
                found != null && found.getClass() == expected.getClass()
                        ? null
                        : "expected %s, found %s".formatted(expected, describe(found));
        };
    }

    private static String describe(Object found) {
        return switch (found) {
            case Exception error -> "the error \"%s\"".formatted(error);
            case OnHost tensor -> tensor.values().describe();
            default -> String.valueOf(found);
        };
    }

    private static String betweenTensors(Tensor expected, OnHost onDevice, Device device) {
        Tensor found = onDevice.values();
        if (onDevice.device() != device) {
            return "the result is on " + onDevice.device();
        }
        if (expected.dtype() != found.dtype() || !Arrays.equals(expected.shape(), found.shape())) {
            return "expected %s, found %s".formatted(expected.describe(), found.describe());
        }
        double scale = 0;
        for (long i = 0; i < expected.elementCount(); i++) {
            double value = number(expected, i);
            scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
        }
        for (long i = 0; i < expected.elementCount(); i++) {
            if (!isClose(number(expected, i), number(found, i), scale, tolerance(expected.dtype()))) {
                return "element %d of %s: expected %s, found %s"
                        .formatted(
                                i,
                                Shapes.format(expected.shape()),
                                ElementAccess.get(expected, i),
                                ElementAccess.get(found, i));
            }
        }
        return null;
    }

    private static double number(Tensor tensor, long index) {
        return ElementAccess.get(tensor, index) instanceof Number number
                ? number.doubleValue()
                : (Boolean) ElementAccess.get(tensor, index) ? 1 : 0;
    }

    /// Relative to the element, or to the largest one where sums may cancel. Squares of rounding errors alone are
    /// noise.
    private static boolean isClose(double expected, double found, double scale, double tolerance) {
        return Double.compare(expected, found) == 0
                || expected == found
                || Math.abs(expected - found)
                        <= tolerance * Math.max(Math.max(Math.abs(expected), 0.25 * scale), tolerance);
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 1e-10;
            case FLOAT32 -> 1e-5;
            case FLOAT16 -> 4e-3;
            case BFLOAT16 -> 2e-2;
            default -> 0;
        };
    }
}
