package tdsl.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Which elements `x[items]` chooses, worked out one element at a time from the rules in NumPy's user guide
/// ("Indexing on ndarrays"), for comparison with the implementation.
final class IndexReference {
    private final long[] shape;
    private final List<Part> parts = new ArrayList<>();
    private int nextAxis;

    /// What is chosen: the shape of the result, and for each of its elements in row-major order the index in the
    /// source.
    record Choice(long[] shape, List<long[]> elements) {}

    /// The items are not a valid index.
    static final class InvalidIndex extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidIndex(String message) {
            super(message);
        }
    }

    /// One item, after masks and `...` are resolved. An axis of −1 is none of the source's.
    private sealed interface Part {
        /// Positions along an axis of the source, which make one axis of the result.
        record Basic(int axis, long[] positions) implements Part {}

        /// An advanced index; it broadcasts with the others.
        record Advanced(int axis, long[] shape, long[] values) implements Part {}

        /// An ellipsis, here for whether it separates advanced indices.
        record Separator() implements Part {}
    }

    private IndexReference(long[] shape) {
        this.shape = shape;
    }

    static Choice of(long[] shape, List<IndexItem> items) {
        IndexReference reference = new IndexReference(shape);
        reference.resolve(items);
        return reference.choose();
    }

    private void resolve(List<IndexItem> items) {
        long ellipses =
                items.stream().filter(IndexItem.Ellipsis.class::isInstance).count();
        if (ellipses > 1) {
            throw new InvalidIndex("several ellipses");
        }
        int covered = items.stream().mapToInt(IndexReference::axesOf).sum();
        if (covered > shape.length) {
            throw new InvalidIndex("too many indices");
        }
        for (IndexItem item : items) {
            resolve(item, shape.length - covered);
        }
        while (nextAxis < shape.length) {
            addWholeAxis();
        }
    }

    private static int axesOf(IndexItem item) {
        return switch (item) {
            case IndexItem.At _, IndexItem.Slice _ -> 1;
            case IndexItem.Ellipsis _, IndexItem.NewAxis _ -> 0;
            case IndexItem.By(Tensor tensor) -> tensor.dtype() == DType.BOOL ? tensor.rank() : 1;
        };
    }

    private void resolve(IndexItem item, int missingAxes) {
        switch (item) {
            case IndexItem.At(long index) -> {
                inRange(index, shape[nextAxis]);
                parts.add(new Part.Advanced(nextAxis++, new long[0], new long[] {index}));
            }
            case IndexItem.Slice slice -> {
                parts.add(new Part.Basic(nextAxis, positions(slice, shape[nextAxis])));
                nextAxis++;
            }
            case IndexItem.NewAxis _ -> parts.add(new Part.Basic(-1, new long[] {0}));
            case IndexItem.Ellipsis _ -> {
                parts.add(new Part.Separator());
                for (int i = 0; i < missingAxes; i++) {
                    addWholeAxis();
                }
            }
            case IndexItem.By(Tensor tensor) when tensor.dtype() == DType.BOOL -> addMask(tensor);
            case IndexItem.By(Tensor tensor) -> {
                long[] values =
                        flat(tensor.toList()).mapToLong(Long.class::cast).toArray();
                if (tensor.rank() == 0) {
                    inRange(values[0], shape[nextAxis]);
                }
                parts.add(new Part.Advanced(nextAxis++, tensor.shape(), values));
            }
        }
    }

    private void addWholeAxis() {
        parts.add(new Part.Basic(nextAxis, LongStream.range(0, shape[nextAxis]).toArray()));
        nextAxis++;
    }

    /// A mask is as many index arrays as it has axes, of the places where it is true; one without axes adds an axis.
    private void addMask(Tensor mask) {
        List<Boolean> flags = flat(mask.toList()).map(Boolean.class::cast).toList();
        long[] chosen = LongStream.range(0, flags.size())
                .filter(i -> flags.get((int) i))
                .toArray();
        if (mask.rank() == 0) {
            parts.add(new Part.Advanced(-1, new long[] {chosen.length}, chosen));
        }
        for (int axis = 0; axis < mask.rank(); axis++) {
            if (mask.size(axis) != shape[nextAxis]) {
                throw new InvalidIndex("mask of another shape");
            }
            long inner = 1;
            for (int later = axis + 1; later < mask.rank(); later++) {
                inner *= mask.size(later);
            }
            long size = mask.size(axis);
            long block = inner;
            long[] values = LongStream.of(chosen).map(i -> i / block % size).toArray();
            parts.add(new Part.Advanced(nextAxis++, new long[] {chosen.length}, values));
        }
    }

    private static Stream<Object> flat(Object nested) {
        return nested instanceof List<?> list ? list.stream().flatMap(IndexReference::flat) : Stream.of(nested);
    }

    private static long inRange(long index, long size) {
        if (index < -size || index >= size) {
            throw new InvalidIndex("index " + index + " for size " + size);
        }
        return index < 0 ? index + size : index;
    }

    /// Python's `range(*slice.indices(size))`.
    private static long[] positions(IndexItem.Slice slice, long size) {
        long step = slice.step() == null ? 1 : slice.step();
        long lowest = step > 0 ? 0 : -1;
        long highest = step > 0 ? size : size - 1;
        long start = bound(slice.start(), step > 0 ? lowest : highest, lowest, highest, size);
        long stop = bound(slice.stop(), step > 0 ? highest : lowest, lowest, highest, size);
        return LongStream.iterate(start, at -> step > 0 ? at < stop : at > stop, at -> at + step)
                .toArray();
    }

    private static long bound(Long given, long absent, long lowest, long highest, long size) {
        if (given == null) {
            return absent;
        }
        long fromFront = given < 0 ? given + size : given;
        return Math.max(lowest, Math.min(highest, fromFront));
    }

    private Choice choose() {
        int[] advanced = IntStream.range(0, parts.size())
                .filter(i -> parts.get(i) instanceof Part.Advanced)
                .toArray();
        long[] common = {};
        for (int i : advanced) {
            common = broadcast(common, ((Part.Advanced) parts.get(i)).shape());
        }
        boolean adjacent = advanced.length > 0 && advanced[advanced.length - 1] - advanced[0] == advanced.length - 1;
        // Integers count as arrays without axes: beside real ones they matter, alone it comes to the same.
        // The result's axes in order: a Basic part each, and the advanced indices' common axes together.
        List<Part.Basic> before = basics(0, adjacent ? advanced[0] : 0);
        List<Part.Basic> after = basics(adjacent ? advanced[advanced.length - 1] + 1 : 0, parts.size());
        long[] resultShape = LongStream.concat(LongStream.concat(sizes(before), LongStream.of(common)), sizes(after))
                .toArray();
        List<long[]> elements = new ArrayList<>();
        for (long[] index : allIndices(common)) {
            placeAdvanced(common, index, 0, new long[shape.length]);
        }
        for (long[] index : allIndices(resultShape)) {
            long[] source = new long[shape.length];
            place(before, index, 0, source);
            placeAdvanced(common, index, before.size(), source);
            place(after, index, before.size() + common.length, source);
            elements.add(source);
        }
        return new Choice(resultShape, elements);
    }

    private List<Part.Basic> basics(int from, int to) {
        return parts.subList(from, to).stream()
                .filter(Part.Basic.class::isInstance)
                .map(Part.Basic.class::cast)
                .toList();
    }

    private static LongStream sizes(List<Part.Basic> basics) {
        return basics.stream().mapToLong(basic -> basic.positions().length);
    }

    private static void place(List<Part.Basic> basics, long[] index, int first, long[] source) {
        for (int i = 0; i < basics.size(); i++) {
            if (basics.get(i).axis() >= 0) {
                source[basics.get(i).axis()] = basics.get(i).positions()[(int) index[first + i]];
            }
        }
    }

    private void placeAdvanced(long[] common, long[] index, int first, long[] source) {
        for (Part part : parts) {
            if (part instanceof Part.Advanced(int axis, long[] own, long[] values) && axis >= 0) {
                int number = 0;
                for (int i = 0; i < own.length; i++) {
                    long at = index[first + common.length - own.length + i];
                    number = (int) (number * own[i] + (own[i] == 1 ? 0 : at));
                }
                // Only here, since NumPy does not look at positions that broadcasting takes away.
                source[axis] = inRange(values[number], shape[axis]);
            }
        }
    }

    static long[] broadcast(long[] a, long[] b) {
        long[] result = new long[Math.max(a.length, b.length)];
        for (int back = 1; back <= result.length; back++) {
            long sizeA = back > a.length ? 1 : a[a.length - back];
            long sizeB = back > b.length ? 1 : b[b.length - back];
            if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
                throw new InvalidIndex("shapes do not broadcast");
            }
            result[result.length - back] = sizeA == 1 ? sizeB : sizeA;
        }
        return result;
    }

    /// All indices of a shape in row-major order.
    static List<long[]> allIndices(long[] shape) {
        List<long[]> indices = new ArrayList<>();
        long count = LongStream.of(shape).reduce(1, (a, b) -> a * b);
        for (long number = 0; number < count; number++) {
            long[] index = new long[shape.length];
            long rest = number;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                index[axis] = rest % shape[axis];
                rest /= shape[axis];
            }
            indices.add(index);
        }
        return indices;
    }
}
