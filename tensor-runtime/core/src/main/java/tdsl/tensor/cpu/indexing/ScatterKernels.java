package tdsl.tensor.cpu.indexing;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putInteger;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.StridedLoop;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.operand.DistinctElements;
import tdsl.tensor.ops.operand.IndexOperands;

/// Elements written at positions along one axis. Lines along that axis are independent, so they are
/// shared among threads; within a line the writes happen in the order of the index, whatever the number
/// of threads.
public final class ScatterKernels {
    private ScatterKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("scatter_add_", args -> scatter("scatter_add_", args, Combine.SUM));
        kernels.put("scatter_copy_", args -> scatter("scatter_", args, Combine.REPLACE));
        kernels.put(
                "scatter_combine_",
                args -> scatter("scatter_reduce_", args, Combine.named("scatter_reduce_", args.text(4))));
    }

    private static Tensor scatter(String op, Args args, Combine combine) {
        Tensor target = args.tensor(0);
        int axis = Shapes.axis(op, args.integer(1), target.rank());
        DistinctElements.require(op, target);
        ElementAccess.requireAdmitted(args.tensor(3), target.dtype());
        Tensor source = DistinctElements.apart(args.tensor(3).to(target.dtype()), target);
        IndexOperands.requireFit(op, target, args.tensor(2), axis);
        IndexOperands.requireFit(op, source, args.tensor(2), -1);
        Tensor index = DistinctElements.apart(Positions.checked(op, args.tensor(2), axis, target.size(axis)), target);
        if (index.elementCount() > 0) {
            new Scatter(target, source, index, axis, combine).run();
        }
        target.storage().bumpVersion();
        return target;
    }

    /// One scatter, checked.
    private static final class Scatter {
        private final Tensor target;
        private final Tensor source;
        private final Tensor index;
        private final int axis;
        private final Combine combine;
        /// Of a line.
        private final long length;
        private final long targetStep;
        private final long indexStep;
        private final long sourceStep;

        Scatter(Tensor target, Tensor source, Tensor index, int axis, Combine combine) {
            this.target = target;
            this.source = source;
            this.index = index;
            this.axis = axis;
            this.combine = combine;
            length = index.size(axis);
            targetStep = target.layout().stride(axis);
            indexStep = index.layout().stride(axis);
            sourceStep = source.layout().stride(axis);
        }

        void run() {
            // Each element of these layouts is the start of a line.
            Layout starts = starts(index.layout());
            new StridedLoop(starts, starts(target.layout()), starts(source.layout())).forEach(16 * length, this::lines);
        }

        private Layout starts(Layout layout) {
            Layout first = layout.select(axis, 0);
            long[] shape = index.layout().select(axis, 0).shape();
            return Layout.strided(shape, first.strides(), first.offset());
        }

        /// The element that is nearest in memory is worked on next: along the lines, or across them.
        private void lines(long[] firsts, long[] strides, long count) {
            if (indexStep == 1) {
                for (long line = 0; line < count; line++) {
                    run(
                            firsts[0] + line * strides[0],
                            indexStep,
                            firsts[1] + line * strides[1],
                            0,
                            firsts[2] + line * strides[2],
                            sourceStep,
                            length);
                }
            } else {
                for (long i = 0; i < length; i++) {
                    run(
                            firsts[0] + i * indexStep,
                            strides[0],
                            firsts[1],
                            strides[1],
                            firsts[2] + i * sourceStep,
                            strides[2],
                            count);
                }
            }
        }

        private void run(long at, long atStride, long to, long toStride, long from, long fromStride, long count) {
            if (combine == Combine.REPLACE) {
                replace(at, atStride, to, toStride, from, fromStride, count);
            } else if (combine == Combine.SUM && target.dtype() == DType.FLOAT32) {
                addFloats(at, atStride, to, toStride, from, fromStride, count);
            } else {
                combine(at, atStride, to, toStride, from, fromStride, count);
            }
        }

        private void addFloats(long at, long atStride, long to, long toStride, long from, long fromStride, long count) {
            // In variables, since the compiler reads fields again after every write to memory.
            MemorySegment positions = index.storage().segment();
            MemorySegment in = source.storage().segment();
            MemorySegment out = target.storage().segment();
            long step = targetStep;
            for (long i = 0; i < count; i++) {
                long place = to + i * toStride + step * positions.getAtIndex(JAVA_LONG, at + i * atStride);
                float added = in.getAtIndex(JAVA_FLOAT, from + i * fromStride);
                out.setAtIndex(JAVA_FLOAT, place, out.getAtIndex(JAVA_FLOAT, place) + added);
            }
        }

        private void replace(long at, long atStride, long to, long toStride, long from, long fromStride, long count) {
            MemorySegment positions = index.storage().segment();
            MemorySegment in = source.storage().segment();
            MemorySegment out = target.storage().segment();
            long step = targetStep;
            switch (target.dtype().byteSize()) {
                case 8 -> {
                    for (long i = 0; i < count; i++) {
                        long place = to + i * toStride + step * positions.getAtIndex(JAVA_LONG, at + i * atStride);
                        out.setAtIndex(JAVA_LONG, place, in.getAtIndex(JAVA_LONG, from + i * fromStride));
                    }
                }
                case 4 -> {
                    for (long i = 0; i < count; i++) {
                        long place = to + i * toStride + step * positions.getAtIndex(JAVA_LONG, at + i * atStride);
                        out.setAtIndex(JAVA_INT, place, in.getAtIndex(JAVA_INT, from + i * fromStride));
                    }
                }
                default -> combine(at, atStride, to, toStride, from, fromStride, count);
            }
        }

        private void combine(long at, long atStride, long to, long toStride, long from, long fromStride, long count) {
            MemorySegment positions = index.storage().segment();
            MemorySegment in = source.storage().segment();
            MemorySegment out = target.storage().segment();
            long step = targetStep;
            DType type = target.dtype();
            Combine how = combine;
            for (long i = 0; i < count; i++) {
                long place = to + i * toStride + step * positions.getAtIndex(JAVA_LONG, at + i * atStride);
                long value = from + i * fromStride;
                if (type.isFloating()) {
                    putReal(out, type, place, how.apply(realAt(out, type, place), realAt(in, type, value)));
                } else {
                    putInteger(out, type, place, how.apply(integerAt(out, type, place), integerAt(in, type, value)));
                }
            }
        }
    }
}
