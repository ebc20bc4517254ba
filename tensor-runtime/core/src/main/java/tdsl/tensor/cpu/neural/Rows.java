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
    /// Elements of the short rows that are worked on together.
    private static final int BLOCK = 1 << 10;

    private Rows() {}

    /// Computes a few rows of the result, which lie one after another. What is done to all of their elements alike is
    /// done to all at once, so that short rows cost little more than long ones.
    @FunctionalInterface
    interface Function {
        /// @param inputs the first row of each input
        /// @param out    the first row of the result
        /// @param work   room for as many more rows, with arbitrary contents
        void run(Row[] inputs, Row out, Row work, int rows);
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
        int together = Math.max(1, BLOCK / count);
        Parallel.forRange(rows, Math.max(together, GRAIN / count), (begin, end) -> {
            long size = (long) together * count;
            Row work = new Row(Scratch.of(dtype, size, 1).take(dtype, size), dtype, 0, count);
            Row[] first = new Row[inputs.length];
            for (long row = begin; row < end; row += together) {
                for (int i = 0; i < inputs.length; i++) {
                    first[i] = new Row(inputs[i].memory(), dtype, row * count, count);
                }
                Row out = new Row(result.memory(), dtype, row * count, count);
                function.run(first, out, work, (int) Math.min(together, end - row));
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
        Scratch scratch = Scratch.of(dtype, size * (inputs.length + 2), inputs.length + 2);
        Row[] firstRows = new Row[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            firstRows[i] = new Row(scratch.take(dtype, size), dtype, 0, count);
            transpose(inputs[i].memory(), position, after, firstRows[i], width);
        }
        Row out = new Row(scratch.take(dtype, size), dtype, 0, count);
        Row work = new Row(scratch.take(dtype, size), dtype, 0, count);
        function.run(firstRows, out, work, width);
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
