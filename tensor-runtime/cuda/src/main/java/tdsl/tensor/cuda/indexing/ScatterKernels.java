package tdsl.tensor.cuda.indexing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.operand.DistinctElements;
import tdsl.tensor.ops.operand.IndexOperands;

/// Elements and rows written at positions given by tensors.
public final class ScatterKernels {
    private ScatterKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("scatter_add_", args -> scatter("scatter_add_", args, Combine.SUM));
        kernels.put("scatter_copy_", args -> scatter("scatter_", args, Combine.REPLACE));
        kernels.put(
                "scatter_combine_",
                args -> scatter("scatter_reduce_", args, Combine.named("scatter_reduce_", args.text(4))));
        kernels.put("index_add_", ScatterKernels::indexAdd);
        kernels.put("index_put_", ScatterKernels::indexPut);
    }

    /// What writes to a contiguous tensor.
    @FunctionalInterface
    private interface Write {
        void to(Tensor contiguous);
    }

    private static Tensor write(Tensor target, Write write) {
        if (target.isContiguous()) {
            write.to(target);
        } else {
            Tensor copy = target.detached().contiguous();
            write.to(copy);
            target.detached().copy_(copy);
        }
        target.storage().bumpVersion();
        return target;
    }

    private static Tensor scatter(String op, Args args, Combine combine) {
        Tensor target = args.tensor(0);
        Tensor index = args.tensor(2);
        int axis = Shapes.axis(op, args.integer(1), target.rank());
        DistinctElements.require(op, target);
        ElementAccess.requireAdmitted(args.tensor(3), target.dtype());
        Tensor source = DistinctElements.apart(args.tensor(3).to(target.dtype()), target);
        IndexOperands.requireFit(op, target, index, axis);
        IndexOperands.requireFit(op, source, index, -1);
        Indices indices = Indices.of(op, DistinctElements.apart(index, target), target.size(axis));
        if (index.elementCount() == 0) {
            return target;
        }
        for (int i = 0; i < index.rank(); i++) {
            source = source.narrow(i, 0, index.size(i));
        }
        Tensor values = source.contiguous();
        return write(target, contiguous -> {
            RowWrites writes = new RowWrites(contiguous, values, 1, contiguous.elementCount(), 1);
            Tensor positions = writes.positions(target.device(), index.elementCount());
            long[] starts = contiguous.strides();
            long step = starts[axis];
            starts[axis] = 0;
            RowWrites.addPositions(op, indices, starts, positions, step, true);
            writes.run(combine, positions);
        });
    }

    private static Tensor indexAdd(Args args) {
        Tensor target = args.tensor(0);
        int axis = Shapes.axis("index_add", args.integer(1), target.rank());
        Tensor index = IndexOperands.vector("index_add", args.tensor(2));
        DistinctElements.require("index_add", target);
        Tensor scaled = Long.valueOf(1).equals(args.value(4))
                ? args.tensor(3)
                : args.tensor(3).mul(Tensor.weakScalar(args.value(4)));
        Tensor source = DistinctElements.apart(scaled.to(target.dtype()), target);
        long[] expected = target.shape();
        expected[axis] = index.elementCount();
        if (!source.layout().hasShape(expected)) {
            throw new ShapeException(
                    "index_add: the source must have shape %s, not %s",
                    Shapes.format(expected), Shapes.format(source.shape()));
        }
        List<Tensor> indices = new ArrayList<>();
        for (int i = 0; i < axis; i++) {
            indices.add(null);
        }
        indices.add(DistinctElements.apart(index, target).reshape(-1));
        return write(
                target,
                contiguous -> writeAdjacent(IndexedAxes.of("index_add", contiguous, indices), source, Combine.SUM));
    }

    private static Tensor indexPut(Args args) {
        Tensor target = args.tensor(0);
        DistinctElements.require("index_put_", target);
        ElementAccess.requireAdmitted(args.tensor(2), target.dtype());
        Combine combine = args.flag(3) ? Combine.SUM : Combine.REPLACE;
        List<Tensor> indices = new ArrayList<>();
        for (Tensor index : args.tensors(1)) {
            indices.add(index == null ? null : DistinctElements.apart(index, target));
        }
        IndexedAxes axes = IndexedAxes.of("index_put_", target, indices);
        Tensor values = DistinctElements.apart(args.tensor(2).to(target.dtype()), target)
                .on(target.device())
                .expand(axes.resultShape());
        if (axes.axes().isEmpty()) {
            Tensor result = args.flag(3) ? target.detached().add(values) : values;
            target.detached().copy_(result);
            target.storage().bumpVersion();
            return target;
        }
        return axes.areAdjacent()
                ? write(
                        target,
                        contiguous -> writeAdjacent(IndexedAxes.of("index_put_", contiguous, indices), values, combine))
                : writeApart(target, axes, values, combine);
    }

    /// Where the chosen axes are neighbours, they are the positions, and what is before them the groups.
    private static void writeAdjacent(IndexedAxes axes, Tensor values, Combine combine) {
        Tensor target = axes.indexed();
        long[] shape = target.shape();
        int first = axes.axes().getFirst();
        int end = axes.axes().getLast() + 1;
        long groups = Shapes.elementCount(Arrays.copyOf(shape, first));
        long size = Shapes.elementCount(Arrays.copyOfRange(shape, first, end));
        long width = Shapes.elementCount(Arrays.copyOfRange(shape, end, shape.length));
        RowWrites writes = new RowWrites(target, values.contiguous(), groups, size, width);
        Tensor positions = writes.positions(target.device(), Shapes.elementCount(axes.indexShape()));
        if (positions.elementCount() == 0) {
            return;
        }
        long step = size;
        boolean isFirst = true;
        for (int axis : axes.axes()) {
            step /= Math.max(1, target.size(axis));
            Indices indices = axes.indices(axis);
            RowWrites.addPositions(axes.op(), indices, new long[axes.indexShape().length], positions, step, isFirst);
            isFirst = false;
        }
        writes.run(combine, positions);
    }

    /// Chosen axes that are not neighbours are brought to the front, in a copy.
    private static Tensor writeApart(Tensor target, IndexedAxes axes, Tensor values, Combine combine) {
        List<Integer> order = new ArrayList<>(axes.axes());
        order.addAll(axes.wholeAxes());
        Tensor view =
                target.detached().permute(order.stream().mapToLong(axis -> axis).toArray());
        Tensor copy = view.contiguous();
        List<Tensor> indices = axes.axes().stream().map(axes.given()::get).toList();
        writeAdjacent(IndexedAxes.of(axes.op(), copy, indices), values, combine);
        view.copy_(copy);
        target.storage().bumpVersion();
        return target;
    }
}
