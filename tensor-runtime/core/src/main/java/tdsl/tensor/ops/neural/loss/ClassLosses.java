package tdsl.tensor.ops.neural.loss;

import java.util.Arrays;
import java.util.stream.LongStream;
import tdsl.tensor.DType;
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
record ClassLosses(String op, Tensor logProbabilities, int classAxis, Tensor target, Tensor weights, String reduction) {

    /// @param args whose second is the target and third the weights
    static ClassLosses of(String op, Tensor logProbabilities, Args args, String reduction) {
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
        Tensor classes = target.to(DType.INT64);
        Tensor counts = classes.ne(ignored);
        Tensor valid = counts.where(classes, classes.zeros_like());
        checkRange(valid);
        Tensor picked =
                logProbabilities.gather(classAxis, valid.unsqueeze(classAxis)).squeeze(classAxis);
        Tensor factors = counts.to(logProbabilities.dtype());
        if (weights != null) {
            factors = factors.mul(weightOf(valid));
        }
        return Reduction.weighted(op, losses(picked, factors), factors, reduction);
    }

    /// As {@link #ofClasses}, where the target gives each class `smoothing / classes` of its weight.
    Tensor ofSmoothedClasses(long ignored, double smoothing) {
        if (smoothing < 0 || smoothing > 1) {
            throw new ValueException("%s: label_smoothing must be in 0..1, not %s", op, smoothing);
        }
        Tensor own = ofClasses(ignored);
        if (smoothing == 0) {
            return own;
        }
        Tensor classes = target.to(DType.INT64);
        Tensor counts = classes.ne(ignored);
        Tensor weighted = weights == null ? logProbabilities : logProbabilities.mul(perClass(weights));
        Tensor sums = weighted.sum(new long[] {classAxis}, false, null);
        Tensor all = losses(sums, counts.to(sums.dtype()));
        Tensor factors = counts.to(sums.dtype());
        if (weights != null) {
            factors = factors.mul(weightOf(counts.where(classes, classes.zeros_like())));
        }
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

    private void checkClasses() {
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
        if (classes.elementCount() == 0) {
            return;
        }
        long least = (Long) classes.min().item();
        long most = (Long) classes.max().item();
        long count = logProbabilities.size(classAxis);
        if (least < 0 || most >= count) {
            throw new ValueException(
                    "%s: class number %d is out of range for %d classes", op, least < 0 ? least : most, count);
        }
    }
}
