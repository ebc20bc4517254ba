package tdsl.tensor.cuda.lines;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.operand.FloatingOperands;
import tdsl.tensor.ops.operand.Lines;

/// Running results along an axis, in f64 for floating elements and in i64 for others.
public final class ScanKernels {
    private static final KernelFile FILE = new KernelFile("lines/scan");
    /// Elements of a line that a block works on, and slots of shared memory that it has for them.
    private static final int CHUNK = 2048;

    private static final int SLOTS = 2304;

    private ScanKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("cumsum", args -> running("cumsum", args));
        kernels.put("cumprod", args -> running("cumprod", args));
        kernels.put("log_sums", ScanKernels::logSums);
        kernels.put("cummax_indices", args -> extremes("cummax", args, false));
        kernels.put("cummin_indices", args -> extremes("cummin", args, true));
        kernels.put("linear_recurrence", ScanKernels::recurrence);
    }

    private static Tensor running(String op, Args args) {
        DType dtype = args.dtypeOr(2, args.tensor(0).dtype());
        Tensor input = args.tensor(0).to(dtype).to(dtype.isFloating() ? dtype : DType.INT64);
        Lines lines = Lines.of(op, input, args.integer(1));
        Tensor out = lines.results(input.dtype(), lines.length());
        scan(op + "_", "_" + input.dtype().label(), Double.BYTES, lines, lines.tensor(), null, out);
        return lines.restored(out, true);
    }

    private static Tensor logSums(Args args) {
        FloatingOperands.require("log_sums", args.tensor(0));
        DType dtype = args.tensor(0).dtype();
        Lines lines = Lines.of("logcumsumexp", args.tensor(0).to(dtype.arithmetic()), args.integer(1));
        Tensor out = lines.results(lines.dtype(), lines.length());
        scan("log_sums_", "_" + lines.dtype().label(), Double.BYTES, lines, lines.tensor(), null, out);
        return lines.restored(out, true).to(dtype);
    }

    private static Tensor extremes(String op, Args args, boolean smallest) {
        Lines lines = Lines.of(op, args.tensor(0), args.integer(1));
        Tensor out = lines.results(DType.INT64, lines.length());
        if (out.elementCount() > 0) {
            Tensor keys = RadixSort.keys(lines.tensor(), smallest, true);
            boolean isWide = keys.dtype() == DType.INT64;
            String label = isWide ? "_u64" : "_u32";
            scan("largest_so_far_", label, 2 * keys.dtype().byteSize(), lines, keys, null, out);
        }
        return lines.restored(out, true);
    }

    private static Tensor recurrence(Args args) {
        FloatingOperands.require("linear_recurrence", args.tensor(0));
        DType dtype = args.tensor(0).dtype();
        Tensor coefficients = args.tensor(0).to(dtype.arithmetic());
        Tensor input = args.tensor(1).to(coefficients.dtype());
        if (!coefficients.layout().hasShape(input.shape())) {
            throw new ShapeException(
                    "linear_recurrence: the coefficients have shape %s and the input %s",
                    Shapes.format(coefficients.shape()), Shapes.format(input.shape()));
        }
        Lines factors = Lines.of("linear_recurrence", coefficients, args.integer(2));
        Lines terms = Lines.of("linear_recurrence", input, args.integer(2));
        Tensor out = terms.results(input.dtype(), terms.length());
        String label = "_" + input.dtype().label();
        scan("recurrence_", label, 2 * Double.BYTES, terms, factors.tensor(), terms.tensor(), out);
        return terms.restored(out, true).to(dtype);
    }

    /// @param stateBytes what is known of the elements of a chunk
    private static void scan(
            String name, String label, int stateBytes, Lines lines, Tensor first, Tensor second, Tensor out) {
        if (out.elementCount() == 0) {
            return;
        }
        long length = lines.length();
        long chunks = Math.ceilDiv(length, CHUNK);
        long blocks = lines.count() * chunks;
        int inputBytes = first.dtype().byteSize() * (second == null ? 1 : 2);
        int shared = SLOTS * Math.max(inputBytes, out.dtype().byteSize());
        Tensor totals = chunks == 1 ? null : Tensor.empty(out.device(), DType.UINT8, blocks * stateBytes);
        if (totals != null) {
            FILE.kernel(name + "totals" + label)
                    .on(out.device())
                    .tensor(first)
                    .tensor(second)
                    .tensor(totals)
                    .int64(length)
                    .int64(chunks)
                    .sharedBytes(shared)
                    .launch(blocks, Grids.THREADS);
            FILE.kernel(name + "carries" + label)
                    .on(out.device())
                    .tensor(totals)
                    .int64(chunks)
                    .launch(lines.count(), Grids.THREADS);
        }
        FILE.kernel(name + "lines" + label)
                .on(out.device())
                .tensor(first)
                .tensor(second)
                .tensor(out)
                .tensor(totals)
                .int64(length)
                .int64(chunks)
                .sharedBytes(shared)
                .launch(blocks, Grids.THREADS);
    }
}
