package tdsl.tensor.cuda.indexing;

import java.util.Arrays;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Dimensions;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.cuda.launch.StridedAxes;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.operand.IndexOperands;

/// Elements and rows read at positions given by tensors.
public final class SelectKernels {
    private static final KernelFile FILE = new KernelFile("indexing/select");
    private static final int LARGEST_UNIT = 16;
    /// Elements that a thread of `gather` reads at a time.
    private static final int AHEAD = 4;

    private SelectKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("index_select", SelectKernels::indexSelect);
        kernels.put("index_get", SelectKernels::indexGet);
        kernels.put("gather", SelectKernels::gather);
    }

    private static Tensor indexSelect(Args args) {
        Tensor input = args.tensor(0);
        int axis = Shapes.axis("index_select", args.integer(1), input.rank());
        Tensor index = IndexOperands.vector("index_select", args.tensor(2));
        return select("index_select", input, axis, index, new long[] {index.elementCount()});
    }

    private static Tensor indexGet(Args args) {
        Tensor input = args.tensor(0);
        int axis = IndexOperands.onlyAxis(args.tensors(1));
        if (axis < 0 || axis >= input.rank()) {
            return parts(input, IndexedAxes.of("index", input, args.tensors(1)));
        }
        Tensor index = args.tensors(1).get(axis);
        return select("index", input, axis, index, index.shape());
    }

    /// What `index` chooses along `axis`, which the axes `indexShape` replace.
    private static Tensor select(String op, Tensor input, int axis, Tensor index, long[] indexShape) {
        long[] shape = new long[input.rank() - 1 + indexShape.length];
        System.arraycopy(input.shape(), 0, shape, 0, axis);
        System.arraycopy(indexShape, 0, shape, axis, indexShape.length);
        System.arraycopy(input.shape(), axis + 1, shape, axis + indexShape.length, input.rank() - axis - 1);
        Tensor out = Tensor.empty(input.device(), input.dtype(), shape);
        Indices indices = Indices.of(op, index, input.size(axis)).contiguous();
        if (out.elementCount() > 0) {
            long groups = Shapes.elementCount(Arrays.copyOf(shape, axis));
            selectRows(op, input.contiguous(), indices, out, groups);
        }
        return out;
    }

    /// @param groups of rows, that each index chooses one of
    private static void selectRows(String op, Tensor input, Indices indices, Tensor out, long groups) {
        long count = indices.tensor().elementCount();
        long bytes = out.elementCount() / (groups * count) * input.dtype().byteSize();
        int unit = LARGEST_UNIT;
        while (bytes % unit != 0 || input.address() % unit != 0) {
            unit /= 2;
        }
        long units = bytes / unit;
        int along = (int) Math.min(Grids.THREADS, Grids.powerOf2(units));
        Launch launch = FILE.kernel("select_rows_unit" + unit).on(out.device()).tensor(input);
        indices.putInto(launch)
                .tensor(out)
                .int64(groups)
                .int64(count)
                .int64(units)
                .fault(op)
                .launch(
                        new Dimensions((int) Grids.blocks(groups * count, Grids.THREADS / along), 1),
                        new Dimensions(along, Grids.THREADS / along));
    }

    private static Tensor gather(Args args) {
        Tensor input = args.tensor(0);
        Tensor index = args.tensor(2);
        int axis = Shapes.axis("gather", args.integer(1), input.rank());
        IndexOperands.requireFit("gather", input, index, axis);
        Indices indices = Indices.of("gather", index, input.size(axis));
        Tensor out = Tensor.empty(input.device(), input.dtype(), index.shape());
        if (out.elementCount() == 0) {
            return out;
        }
        long[] starts = input.strides();
        long step = starts[axis];
        starts[axis] = 0;
        Launch launch = FILE.kernel("gather_unit" + input.dtype().byteSize())
                .on(out.device())
                .tensor(input);
        indices.putInto(launch).tensor(out);
        StridedAxes.of(index.shape(), indices.tensor().strides(), starts)
                .putInto(launch)
                .int64(out.elementCount())
                .int64(step)
                .fault("gather")
                .launch(Grids.blocks(out.elementCount(), Grids.THREADS * AHEAD), Grids.THREADS);
        return out;
    }

    /// Where each part begins, relative to the first element.
    private static Tensor starts(IndexedAxes axes, Tensor input) {
        Tensor starts = Tensor.empty(input.device(), DType.INT64, Shapes.elementCount(axes.indexShape()));
        if (axes.axes().isEmpty()) {
            return starts.fill_(0);
        }
        boolean isFirst = true;
        for (int axis : axes.axes()) {
            Indices indices = axes.indices(axis);
            Launch launch = FILE.kernel("move_starts").on(starts.device());
            indices.putInto(launch).tensor(starts);
            StridedAxes.of(indices.tensor().layout())
                    .putInto(launch)
                    .int64(starts.elementCount())
                    .int64(input.layout().stride(axis))
                    .int64(isFirst ? 1 : 0)
                    .fault(axes.op())
                    .launch(Grids.blocks(starts.elementCount(), Grids.THREADS), Grids.THREADS);
            isFirst = false;
        }
        return starts;
    }

    /// The parts that an index by several tensors, or by none, chooses.
    private static Tensor parts(Tensor input, IndexedAxes axes) {
        Tensor out = Tensor.empty(input.device(), input.dtype(), axes.resultShape());
        if (out.elementCount() == 0) {
            return out;
        }
        Tensor starts = starts(axes, input);
        Layout result = out.layout();
        int indexRank = axes.indexShape().length;
        long[] partStrides = new long[axes.part().rank()];
        Arrays.setAll(partStrides, axis -> result.stride(axis < axes.before() ? axis : axis + indexRank));
        long[] indexStrides = Arrays.copyOfRange(result.strides(), axes.before(), axes.before() + indexRank);
        Launch launch = FILE.kernel("read_parts_unit" + input.dtype().byteSize())
                .on(out.device())
                .tensor(input)
                .tensor(starts)
                .tensor(out);
        StridedAxes.of(axes.part().shape(), axes.part().strides(), partStrides).putInto(launch);
        StridedAxes.of(axes.indexShape(), new long[indexRank], indexStrides)
                .putInto(launch)
                .int64(axes.part().elementCount())
                .int64(starts.elementCount())
                .launch(Grids.blocks(out.elementCount(), Grids.THREADS), Grids.THREADS);
        return out;
    }
}
