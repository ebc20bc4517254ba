package tdsl.tensor.ops.indexing;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.Tensors;

/// What `x[items]` and `x[items] = value` mean, by NumPy's rules: integers, slices, `...` and new axes
/// make a view; with an integer or bool tensor among the items the result is a copy.
public final class Indexing {
    private Indexing() {}

    /// @return a view for basic items, a copy where an item is a tensor
    public static Tensor get(Tensor tensor, List<IndexItem> items) {
        if (isBasic(items)) {
            return tensor.index_view(items);
        }
        if (items.size() == 1 && items.getFirst() instanceof IndexItem.By(Tensor mask) && isMask(tensor, mask)) {
            return tensor.index_mask(mask);
        }
        Advanced advanced = Advanced.of(tensor, items);
        return advanced.view.index_get(advanced.indices);
    }

    /// Whether `mask` chooses along one or more axes of `tensor`. One that does not fit is refused elsewhere.
    private static boolean isMask(Tensor tensor, Tensor mask) {
        boolean fits = mask.dtype() == DType.BOOL && mask.rank() > 0 && mask.rank() <= tensor.rank();
        for (int axis = 0; fits && axis < mask.rank(); axis++) {
            fits = mask.size(axis) == tensor.size(axis);
        }
        return fits;
    }

    /// Writes `value`, broadcast and converted, to the elements that the items choose.
    public static void set(Tensor tensor, List<IndexItem> items, Tensor value) {
        if (isBasic(items)) {
            Tensor view = tensor.index_view(items);
            view.assign("assignment", dropLeadingOnes(value, view.rank()));
            return;
        }
        Advanced advanced = Advanced.of(tensor, items);
        advanced.view.index_put_(advanced.indices, dropLeadingOnes(value, advanced.resultRank()));
    }

    /// Adds values to the elements of a contiguous tensor that a layout reaches, several times where it
    /// repeats them.
    public static void addStrided(Tensor target, Layout layout, Tensor values) {
        if (!layout.overlapsItself()) {
            target.strided_view(layout).add_(values);
            return;
        }
        Tensor numbers = Tensors.iota(target.elementCount(), DType.INT64);
        target.reshape(-1).index_put_(List.of(numbers.strided_view(layout)), values, true);
    }

    /// NumPy lets a value have more axes than the place it is assigned to, if they have size 1.
    private static Tensor dropLeadingOnes(Tensor value, int rank) {
        Tensor trimmed = value;
        while (trimmed.rank() > rank && trimmed.size(0) == 1) {
            trimmed = trimmed.squeeze(0);
        }
        return trimmed;
    }

    private static boolean isBasic(List<IndexItem> items) {
        for (IndexItem item : items) {
            if (item instanceof IndexItem.By) {
                return false;
            }
        }
        return true;
    }

    /// The layout of the view that basic items make.
    static Layout viewLayout(Tensor tensor, List<IndexItem> items) {
        Layout layout = tensor.layout();
        int axis = 0;
        int sourceAxis = 0;
        for (IndexItem item : expandEllipsis(tensor, items)) {
            switch (item) {
                case IndexItem.At(long index) -> layout = layout.select(axis, position(tensor, sourceAxis++, index));
                case IndexItem.Slice slice -> {
                    layout = slice(layout, axis++, slice);
                    sourceAxis++;
                }
                case IndexItem.NewAxis() -> layout = layout.unsqueeze(axis++);
                case IndexItem.Ellipsis _, IndexItem.By _ ->
                    throw new IllegalStateException("not a basic item: " + item);
            }
        }
        return layout;
    }

    private static Layout slice(Layout layout, int axis, IndexItem.Slice slice) {
        if (slice.equals(IndexItem.Slice.ALL)) {
            return layout;
        }
        IndexItem.Range range = slice.within(layout.size(axis));
        return layout.slice(axis, range.start(), range.count(), range.step());
    }

    private static long position(Tensor tensor, int axis, long index) {
        long size = tensor.size(axis);
        long position = index < 0 ? index + size : index;
        if (position < 0 || position >= size) {
            throw new IndexException("index %d is out of range for axis %d of size %d", index, axis, size);
        }
        return position;
    }

    /// The items with `...`, or the missing end, replaced by full slices.
    private static List<IndexItem> expandEllipsis(Tensor tensor, List<IndexItem> items) {
        int covered = 0;
        boolean hasEllipsis = false;
        for (IndexItem item : items) {
            covered += axesOf(item);
            if (item instanceof IndexItem.Ellipsis) {
                if (hasEllipsis) {
                    throw new IndexException("an index can have only one '...'");
                }
                hasEllipsis = true;
            }
        }
        if (covered > tensor.rank()) {
            throw new IndexException(
                    "too many indices: %d for %s, which has %d %s",
                    covered, tensor.describe(), tensor.rank(), tensor.rank() == 1 ? "axis" : "axes");
        }
        int missing = tensor.rank() - covered;
        List<IndexItem> expanded = new ArrayList<>(items.size() + missing);
        for (IndexItem item : items) {
            if (item instanceof IndexItem.Ellipsis) {
                addFullSlices(expanded, missing);
            } else {
                expanded.add(item);
            }
        }
        if (!hasEllipsis) {
            addFullSlices(expanded, missing);
        }
        return expanded;
    }

    private static void addFullSlices(List<IndexItem> items, int count) {
        for (int i = 0; i < count; i++) {
            items.add(IndexItem.Slice.ALL);
        }
    }

    /// How many axes of the source an item takes.
    private static int axesOf(IndexItem item) {
        return switch (item) {
            case IndexItem.At _, IndexItem.Slice _ -> 1;
            case IndexItem.Ellipsis _, IndexItem.NewAxis _ -> 0;
            case IndexItem.By(Tensor indices) -> indices.dtype() == DType.BOOL ? indices.rank() : 1;
        };
    }

    /// An index with tensors among its items, split into a view by the basic ones and positions on the
    /// view's axes.
    private record Advanced(Tensor view, List<Tensor> indices) {

        static Advanced of(Tensor tensor, List<IndexItem> items) {
            List<IndexItem> basic = new ArrayList<>();
            List<Tensor> indices = new ArrayList<>();
            int axis = 0;
            for (IndexItem item : expandEllipsis(tensor, items)) {
                switch (item) {
                    // Beside tensors an integer counts as one, which matters for where their axes go.
                    case IndexItem.At(long index) -> {
                        basic.add(IndexItem.Slice.ALL);
                        indices.add(beside(tensor, Tensor.of(position(tensor, axis++, index))));
                    }
                    case IndexItem.By(Tensor flag)
                    when isFlag(flag) -> {
                        basic.add(new IndexItem.NewAxis());
                        indices.add(allOrNothing(flag));
                    }
                    case IndexItem.By(Tensor chosen) -> {
                        for (Tensor positions : positions(tensor, axis, chosen)) {
                            basic.add(IndexItem.Slice.ALL);
                            indices.add(positions);
                        }
                        axis += axesOf(item);
                    }
                    case IndexItem.Slice _ -> {
                        basic.add(item);
                        indices.add(null);
                        axis++;
                    }
                    case IndexItem.NewAxis _ -> {
                        basic.add(item);
                        indices.add(null);
                    }
                    case IndexItem.Ellipsis _ -> throw new IllegalStateException("expanded before");
                }
            }
            Advanced advanced = new Advanced(tensor.index_view(basic), indices);
            return hasEmptyEllipsisBetweenTensors(tensor, items) ? advanced.withIndexedAxesFirst() : advanced;
        }

        /// How many axes the elements chosen have.
        private int resultRank() {
            int common = 0;
            int whole = 0;
            for (Tensor index : indices) {
                common = index == null ? common : Math.max(common, index.rank());
                whole += index == null ? 1 : 0;
            }
            return whole + common;
        }

        /// A bool without axes, which covers none: it adds one, that all is taken from or nothing.
        private static boolean isFlag(Tensor index) {
            return index.dtype() == DType.BOOL && index.rank() == 0;
        }

        private static Tensor allOrNothing(Tensor flag) {
            return Tensor.empty(flag.device(), DType.INT64, (Boolean) flag.item() ? 1 : 0)
                    .zero_();
        }

        /// An ellipsis that stands for no axis still separates two index tensors.
        private static boolean hasEmptyEllipsisBetweenTensors(Tensor tensor, List<IndexItem> items) {
            int ellipsis = items.indexOf(new IndexItem.Ellipsis());
            int covered = items.stream().mapToInt(Indexing::axesOf).sum();
            return ellipsis >= 0
                    && covered == tensor.rank()
                    && items.subList(0, ellipsis).stream().anyMatch(Advanced::isPosition)
                    && items.subList(ellipsis, items.size()).stream().anyMatch(Advanced::isPosition);
        }

        private static boolean isPosition(IndexItem item) {
            return item instanceof IndexItem.At || item instanceof IndexItem.By;
        }

        private Advanced withIndexedAxesFirst() {
            List<Tensor> ordered = new ArrayList<>();
            List<Long> axes = new ArrayList<>();
            for (boolean indexed : new boolean[] {true, false}) {
                for (int axis = 0; axis < indices.size(); axis++) {
                    if (indices.get(axis) != null == indexed) {
                        axes.add((long) axis);
                        ordered.add(indices.get(axis));
                    }
                }
            }
            return new Advanced(
                    view.permute(axes.stream().mapToLong(Long::longValue).toArray()), ordered);
        }

        /// An index where the indexed tensor is.
        private static Tensor beside(Tensor tensor, Tensor index) {
            return tensor.device() == Device.TRACE ? index : index.on(tensor.device());
        }

        /// A bool tensor as the positions where it is true, one tensor per axis that it covers.
        private static List<Tensor> positions(Tensor tensor, int axis, Tensor index) {
            Tensor chosen = beside(tensor, index);
            if (chosen.dtype().isIntegral()) {
                // One position is an error if out of range, even where other tensors choose nothing.
                return List.of(
                        chosen.rank() > 0
                                ? chosen
                                : beside(tensor, Tensor.of(position(tensor, axis, (Long) chosen.item()))));
            }
            if (chosen.dtype() != DType.BOOL) {
                throw new DTypeException("an index must be an integer or bool tensor, not %s", chosen.describe());
            }
            for (int i = 0; i < chosen.rank(); i++) {
                if (chosen.size(i) != tensor.size(axis + i)) {
                    throw new ShapeException(
                            "mask of shape %s does not match axis %d of %s: sizes %d and %d",
                            Shapes.format(chosen.shape()),
                            axis + i,
                            tensor.describe(),
                            chosen.size(i),
                            tensor.size(axis + i));
                }
            }
            return chosen.argwhere().unbind(1);
        }
    }
}
