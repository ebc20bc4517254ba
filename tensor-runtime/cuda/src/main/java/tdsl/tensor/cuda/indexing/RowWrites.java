package tdsl.tensor.cuda.indexing;

import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Dimensions;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.cuda.launch.StridedAxes;
import tdsl.tensor.cuda.lines.RadixSort;
import tdsl.tensor.error.ValueException;

/// Writes to rows of a tensor at positions that may repeat, combined in the order of the source: the positions are
/// sorted,
/// so that what goes to one row lies together.
///
/// @param target contiguous, `[groups, size, width]`
/// @param source contiguous, `[groups, entries, width]`, of the same dtype
public record RowWrites(Tensor target, Tensor source, long groups, long size, long width) {
    private static final KernelFile POSITIONS = new KernelFile("indexing/positions");
    private static final KernelFile SEGMENTS = new KernelFile("indexing/segments");
    private static final int SHORTEST_CHUNK = 32;
    private static final int LONGEST_CHUNK = 1024;
    private static final int MOST_BLOCKS_Y = 65535;
    private static final int MOST_BLOCKS_X = 1 << 16;

    /// Room for the positions of so many entries.
    public Tensor positions(Device device, long entries) {
        if (size >= 1L << 32) {
            throw new ValueException("a GPU writes to positions among up to 2^32, not %d", size);
        }
        return Tensor.empty(device, DType.INT32, entries);
    }

    /// Makes positions of an index: those before (or, for the first, the starts of its lines) plus index times step.
    ///
    /// @param starts strides of the starts of lines, in the index's shape
    static void addPositions(String op, Indices indices, long[] starts, Tensor positions, long step, boolean isFirst) {
        Launch launch = POSITIONS.kernel("line_positions").on(positions.device());
        indices.putInto(launch).tensor(positions);
        StridedAxes.of(indices.tensor().shape(), indices.tensor().strides(), starts)
                .putInto(launch)
                .int64(positions.elementCount())
                .int64(step)
                .int64(isFirst ? 1 : 0)
                .fault(op)
                .launch(Grids.blocks(positions.elementCount(), Grids.THREADS), Grids.THREADS);
    }

    /// @param positions unsigned i32 below `size`, one for each entry; changed
    public void run(Combine combine, Tensor positions) {
        long entries = positions.elementCount();
        long columns = groups * width;
        if (entries == 0 || columns == 0) {
            return;
        }
        int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(size - 1));
        RadixSort.Sorted sorted = RadixSort.sort(positions, 1, entries, bits);
        DType dtype = target.dtype();
        long chunk = chunk(entries);
        long chunks = Math.ceilDiv(entries, chunk);
        Tensor partials = Tensor.empty(target.device(), DType.UINT8, 2 * chunks * columns * combine.numberBytes(dtype));
        int along = (int) Math.min(Grids.THREADS, Grids.powerOf2(columns));
        Dimensions block = new Dimensions(along, Grids.THREADS / along);
        Dimensions grid = new Dimensions((int) Math.min(MOST_BLOCKS_X, Math.ceilDiv(columns, block.x())), (int)
                Math.min(MOST_BLOCKS_Y, Math.ceilDiv(chunks, block.y())));
        putSegments(
                        SEGMENTS.kernel(combine.kernel(dtype) + "_pieces", combine.kernelType(dtype))
                                .on(target.device())
                                .tensor(target)
                                .tensor(source)
                                .tensor(sorted.keys())
                                .tensor(sorted.values())
                                .tensor(partials),
                        entries,
                        chunk)
                .launch(grid, block);
        if (chunks > 1) {
            putSegments(
                            SEGMENTS.kernel(combine.kernel(dtype) + "_runs", combine.kernelType(dtype))
                                    .on(target.device())
                                    .tensor(target)
                                    .tensor(sorted.keys())
                                    .tensor(partials),
                            entries,
                            chunk)
                    .launch(grid, block);
        }
    }

    /// Long chunks where many entries go to each row, so that few pieces are left over.
    private long chunk(long entries) {
        double perRow = (double) entries / size;
        return Math.clamp(Grids.powerOf2((long) (4 * Math.sqrt(perRow))), SHORTEST_CHUNK, LONGEST_CHUNK);
    }

    private Launch putSegments(Launch launch, long entries, long chunk) {
        return launch.int64(entries).int64(chunk).int64(groups).int64(size).int64(width);
    }
}
