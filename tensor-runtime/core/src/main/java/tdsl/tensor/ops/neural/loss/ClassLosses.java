package tdsl.tensor.ops.neural.loss;

import java.util.Arrays;
import java.util.stream.LongStream;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Losses of log-probabilities `[batch, classes, ...]`, or `[classes]` alone, against class numbers or
/// probabilities.
///
/// @param classAxis the axis of the classes
/// @param weights   a factor for each class, or null
public record ClassLosses(
        String op, Tensor logProbabilities, int classAxis, Tensor target, Tensor weights, String reduction) {

    /// @param args whose second is the target and third the weights
    public static ClassLosses of(String op, Tensor logProbabilities, Args args, String reduction) {
        if (logProbabilities.rank() == 0) {
            throw new ShapeException("%s: takes [batch, classes, ...] or [classes], not a tensor without axes", op);
        }
        int classAxis = Math.min(1, logProbabilities.rank() - 1);
        Tensor weights = args.tensor(2);
        long classes = logProbabilities.size(classAxis);
        if (weights != null && (weights.rank() != 1 || weights.size(0) != classes)) {
            throw new ShapeException(
                    "%s: weight must be [%d], a number for each class, not %s", op, classes, weights.describe());
        }
        return new ClassLosses(
                op, logProbabilities, classAxis, args.tensor(1), weights, Reduction.check(op, reduction));
    }

    /// Against class numbers of the input's shape without the class axis; `ignored` stands for no loss.
    Tensor ofClasses(long ignored) {
        checkClasses();
        Tensor counts = counts(ignored);
        Tensor valid = valid(counts);
        checkRange(valid);
        Tensor factors = factors(counts, valid, logProbabilities.dtype());
        return Reduction.weighted(op, losses(picked(valid), factors), factors, reduction);
    }

    private Tensor counts(long ignored) {
        return target.ne(ignored);
    }

    /// The class numbers, 0 where nothing counts.
    private Tensor valid(Tensor counts) {
        Tensor classes = target.to(DType.INT64);
        return counts.where(classes, classes.zeros_like());
    }

    private Tensor picked(Tensor valid) {
        return logProbabilities.gather(classAxis, valid.unsqueeze(classAxis)).squeeze(classAxis);
    }

    private Tensor factors(Tensor counts, Tensor valid, DType dtype) {
        Tensor factors = counts.to(dtype);
        return weights == null ? factors : factors.mul(weightOf(valid));
    }

    /// The gradient of {@link #ofClasses} with respect to the log-probabilities, where those given here are zeros.
    ///
    /// @param gradient of the outcome
    Tensor gradientOfClasses(long ignored, Tensor gradient) {
        Tensor counts = counts(ignored);
        Tensor valid = valid(counts);
        Tensor factors = factors(counts, valid, logProbabilities.dtype());
        Tensor each = reduction.equals("mean") ? gradient.div(factors.sum()) : gradient;
        Tensor values =
                factors.eq(0).where(factors.zeros_like(), factors.mul(each).neg());
        return logProbabilities.scatter(classAxis, valid.unsqueeze(classAxis), values.unsqueeze(classAxis));
    }

    /// The gradient of {@link #ofClasses} with respect to the weights.
    ///
    /// @param gradient of the outcome
    Tensor gradientOfWeights(long ignored, Tensor gradient) {
        Tensor counts = counts(ignored);
        Tensor valid = valid(counts);
        Tensor losses = picked(valid).neg();
        if (reduction.equals("mean")) {
            Tensor factors = factors(counts, valid, logProbabilities.dtype());
            Tensor total = factors.sum();
            Tensor mean = losses(losses.neg(), factors).sum().div(total);
            losses = losses.sub(mean).div(total);
        }
        Tensor each = counts.where(losses.mul(gradient), losses.zeros_like());
        return each.new_zeros(weights.shape()).index_add(0, valid.reshape(-1), each.reshape(-1));
    }

    /// As {@link #ofClasses}, where the target gives each class `smoothing / classes` of its weight.
    Tensor ofSmoothedClasses(long ignored, double smoothing) {
        if (smoothing < 0 || smoothing > 1) {
            throw new ValueException("%s: label_smoothing must be in 0..1, not %s", op, smoothing);
        }
        if (smoothing == 0) {
            checkClasses();
            return logProbabilities.nll_loss(target, weights, ignored, reduction);
        }
        Tensor own = ofClasses(ignored);
        Tensor counts = counts(ignored);
        Tensor weighted = weights == null ? logProbabilities : logProbabilities.mul(perClass(weights));
        Tensor sums = weighted.sum(new long[] {classAxis}, false, null);
        Tensor all = losses(sums, counts.to(sums.dtype()));
        Tensor factors = factors(counts, valid(counts), sums.dtype());
        Tensor uniform = Reduction.weighted(op, all, factors, reduction);
        return own.mul(1 - smoothing).add(uniform.mul(smoothing / logProbabilities.size(classAxis)));
    }

    /// Against probabilities of each class, of the input's shape; a mean is one over the batch.
    Tensor ofProbabilities(double smoothing) {
        if (!logProbabilities.layout().hasShape(target.shape())) {
            throw new ShapeException(
                    "%s: probabilities must have the shape of the scores %s, not %s",
                    op, logProbabilities.describe(), target.describe());
        }
        double classes = logProbabilities.size(classAxis);
        Tensor smoothed = smoothing == 0 ? target : target.mul(1 - smoothing).add(smoothing / classes);
        Tensor products = logProbabilities.mul(smoothed);
        products = weights == null ? products : products.mul(perClass(weights));
        Tensor losses = products.sum(new long[] {classAxis}, false, null).neg();
        return Reduction.apply(op, losses, reduction);
    }

    private static Tensor losses(Tensor picked, Tensor factors) {
        // Where nothing counts the loss is 0, even of a probability of 0.
        return factors.eq(0).where(picked.zeros_like(), picked.neg().mul(factors));
    }

    private Tensor weightOf(Tensor classes) {
        return weights.index_select(0, classes.reshape(-1)).reshape(classes.shape());
    }

    private Tensor perClass(Tensor values) {
        long[] shape = new long[logProbabilities.rank()];
        Arrays.fill(shape, 1);
        shape[classAxis] = values.size(0);
        return values.reshape(shape);
    }

    /// @throws ShapeException or DTypeException unless the target is a class number for each loss
    public void checkClasses() {
        long[] scores = logProbabilities.shape();
        long[] expected = LongStream.range(0, scores.length)
                .filter(axis -> axis != classAxis)
                .map(axis -> scores[(int) axis])
                .toArray();
        if (!target.layout().hasShape(expected)) {
            throw new ShapeException(
                    "%s: scores must be [n, classes] and targets [n], or both with more axes, not %s and %s",
                    op, logProbabilities.describe(), target.describe());
        }
        if (target.dtype().isFloating()) {
            throw new DTypeException("%s: targets are class numbers, integers, not %s", op, target.describe());
        }
    }

    private void checkRange(Tensor classes) {
        // To look at values would wait for a device; it reports an index out of range when a value is read.
        if (classes.elementCount() == 0 || classes.device() != Device.CPU) {
            return;
        }
        long least = (Long) classes.min().item();
        long most = (Long) classes.max().item();
        long count = logProbabilities.size(classAxis);
        if (least < 0 || most >= count) {
            throw outOfRange(op, least < 0 ? least : most, count);
        }
    }

    /// The error about a class number that is none.
    public static ValueException outOfRange(String op, long number, long classes) {
        return new ValueException("%s: class number %d is out of range for %d classes", op, number, classes);
    }
}
