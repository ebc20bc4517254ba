package tdsl.tensor.cpu.neural;

import static tdsl.tensor.ElementAccess.integerAt;
import static tdsl.tensor.ElementAccess.putReal;
import static tdsl.tensor.ElementAccess.realAt;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.OpIndex;
import tdsl.tensor.ops.neural.loss.ClassLosses;

/// The loss of class numbers in one pass over them, and its gradient: for each only one of the log-probabilities is
/// read or written.
final class ClassLossKernels {
    private final String op;
    private final Tensor target;
    /// Null if all classes weigh 1.
    private final Tensor weights;
    private final long ignored;
    private final DType dtype;
    /// How many classes the log-probabilities have, and how many elements for each of them.
    private final long classes;
    private final long after;

    /// @param shape of the log-probabilities
    private ClassLossKernels(String op, DType dtype, long[] shape, Tensor target, Tensor weights, long ignored) {
        this.op = op;
        this.target = target.contiguous();
        this.weights = weights == null ? null : weights.contiguous();
        this.ignored = ignored;
        this.dtype = dtype;
        int classAxis = Math.min(1, shape.length - 1);
        classes = shape[classAxis];
        after = Shapes.elementCount(Arrays.copyOfRange(shape, classAxis + 1, shape.length));
    }

    static void register(Map<String, Kernel> kernels) {
        kernels.put("nll_loss", Widening.of(ClassLossKernels::forward));
        kernels.put("nll_loss_backward", Widening.of(ClassLossKernels::backward));
    }

    private static Object forward(Args args) {
        Tensor logs = args.tensor(0);
        Tensor target = args.tensor(1);
        Tensor weights = args.tensor(2);
        if (!isOfOneDType(logs, weights)) {
            return OpIndex.NLL_LOSS.OP.callFormula(args);
        }
        ClassLosses.of("nll_loss", logs, args, args.text(4)).checkClasses();
        return new ClassLossKernels("nll_loss", logs.dtype(), logs.shape(), target, weights, args.integer(3))
                .losses(logs.contiguous(), args.text(4));
    }

    private static Object backward(Args args) {
        Tensor gradient = args.tensor(0);
        long[] shape = args.integers(1);
        Tensor target = args.tensor(2);
        Tensor weights = args.tensor(3);
        long count = shape.length == 0 ? -1 : target.elementCount() * shape[Math.min(1, shape.length - 1)];
        boolean fits = count == Shapes.elementCount(shape)
                && gradient.elementCount() == (args.text(5).equals("none") ? target.elementCount() : 1);
        if (!fits || !isOfOneDType(gradient, weights)) {
            return OpIndex.NLL_LOSS_BACKWARD.OP.callFormula(args);
        }
        return new ClassLossKernels("nll_loss_backward", gradient.dtype(), shape, target, weights, args.integer(4))
                .gradient(gradient.contiguous(), shape, args.text(5));
    }

    private static boolean isOfOneDType(Tensor tensor, Tensor weights) {
        return tensor.dtype().isFloating() && (weights == null || weights.dtype() == tensor.dtype());
    }

    private Tensor losses(Tensor logs, String reduction) {
        boolean each = reduction.equals("none");
        Tensor out = each ? Tensor.empty(dtype, target.shape()) : Tensor.empty(dtype);
        MemorySegment from = logs.storage().segment();
        MemorySegment to = out.storage().segment();
        double total = 0;
        double weight = 0;
        for (long i = 0; i < target.elementCount(); i++) {
            long number = classOf(i);
            double factor = weightOf(number);
            // Where nothing counts the loss is 0, even of a probability of 0.
            double loss = factor == 0
                    ? 0
                    : -factor * realAt(from, dtype, logs.layout().offset() + position(i, number));
            if (each) {
                putReal(to, dtype, i, loss);
            }
            total += loss;
            weight += factor;
        }
        if (!each) {
            putReal(to, dtype, 0, reduction.equals("mean") ? total / weight : total);
        }
        return out;
    }

    private Tensor gradient(Tensor gradient, long[] shape, String reduction) {
        Tensor out = Tensor.empty(dtype, shape);
        MemorySegment from = gradient.storage().segment();
        MemorySegment to = out.storage().segment();
        to.fill((byte) 0);
        long first = gradient.layout().offset();
        long step = reduction.equals("none") ? 1 : 0;
        double divisor = reduction.equals("mean") ? weightOfAll() : 1;
        for (long i = 0; i < target.elementCount(); i++) {
            long number = classOf(i);
            double factor = weightOf(number);
            if (factor != 0) {
                putReal(to, dtype, position(i, number), -factor * (realAt(from, dtype, first + i * step) / divisor));
            }
        }
        return out;
    }

    private double weightOfAll() {
        double weight = 0;
        for (long i = 0; i < target.elementCount(); i++) {
            weight += weightOf(classOf(i));
        }
        return weight;
    }

    /// The class of the target's element with this number; −1 if it does not count.
    private long classOf(long element) {
        long number = integerAt(
                target.storage().segment(), target.dtype(), target.layout().offset() + element);
        if (number == ignored) {
            return -1;
        }
        if (number < 0 || number >= classes) {
            throw ClassLosses.outOfRange(op, number, classes);
        }
        return number;
    }

    private double weightOf(long number) {
        if (number < 0 || weights == null) {
            return number < 0 ? 0 : 1;
        }
        return realAt(weights.storage().segment(), dtype, weights.layout().offset() + number);
    }

    /// Where the log-probability of this class is for this element of the target.
    private long position(long element, long number) {
        return after == 1 ? element * classes + number : (element / after * classes + number) * after + element % after;
    }
}
