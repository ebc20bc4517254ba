package tdsl.tensor.cpu.neural;

import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Elements;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.Scratch;
import tdsl.tensor.cpu.neural.RowMath.Row;

/// Functions of rows: all elements along one axis go into all elements of the result along it.
final class Rows {
    /// Elements below which handing work to another thread costs more than it saves.
    private static final long GRAIN = 1 << 13;
    /// How many neighbouring rows along an inner axis are brought together at a time.
    private static final int STRIP = 16;

    private Rows() {}

    /// Computes one row of the result.
    @FunctionalInterface
    interface Function {
        /// @param inputs a row of each input
        /// @param work   room for one more row, with arbitrary contents
        void run(Row[] inputs, Row out, Row work);
    }

    /// @param inputs of one shape and floating dtype
    /// @param shape  in which the rows are `[before, count, after]`
    static Tensor map(long[] shape, Function function, Tensor... inputs) {
        DType dtype = inputs[0].dtype();
        Tensor out = Tensor.empty(dtype, inputs[0].shape());
        if (out.elementCount() == 0) {
            return out;
        }
        Elements[] elements = new Elements[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            elements[i] = Elements.of(inputs[i]);
        }
        Elements result = Elements.ofResult(out);
        int count = Math.toIntExact(shape[1]);
        if (shape[2] == 1) {
            neighbours(shape[0], count, function, elements, result);
        } else {
            strips(shape, count, function, elements, result);
        }
        return result.finish(out);
    }

    private static void neighbours(long rows, int count, Function function, Elements[] inputs, Elements result) {
        DType dtype = result.dtype();
        Parallel.forRange(rows, Math.max(1, GRAIN / count), (begin, end) -> {
            Row work = new Row(Scratch.of(dtype, count, 1).take(dtype, count), dtype, 0, count);
            Row[] rowsIn = new Row[inputs.length];
            for (long row = begin; row < end; row++) {
                for (int i = 0; i < inputs.length; i++) {
                    rowsIn[i] = new Row(inputs[i].memory(), dtype, row * count, count);
                }
                function.run(rowsIn, new Row(result.memory(), dtype, row * count, count), work);
            }
        });
    }

    private static void strips(long[] shape, int count, Function function, Elements[] inputs, Elements result) {
        long after = shape[2];
        long stripsPerBlock = Math.ceilDiv(after, STRIP);
        Parallel.forRange(shape[0] * stripsPerBlock, Math.max(1, GRAIN / (STRIP * (long) count)), (begin, end) -> {
            for (long strip = begin; strip < end; strip++) {
                long first = strip % stripsPerBlock * STRIP;
                long position = strip / stripsPerBlock * count * after + first;
                strip(position, after, (int) Math.min(STRIP, after - first), count, function, inputs, result);
            }
        });
    }

    private static void strip(
            long position, long after, int width, int count, Function function, Elements[] inputs, Elements result) {
        DType dtype = result.dtype();
        long size = (long) STRIP * count;
        Scratch scratch = Scratch.of(dtype, size * (inputs.length + 1) + count, inputs.length + 2);
        Row[] firstRows = new Row[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            firstRows[i] = new Row(scratch.take(dtype, size), dtype, 0, count);
            transpose(inputs[i].memory(), position, after, firstRows[i], width);
        }
        Row out = new Row(scratch.take(dtype, size), dtype, 0, count);
        Row work = new Row(scratch.take(dtype, count), dtype, 0, count);
        Row[] rows = new Row[inputs.length];
        for (int column = 0; column < width; column++) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = firstRows[i].plus(column);
            }
            function.run(rows, out.plus(column), work);
        }
        for (int i = 0; i < count; i++) {
            for (int column = 0; column < width; column++) {
                double value = realAt(out.memory(), dtype, (long) column * count + i);
                putReal(result.memory(), dtype, position + i * after + column, value);
            }
        }
    }

    private static void transpose(MemorySegment source, long position, long after, Row target, int width) {
        for (int i = 0; i < target.count(); i++) {
            for (int column = 0; column < width; column++) {
                double value = realAt(source, target.dtype(), position + i * after + column);
                putReal(target.memory(), target.dtype(), (long) column * target.count() + i, value);
            }
        }
    }

    /// How a shape looks from one of its axes: sizes before it, its own, and after it.
    static long[] around(long[] shape, int axis) {
        long[] around = {1, 1, 1};
        for (int i = 0; i < shape.length; i++) {
            around[Integer.compare(i, axis) + 1] *= shape[i];
        }
        return around;
    }
}
