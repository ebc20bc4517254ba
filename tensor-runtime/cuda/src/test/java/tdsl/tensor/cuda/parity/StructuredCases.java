package tdsl.tensor.cuda.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.ops.Tensors;
import tdsl.tensor.random.Generator;

/// Ops at sizes that the samples of their rows do not have: results of several blocks and parts, runs that go across
/// chunks, lines for each way of sorting, and products that fill no tile.
final class StructuredCases {
    private static final List<DType> FLOATING = List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);
    private static final List<DType> ALL = Stream.concat(
                    FLOATING.stream(), Stream.of(DType.INT8, DType.UINT8, DType.INT16, DType.INT32, DType.INT64))
            .toList();

    private final List<Case> cases = new ArrayList<>();

    /// What is done with some tensors, made on the processor.
    record Case(String name, List<Tensor> inputs, Function<List<Tensor>, Object> op) {
        @Override
        public String toString() {
            return name;
        }

        /// @return null if a device gives the same as the processor
        String difference(Device device) {
            Object expected = Difference.onHost(op.apply(inputs));
            List<Tensor> there = inputs.stream().map(input -> input.on(device)).toList();
            return Difference.between(expected, Difference.onHost(op.apply(there)), device);
        }
    }

    private StructuredCases() {}

    static List<Case> all() {
        Generator.standard().seed(11);
        StructuredCases made = new StructuredCases();
        made.reductions();
        made.rows();
        made.selections();
        made.writes();
        made.order();
        made.scans();
        made.products();
        made.convolutions();
        return made.cases;
    }

    private void add(String name, Function<List<Tensor>, Object> op, Tensor... inputs) {
        cases.add(new Case(name, List.of(inputs), op));
    }

    /// Small numbers, so that sums of few are exact in no dtype but close in all.
    private static Tensor numbers(DType dtype, long... shape) {
        Tensor normal = Tensors.randn(shape);
        return dtype.isFloating() ? normal.to(dtype) : normal.mul(3).abs().to(dtype);
    }

    private static Tensor indices(long most, long... shape) {
        return Tensors.randint(0, most, shape);
    }

    private void reductions() {
        long[][] shapes = {{100_003}, {4, 70_000}, {30_000, 40}, {5, 3000, 40}, {20, 3}, {5000, 16}};
        for (DType dtype : ALL) {
            for (long[] shape : shapes) {
                Tensor x = numbers(dtype, shape);
                for (long dim = 0; dim < shape.length; dim++) {
                    long[] dims = {dim};
                    long axis = dim;
                    String where = " of " + dtype + Arrays.toString(shape) + " along " + dim;
                    add("sum" + where, in -> in.getFirst().sum(dims, false, DType.FLOAT64), x);
                    add("amax" + where, in -> in.getFirst().amax(dims, false), x);
                    add("argmin" + where, in -> in.getFirst().argmin(axis, false), x);
                    add("all" + where, in -> in.getFirst().all(dims, false), x);
                }
            }
        }
        Tensor x = numbers(DType.FLOAT32, 8, 16, 20, 21);
        add("sum over three axes", in -> in.getFirst().sum(new long[] {0, 2, 3}, true, null), x);
        add("argmax of all", in -> in.getFirst().transpose(1, 3).argmax(null, false), x);
        Tensor matrix = numbers(DType.FLOAT32, 401, 603);
        add("sum of every other", in -> in.getFirst().slice("::-2, 1::3").sum(new long[] {0}, false, null), matrix);
        add("amin backwards", in -> in.getFirst().slice("::-1, ::-1").amin(new long[] {1}, false), matrix);
        add("argmax backwards", in -> in.getFirst().slice("::-1").argmax(0L, false), matrix);
        add(
                "sum of one row many times",
                in -> in.getFirst().slice("3:4").expand(900, 603).sum(null, false, null),
                matrix);
        Tensor missing = matrix.clone();
        missing.slice("5:9, 7").fill_(Double.NaN);
        add("amax with NaN", in -> in.getFirst().amax(new long[] {1}, false), missing);
        add("argmax with NaN", in -> in.getFirst().argmax(0L, false), missing);
        add("prod", in -> in.getFirst().prod(new long[] {1}, false, null), numbers(DType.FLOAT64, 300, 50));
    }

    private void rows() {
        for (DType dtype : FLOATING) {
            for (long length : new long[] {1, 7, 33, 256, 1000, 4096, 9000}) {
                Tensor x = numbers(dtype, 13, length);
                Tensor weight = numbers(dtype, length);
                String of = " of 13 rows of %d %s".formatted(length, dtype);
                add("softmax" + of, in -> in.getFirst().softmax(-1), x);
                add("log_softmax" + of, in -> in.getFirst().log_softmax(1), x);
                add("softmax_backward" + of, in -> in.getFirst().softmax_backward(in.getLast(), -1), x, x.softmax(-1));
                if (length > 1) {
                    long[] shape = {length};
                    add("layer_norm" + of, in -> in.get(0).layer_norm(shape, in.get(1), in.get(1), 1e-5), x, weight);
                    add(
                            "layer_norm_input_grad" + of,
                            in -> in.get(0).layer_norm_input_grad(in.get(2), shape, in.get(1), 1e-5),
                            x,
                            weight,
                            numbers(dtype, 13, length));
                }
            }
            add("softmax along the middle of " + dtype, in -> in.getFirst().softmax(1), numbers(dtype, 3, 50, 33));
        }
        add("softmax of a slice", in -> in.getFirst().slice(":, 1:").softmax(-1), numbers(DType.FLOAT32, 9, 129));
    }

    private void selections() {
        for (DType dtype : List.of(DType.UINT8, DType.FLOAT16, DType.FLOAT32, DType.FLOAT64)) {
            Tensor x = numbers(dtype, 70, 65, 9);
            for (long dim = 0; dim < 3; dim++) {
                long axis = dim;
                add("index_select of " + dtype, in -> in.get(0).index_select(axis, in.get(1)), x, indices(9, 333));
                long[] shape = {40, 40, 9};
                add("gather of " + dtype, in -> in.get(0).gather(axis, in.get(1)), x, indices(9, shape));
            }
        }
        Tensor x = numbers(DType.FLOAT32, 50, 60, 20);
        Tensor rows = indices(50, 30, 1);
        Tensor columns = indices(20, 40).sub(20);
        add(
                "index by two tensors",
                in -> in.get(0).index_get(Arrays.asList(in.get(1), null, in.get(2))),
                x,
                rows,
                columns);
        for (long count : new long[] {1, 4095, 4096, 100_001}) {
            Tensor values = numbers(DType.FLOAT32, count);
            add("masked " + count, in -> in.get(0).index_mask(in.get(0).gt(0.5)), values);
            add("argwhere " + count, in -> in.get(0).gt(0.5).argwhere(), values);
        }
        add("masked rows", in -> in.get(0).index_mask(in.get(1).gt(0)), x, numbers(DType.FLOAT32, 50, 60));
    }

    private void writes() {
        for (DType dtype : ALL) {
            for (long[] sizes : new long[][] {{10, 20_000, 3}, {5000, 3000, 1}, {300, 900, 64}}) {
                // The processor rounds sums of f16 and bf16 after every element, a GPU once.
                if (dtype.arithmetic() != dtype && sizes[1] > 100 * sizes[0]) {
                    continue;
                }
                String what = " of %d rows to %d of %d %s".formatted(sizes[1], sizes[0], sizes[2], dtype);
                add(
                        "index_add" + what,
                        in -> in.get(0).clone().index_add_(0, in.get(1), in.get(2)),
                        numbers(dtype, sizes[0], sizes[2]),
                        indices(sizes[0], sizes[1]),
                        numbers(dtype, sizes[1], sizes[2]));
            }
            Tensor target = numbers(dtype, 40, 50);
            Tensor index = indices(40, 35, 45);
            Tensor source = numbers(dtype, 35, 45);
            for (String reduce : List.of("sum", "amax", "amin")) {
                add(
                        "scatter_reduce %s of %s".formatted(reduce, dtype),
                        in -> in.get(0).scatter_reduce(0, in.get(1), in.get(2), reduce, true),
                        target,
                        index,
                        source);
            }
            add(
                    "scatter of " + dtype,
                    in -> in.get(0)
                            .transpose(0, 1)
                            .scatter(1, in.get(1).transpose(0, 1), in.get(2).transpose(0, 1), null),
                    target,
                    index,
                    source);
            add(
                    "index_put by two tensors of " + dtype,
                    in -> in.get(0).clone().index_put_(Arrays.asList(in.get(1), in.get(2)), in.get(3), false),
                    target,
                    indices(40, 900),
                    indices(50, 900),
                    numbers(dtype, 900));
        }
        Tensor target = numbers(DType.FLOAT32, 8, 30, 12);
        add(
                "index_put apart, added",
                in -> in.get(0).clone().index_put_(Arrays.asList(in.get(1), null, in.get(2)), in.get(3), true),
                target,
                indices(8, 500),
                indices(12, 500),
                numbers(DType.FLOAT32, 500, 30));
        add(
                "index_add to a transposed tensor",
                in -> {
                    Tensor changed = in.get(0).clone();
                    changed.transpose(0, 2).index_add_(1, in.get(1), in.get(2));
                    return changed;
                },
                target,
                indices(30, 200),
                numbers(DType.FLOAT32, 12, 200, 8));
        Tensor counted = indices(1000, 30_000);
        add("bincount", in -> in.get(0).bincount(null, 0), counted);
        add("bincount of weights", in -> in.get(0).bincount(in.get(1), 2000), counted, numbers(DType.FLOAT32, 30_000));
    }

    private void order() {
        for (DType dtype : ALL) {
            for (long length : new long[] {10, 256, 257, 1024, 2048, 2049, 30_000}) {
                Tensor x = numbers(dtype, 3, length);
                String of = " of 3 lines of %d %s".formatted(length, dtype);
                add("argsort" + of, in -> in.getFirst().argsort(-1, false), x);
                add("argsort descending" + of, in -> in.getFirst().argsort(-1, true), x);
            }
            Tensor x = numbers(dtype, 700, 5);
            add("topk of " + dtype, in -> in.getFirst().topk(20, 0, true, true), x);
            add("kthvalue of " + dtype, in -> in.getFirst().kthvalue_indices(300, 0, false), x);
            add("median of " + dtype, in -> in.getFirst().median_indices(0, true), x);
            add("mode of " + dtype, in -> in.getFirst().mode_indices(0, false), x);
            add("unique of " + dtype, in -> in.getFirst().unique(), x);
            Tensor sorted = numbers(dtype, 4, 300).sort(-1, false).getFirst();
            add("searchsorted of " + dtype, in -> in.get(0).searchsorted(in.get(1)), sorted, numbers(dtype, 4, 70));
        }
        Tensor missing = numbers(DType.FLOAT32, 3, 3000);
        missing.slice("1, 7:12").fill_(Double.NaN);
        missing.slice("2, 7:12").fill_(-0.0);
        add("argsort with NaN and −0", in -> in.getFirst().argsort(-1, true), missing);
        add("median with NaN", in -> in.getFirst().median_indices(-1, false), missing);
        add("nanmedian with NaN", in -> in.getFirst().nanmedian_indices(-1, false), missing);
    }

    private void scans() {
        for (long length : new long[] {1, 2048, 2049, 50_000}) {
            for (DType dtype : ALL) {
                Tensor x = numbers(dtype, 2, length);
                String of = " of 2 lines of %d %s".formatted(length, dtype);
                boolean isNarrow = dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
                add("cumsum" + of, in -> in.getFirst().cumsum(-1, isNarrow ? DType.FLOAT64 : null), x);
                add("cummax" + of, in -> in.getFirst().cummax_indices(-1), x);
                add("cummin" + of, in -> in.getFirst().cummin_indices(-1), x);
            }
            Tensor x = numbers(DType.FLOAT64, 2, length);
            add("cumprod of " + length, in -> in.getFirst().mul(0.01).add(1).cumprod(-1), x);
            add("logcumsumexp of " + length, in -> in.getFirst().logcumsumexp(-1), x);
            add("recurrence of " + length, in -> in.getFirst().tanh().linear_recurrence(in.getFirst(), -1), x);
        }
        add("cumsum along the first axis", in -> in.getFirst().cumsum(0), numbers(DType.FLOAT64, 3000, 7));
    }

    private void products() {
        long[][] sizes = {
            {1, 1, 1}, {3, 5, 7}, {1, 300, 200}, {200, 300, 1}, {130, 70, 100}, {257, 33, 513}, {136, 72, 264}
        };
        for (DType dtype : ALL) {
            for (long[] size : sizes) {
                String of = " of %s %s".formatted(Arrays.toString(size), dtype);
                Tensor left = numbers(dtype, size[0], size[1]);
                Tensor right = numbers(dtype, size[1], size[2]);
                Tensor leftColumns = left.transpose(0, 1).contiguous();
                Tensor rightColumns = right.transpose(0, 1).contiguous();
                add("mm" + of, in -> in.get(0).mm(in.get(1)), left, right);
                add("mm of transposed" + of, in -> in.get(0).transpose(0, 1).mm(in.get(1)), leftColumns, right);
                add(
                        "mm of both transposed" + of,
                        in -> in.get(0).transpose(0, 1).mm(in.get(1).transpose(0, 1)),
                        leftColumns,
                        rightColumns);
            }
        }
        for (DType dtype : FLOATING) {
            add(
                    "batches that broadcast, of " + dtype,
                    in -> in.get(0).matmul(in.get(1)),
                    numbers(dtype, 3, 1, 40, 50),
                    numbers(dtype, 4, 50, 60));
            add(
                    "baddbmm of " + dtype,
                    in -> in.get(0).baddbmm(in.get(1), in.get(2).slice("::2"), 2.0, 0.5),
                    numbers(dtype, 3, 1, 60),
                    numbers(dtype, 3, 40, 50),
                    numbers(dtype, 6, 50, 60));
            add(
                    "products of slices of " + dtype,
                    in -> in.get(0).slice("1:, 1:").mm(in.get(1).slice("::-1, :63")),
                    numbers(dtype, 71, 130),
                    numbers(dtype, 129, 65));
        }
        Tensor large = numbers(DType.FLOAT16, 1024, 512).mul(0.1);
        add("a product of large tiles", in -> in.get(0).mm(in.get(0).transpose(0, 1)), large);
    }

    private void convolutions() {
        for (DType dtype : FLOATING) {
            Tensor x = numbers(dtype, 3, 8, 30, 31);
            Tensor weight = numbers(dtype, 12, 8, 3, 3).mul(0.1);
            Tensor bias = numbers(dtype, 12);
            long[] one = {1};
            add(
                    "conv2d of " + dtype,
                    in -> in.get(0).conv2d(in.get(1), in.get(2), new long[] {2, 1}, 1L, one, 1),
                    x,
                    weight,
                    bias);
            add(
                    "conv2d in groups of " + dtype,
                    in -> in.get(0).conv2d(in.get(1), null, one, 0L, new long[] {1, 2}, 4),
                    x,
                    numbers(dtype, 12, 2, 3, 3).mul(0.1));
            add(
                    "conv_transpose2d of " + dtype,
                    in -> in.get(0)
                            .conv_transpose2d(
                                    in.get(1), null, new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 0}, 2, one),
                    x,
                    numbers(dtype, 8, 5, 3, 4).mul(0.1));
            add(
                    "weight gradient of " + dtype,
                    in -> in.get(0)
                            .convolution_weight_grad(
                                    in.get(1),
                                    new long[] {12, 8, 3, 3},
                                    new long[] {1, 1},
                                    new long[] {1, 1},
                                    new long[] {1, 1},
                                    1),
                    x,
                    numbers(dtype, 3, 12, 30, 31).mul(0.1));
            add(
                    "max_pool2d of " + dtype,
                    in -> in.get(0).max_pool2d(new long[] {3}, new long[] {2}, new long[] {1}),
                    x);
            add("avg_pool2d of " + dtype, in -> in.get(0).avg_pool2d(new long[] {3}, new long[] {2}), x);
        }
    }
}
