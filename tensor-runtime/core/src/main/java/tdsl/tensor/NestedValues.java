package tdsl.tensor;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TypeException;

/// Nested lists and arrays to tensors, and back.
final class NestedValues {
    private NestedValues() {}

    /// @param dtype null to choose it from the values
    static Tensor tensor(Object nested, DType dtype) {
        List<Object> elements = new ArrayList<>();
        List<Long> shape = new ArrayList<>();
        collect(nested, 0, elements, shape);
        DType made = dtype != null ? dtype : commonDType(elements);
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        Tensor tensor = Tensor.empty(made, sizes);
        for (int i = 0; i < elements.size(); i++) {
            ElementAccess.set(tensor, i, elements.get(i));
        }
        return tensor;
    }

    private static DType commonDType(List<Object> elements) {
        DType common = elements.isEmpty() ? DType.FLOAT32 : DType.BOOL;
        for (Object element : elements) {
            common = DType.promote(common, ElementAccess.dtypeOf(element));
        }
        return common;
    }

    private static void collect(Object value, int depth, List<Object> elements, List<Long> shape) {
        Object unwrapped = value instanceof Tensor tensor ? tensor.toList() : value;
        int length = lengthOf(unwrapped);
        if (length < 0) {
            if (depth < shape.size()) {
                throw ragged(depth, shape, "a number");
            }
            if (unwrapped == null) {
                throw new TypeException("a tensor element must be a number or a bool, not none");
            }
            elements.add(unwrapped);
            return;
        }
        if (depth == shape.size()) {
            if (!elements.isEmpty()) {
                throw ragged(depth, shape, "a list");
            }
            shape.add((long) length);
        } else if (shape.get(depth) != length) {
            throw ragged(depth, shape, "a list of length " + length);
        }
        for (int i = 0; i < length; i++) {
            collect(
                    unwrapped instanceof List<?> list ? list.get(i) : Array.get(unwrapped, i),
                    depth + 1,
                    elements,
                    shape);
        }
    }

    private static ShapeException ragged(int depth, List<Long> shape, String found) {
        String expected = depth < shape.size() ? "lists of length " + shape.get(depth) : "numbers";
        return new ShapeException(
                "tensor: nested lists must form a box: at depth %d there are %s and also %s", depth, expected, found);
    }

    private static int lengthOf(Object value) {
        if (value instanceof List<?> list) {
            return list.size();
        }
        return value != null && value.getClass().isArray() ? Array.getLength(value) : -1;
    }

    static Object toList(Tensor tensor) {
        return toList(tensor, tensor.layout().rank(), 0, 0, tensor.elementCount());
    }

    private static Object toList(Tensor tensor, int rank, int axis, long first, long count) {
        if (axis == rank) {
            return ElementAccess.get(tensor, first);
        }
        long size = tensor.size(axis);
        long step = size == 0 ? 0 : count / size;
        List<Object> list = new ArrayList<>((int) size);
        for (long i = 0; i < size; i++) {
            list.add(toList(tensor, rank, axis + 1, first + i * step, step));
        }
        return list;
    }
}
