package tdsl.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random tensors in unusual layouts, and random indices for them; a few of the indices are invalid.
final class RandomIndices {
    private final RandomGenerator random;

    RandomIndices(RandomGenerator random) {
        this.random = random;
    }

    /// Sizes 0 to 4, seldom 0.
    long[] shape(int rank) {
        long[] shape = new long[rank];
        Arrays.setAll(shape, _ -> random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(4));
        return shape;
    }

    /// A layout without overlaps: axes in any order in memory, with gaps, some of them backwards.
    Layout layout(long[] shape) {
        int rank = shape.length;
        long[] strides = new long[rank];
        long extent = 1;
        long offset = random.nextInt(3);
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            order.add(random.nextInt(order.size() + 1), axis);
        }
        for (int axis : order) {
            long stride = extent * (1 + random.nextInt(2));
            long length = Math.max(1, shape[axis]);
            boolean backwards = random.nextInt(3) == 0;
            strides[axis] = backwards ? -stride : stride;
            offset += backwards ? stride * (length - 1) : 0;
            extent = stride * length;
        }
        return Layout.strided(shape, strides, offset);
    }

    List<IndexItem> items(long[] shape) {
        List<IndexItem> items = new ArrayList<>();
        boolean basicOnly = random.nextInt(3) == 0;
        // An ellipsis now and then, with no axes left for it too.
        int ellipsisAt = random.nextInt(3) == 0 ? random.nextInt(shape.length + 1) : -1;
        int covered = random.nextInt(4) == 0 ? random.nextInt(shape.length + 1) : shape.length;
        int common = 1 + random.nextInt(3);
        int axis = 0;
        while (axis < covered) {
            if (axis >= ellipsisAt && ellipsisAt >= 0) {
                items.add(new IndexItem.Ellipsis());
                axis += shape.length - covered;
                covered = shape.length;
                ellipsisAt = -1;
                continue;
            }
            if (random.nextInt(6) == 0) {
                items.add(new IndexItem.NewAxis());
            }
            axis += addItem(items, shape, axis, basicOnly, common);
        }
        if (random.nextInt(30) == 0) {
            items.add(random.nextInt(items.size() + 1), new IndexItem.By(mask()));
        }
        if (ellipsisAt >= 0 || random.nextInt(50) == 0) {
            items.add(new IndexItem.Ellipsis());
        }
        if (random.nextInt(60) == 0) {
            items.add(new IndexItem.At(0));
        }
        return items;
    }

    /// @return how many axes the item takes
    private int addItem(List<IndexItem> items, long[] shape, int axis, boolean basicOnly, int common) {
        long size = shape[axis];
        int kind = random.nextInt(basicOnly ? 6 : 12);
        if (kind < 2) {
            items.add(new IndexItem.At(position(size)));
        } else if (kind < 6) {
            items.add(slice(size));
        } else if (kind < 10) {
            items.add(new IndexItem.By(positions(size, common)));
        } else if (kind == 10) {
            items.add(new IndexItem.By(mask(size)));
        } else {
            boolean two = axis + 1 < shape.length;
            items.add(new IndexItem.By(two ? mask(size, shape[axis + 1]) : mask(size)));
            return two ? 2 : 1;
        }
        return 1;
    }

    /// Seldom out of range.
    private long position(long size) {
        return random.nextInt(40) == 0 || size == 0 ? random.nextInt(-6, 7) : random.nextLong(-size, size);
    }

    private IndexItem.Slice slice(long size) {
        Long step = switch (random.nextInt(6)) {
            case 0, 1 -> null;
            case 2 -> -1L;
            case 3 -> 2L;
            case 4 -> (long) random.nextInt(1, 6);
            default -> (long) -random.nextInt(1, 6);
        };
        return new IndexItem.Slice(bound(size), bound(size), step);
    }

    private Long bound(long size) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> null;
            case 2 -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
            default -> random.nextLong(-size - 2, size + 3);
        };
    }

    /// An integer tensor whose shape broadcasts with others made with the same `common`.
    private Tensor positions(long size, int common) {
        long[] full = {2, common};
        int rank = random.nextInt(3);
        long[] shape = Arrays.copyOfRange(full, 2 - rank, 2);
        for (int axis = 0; axis < rank; axis++) {
            if (random.nextInt(4) == 0) {
                shape[axis] = 1;
            } else if (size == 0 || random.nextInt(50) == 0) {
                shape[axis] = 0;
            }
        }
        DType[] types = {DType.INT64, DType.INT32, DType.UINT8};
        DType dtype = types[random.nextInt(3)];
        Tensor tensor = inLayout(dtype, shape);
        for (int i = 0; i < tensor.elementCount(); i++) {
            long position = size > 0 ? position(size) : 0;
            ElementAccess.setInteger(
                    tensor, i, dtype == DType.UINT8 ? Math.abs(position) % Math.max(size, 1) : position);
        }
        return tensor;
    }

    private Tensor mask(long... shape) {
        long[] own = shape.clone();
        if (shape.length > 0 && random.nextInt(60) == 0) {
            own[0]++;
        }
        Tensor mask = inLayout(DType.BOOL, own);
        for (int i = 0; i < mask.elementCount(); i++) {
            ElementAccess.setInteger(mask, i, random.nextInt(2));
        }
        return mask;
    }

    private Tensor inLayout(DType dtype, long[] shape) {
        Layout layout = layout(shape);
        return Tensor.empty(dtype, storageSize(layout)).viewAs(layout);
    }

    /// How many elements a storage needs for this layout.
    static long storageSize(Layout layout) {
        long size = layout.offset() + 1;
        for (int axis = 0; axis < layout.rank(); axis++) {
            size += Math.max(0, (layout.size(axis) - 1) * layout.stride(axis));
        }
        return size;
    }
}
