package tdsl.tensor.cuda.indexing;

import java.util.Arrays;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.cuda.launch.StridedAxes;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.operand.IndexOperands;

/// What the true elements of a tensor of bools choose. How many there are decides a shape, so it is waited for.
public final class MaskKernels {
    private static final KernelFile FILE = new KernelFile("indexing/mask");
    private static final int TILE = 4096;
    private static final int MOST_THREADS = 1024;

    private MaskKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("index_mask", MaskKernels::indexMask);
        kernels.put("argwhere", MaskKernels::argwhere);
    }

    /// True elements, counted.
    ///
    /// @param mask   contiguous
    /// @param starts how many there are before each tile
    private record Counted(Tensor mask, Tensor starts, long count) {
        static Counted of(Tensor given) {
            Tensor mask = given.contiguous();
            long tiles = Math.ceilDiv(mask.elementCount(), TILE);
            if (tiles == 0) {
                return new Counted(mask, null, 0);
            }
            Tensor starts = Tensor.empty(mask.device(), DType.INT64, tiles + 1);
            FILE.kernel("mask_counts")
                    .on(mask.device())
                    .tensor(mask)
                    .int64(mask.elementCount())
                    .tensor(starts)
                    .launch(tiles, Grids.THREADS);
            FILE.kernel("sum_before")
                    .on(mask.device())
                    .tensor(starts)
                    .int64(tiles)
                    .launch(1, MOST_THREADS);
            return new Counted(mask, starts, (Long) starts.narrow(0, tiles, 1).item());
        }

        long tiles() {
            return starts.elementCount() - 1;
        }

        /// The numbers of the true elements, in order.
        Tensor positions() {
            Tensor positions = Tensor.empty(mask.device(), DType.INT64, count);
            if (count > 0) {
                FILE.kernel("mask_positions")
                        .on(mask.device())
                        .tensor(mask)
                        .int64(mask.elementCount())
                        .tensor(starts)
                        .tensor(positions)
                        .launch(tiles(), Grids.THREADS);
            }
            return positions;
        }
    }

    private static Tensor indexMask(Args args) {
        Tensor input = args.tensor(0);
        Tensor mask = args.tensor(1);
        IndexOperands.requireMask(input, mask);
        Counted counted = Counted.of(mask);
        long[] rest = Arrays.copyOfRange(input.shape(), mask.rank(), input.rank());
        if (mask.rank() < input.rank()) {
            long[] shape = new long[rest.length + 1];
            shape[0] = mask.elementCount();
            System.arraycopy(rest, 0, shape, 1, rest.length);
            return input.contiguous().reshape(shape).index_select(0, counted.positions());
        }
        Tensor out = Tensor.empty(input.device(), input.dtype(), counted.count());
        if (counted.count() > 0) {
            FILE.kernel("mask_elements_unit" + input.dtype().byteSize())
                    .on(out.device())
                    .tensor(input.contiguous())
                    .tensor(counted.mask())
                    .int64(counted.mask().elementCount())
                    .tensor(counted.starts())
                    .tensor(out)
                    .launch(counted.tiles(), Grids.THREADS);
        }
        return out;
    }

    private static Tensor argwhere(Args args) {
        Tensor flags = args.tensor(0).dtype() == DType.BOOL
                ? args.tensor(0)
                : args.tensor(0).ne(0);
        Counted counted = Counted.of(flags);
        Tensor positions = counted.positions();
        Tensor out = Tensor.empty(flags.device(), DType.INT64, counted.count(), flags.rank());
        if (out.elementCount() > 0) {
            coordinates(positions, flags.shape(), out);
        }
        return out;
    }

    /// Writes a row of coordinates for each number of an element.
    private static void coordinates(Tensor numbers, long[] shape, Tensor out) {
        Launch launch =
                FILE.kernel("coordinates").on(out.device()).tensor(numbers).int64(numbers.elementCount());
        StridedAxes.unmerged(shape)
                .putInto(launch)
                .tensor(out)
                .launch(Grids.blocks(Shapes.elementCount(numbers.shape()), Grids.THREADS), Grids.THREADS);
    }
}
