package tdsl.tensor.cpu.lines;

import java.util.Arrays;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.operand.FloatingOperands;
import tdsl.tensor.ops.operand.Lines;

/// Running results along an axis, in f64 for floating elements and in i64 for others.
public final class ScanKernels {
    private static final int MOST_LINES = 512;

    private ScanKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("cumsum", args -> inGivenDtype("cumsum", args, Scan.SUM));
        kernels.put("cumprod", args -> inGivenDtype("cumprod", args, Scan.PROD));
        kernels.put("log_sums", ScanKernels::logSums);
        kernels.put("cummax_indices", args -> extremes("cummax", args, false));
        kernels.put("cummin_indices", args -> extremes("cummin", args, true));
        kernels.put("linear_recurrence", ScanKernels::recurrence);
    }

    private static Tensor inGivenDtype(String op, Args args, Scan scan) {
        Tensor result = scan(op, args, args.dtypeOr(2, null), scan);
        return result.to(args.dtypeOr(2, result.dtype()));
    }

    private static Tensor logSums(Args args) {
        FloatingOperands.require("log_sums", args.tensor(0));
        return scan("logcumsumexp", args, null, Scan.LOG_SUM);
    }

    private static Tensor scan(String op, Args args, DType dtype, Scan scan) {
        Tensor given = args.tensor(0);
        Tensor input = given.to(dtype == null ? given.dtype() : dtype).contiguous();
        DType result = input.dtype().isFloating() ? input.dtype() : DType.INT64;
        Tensor out = Tensor.empty(result, input.shape());
        int axis = Shapes.axis(op, args.integer(1), Math.max(1, input.rank()));
        int length = input.rank() == 0 ? 1 : Math.toIntExact(input.size(axis));
        if (input.elementCount() == 0) {
            return out;
        }
        long across = 1;
        for (int i = axis + 1; i < input.rank(); i++) {
            across *= input.size(i);
        }
        long slabs = input.elementCount() / length / across;
        // Lines that lie side by side in memory go on together, some of them at a time.
        int width = (int) Math.min(across, MOST_LINES);
        long groups = Math.ceilDiv(across, width);
        long lines = across;
        long grain = Math.max(1, (1 << 14) / ((long) length * width));
        Parallel.forRange(slabs * groups, grain, (begin, end) -> {
            for (long i = begin; i < end; i++) {
                long column = i % groups * width;
                int count = (int) Math.min(width, lines - column);
                scan(scan, input, out, i / groups * length * lines + column, length, lines, count);
            }
        });
        return out;
    }

    /// @param first  position of the first element of the first line
    /// @param stride from one element of a line to the next
    /// @param count  how many lines lie side by side there
    private static void scan(Scan scan, Tensor in, Tensor out, long first, int length, long stride, int count) {
        long offset = in.layout().offset();
        boolean real = in.dtype().isFloating();
        if (stride == 1) {
            if (real) {
                double[] line = new double[length];
                LineAccess.read(in, offset + first, line);
                scan.alongLine(line);
                LineAccess.write(line, out, first);
            } else {
                long[] line = new long[length];
                LineAccess.read(in, offset + first, line);
                scan.alongLine(line);
                LineAccess.write(line, out, first);
            }
        } else if (real) {
            double[] row = new double[count];
            double[] totals = new double[count];
            Arrays.fill(totals, scan.start);
            for (long i = 0; i < length; i++) {
                LineAccess.read(in, offset + first + i * stride, row);
                scan.nextRow(totals, row);
                LineAccess.write(totals, out, first + i * stride);
            }
        } else {
            long[] row = new long[count];
            long[] totals = new long[count];
            Arrays.fill(totals, (long) scan.start);
            for (long i = 0; i < length; i++) {
                LineAccess.read(in, offset + first + i * stride, row);
                scan.nextRow(totals, row);
                LineAccess.write(totals, out, first + i * stride);
            }
        }
    }

    /// Indices of the largest (or smallest) element up to each, the last of equal ones; of NaN once there
    /// is one.
    private static Tensor extremes(String op, Args args, boolean smallest) {
        Lines lines = Lines.of(op, args.tensor(0), args.integer(1));
        Tensor out = lines.results(DType.INT64, lines.length());
        // In the opposite order NaN would be below all numbers.
        boolean hidden = smallest && lines.dtype().isFloating();
        long notANumber = ~SortKeys.ofNotANumber(lines.dtype());
        LineAccess.forEach(lines, (begin, end) -> {
            long[] keys = new long[lines.length()];
            for (long line = begin; line < end; line++) {
                SortKeys.read(lines.tensor(), lines.start(line), smallest, keys);
                long best = Long.MIN_VALUE;
                long index = 0;
                for (int i = 0; i < keys.length; i++) {
                    long key = hidden && keys[i] == notANumber ? Long.MAX_VALUE : keys[i];
                    if (key >= best) {
                        best = key;
                        index = i;
                    }
                    keys[i] = index;
                }
                LineAccess.write(keys, out, line * lines.length());
            }
        });
        return lines.restored(out, true);
    }

    private static Tensor recurrence(Args args) {
        FloatingOperands.require("linear_recurrence", args.tensor(0));
        Tensor coefficients = args.tensor(0);
        Tensor input = args.tensor(1).to(coefficients.dtype());
        if (!coefficients.layout().hasShape(input.shape())) {
            throw new ShapeException(
                    "linear_recurrence: the coefficients have shape %s and the input %s",
                    Shapes.format(coefficients.shape()), Shapes.format(input.shape()));
        }
        Lines factors = Lines.of("linear_recurrence", coefficients, args.integer(2));
        Lines terms = Lines.of("linear_recurrence", input, args.integer(2));
        Tensor out = terms.results(input.dtype(), terms.length());
        LineAccess.forEach(terms, (begin, end) -> {
            double[] factor = new double[terms.length()];
            double[] term = new double[terms.length()];
            for (long line = begin; line < end; line++) {
                LineAccess.read(factors.tensor(), factors.start(line), factor);
                LineAccess.read(terms.tensor(), terms.start(line), term);
                for (int i = 1; i < term.length; i++) {
                    term[i] += factor[i] * term[i - 1];
                }
                LineAccess.write(term, out, line * terms.length());
            }
        });
        return terms.restored(out, true);
    }
}
