package tdsl.tensor.cpu.lines;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.ShapeException;

/// Running results along an axis, in f64 for floating elements and in i64 for others.
public final class ScanKernels {
    private ScanKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("cumsum", args -> scan("cumsum", args, ScanKernels::addUp, ScanKernels::addUp));
        kernels.put("cumprod", args -> scan("cumprod", args, ScanKernels::multiplyUp, ScanKernels::multiplyUp));
        kernels.put(
                "log_sums",
                args -> scan(
                        "logcumsumexp", new Args(args.value(0), args.value(1), null), ScanKernels::logAddUp, null));
        kernels.put("cummax_indices", args -> extremes("cummax", args, false));
        kernels.put("cummin_indices", args -> extremes("cummin", args, true));
        kernels.put("linear_recurrence", ScanKernels::recurrence);
    }

    /// Replaces the elements of a line.
    @FunctionalInterface
    private interface Scan<A> {
        void run(A line);
    }

    private static Tensor scan(String op, Args args, Scan<double[]> reals, Scan<long[]> integers) {
        Tensor given = args.tensor(0);
        Tensor input = given.to(args.dtypeOr(2, given.dtype()));
        Lines lines = Lines.of(op, input, args.integer(1));
        boolean real = input.dtype().isFloating();
        Tensor out = lines.results(real ? input.dtype() : DType.INT64, lines.length());
        lines.forEach((begin, end) -> {
            double[] realLine = new double[real ? lines.length() : 0];
            long[] integerLine = new long[real ? 0 : lines.length()];
            for (long line = begin; line < end; line++) {
                if (real) {
                    LineAccess.read(lines.tensor(), lines.start(line), realLine);
                    reals.run(realLine);
                    LineAccess.write(realLine, out, line * lines.length());
                } else {
                    LineAccess.read(lines.tensor(), lines.start(line), integerLine);
                    integers.run(integerLine);
                    LineAccess.write(integerLine, out, line * lines.length());
                }
            }
        });
        return lines.restored(out, true);
    }

    private static void addUp(double[] line) {
        double total = 0;
        for (int i = 0; i < line.length; i++) {
            total += line[i];
            line[i] = total;
        }
    }

    private static void addUp(long[] line) {
        long total = 0;
        for (int i = 0; i < line.length; i++) {
            total += line[i];
            line[i] = total;
        }
    }

    private static void multiplyUp(double[] line) {
        double product = 1;
        for (int i = 0; i < line.length; i++) {
            product *= line[i];
            line[i] = product;
        }
    }

    private static void multiplyUp(long[] line) {
        long product = 1;
        for (int i = 0; i < line.length; i++) {
            product *= line[i];
            line[i] = product;
        }
    }

    /// log(e^a + e^b) = max + log(1 + e^(min − max)).
    private static void logAddUp(double[] line) {
        double total = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < line.length; i++) {
            double larger = Math.max(total, line[i]);
            double smaller = Math.min(total, line[i]);
            total = Double.isInfinite(larger) ? larger : larger + Math.log1p(Math.exp(smaller - larger));
            line[i] = total;
        }
    }

    /// Indices of the largest (or smallest) element up to each, the last of equal ones; of NaN once there
    /// is one.
    private static Tensor extremes(String op, Args args, boolean smallest) {
        Lines lines = Lines.of(op, args.tensor(0), args.integer(1));
        Tensor out = lines.results(DType.INT64, lines.length());
        boolean floating = lines.dtype().isFloating();
        long notANumber = smallest ? ~SortKeys.ofNotANumber(lines.dtype()) : SortKeys.ofNotANumber(lines.dtype());
        lines.forEach((begin, end) -> {
            long[] keys = new long[lines.length()];
            for (long line = begin; line < end; line++) {
                SortKeys.read(lines.tensor(), lines.start(line), smallest, keys);
                long best = Long.MIN_VALUE;
                long index = 0;
                for (int i = 0; i < keys.length; i++) {
                    long key = floating && keys[i] == notANumber ? Long.MAX_VALUE : keys[i];
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
        terms.forEach((begin, end) -> {
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
