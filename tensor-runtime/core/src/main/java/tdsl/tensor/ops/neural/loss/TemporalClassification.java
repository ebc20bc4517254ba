package tdsl.tensor.ops.neural.loss;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.Tensors;

/// A call of ctc_loss, as a formula of ops: the forward recursion of Graves et al., "Connectionist temporal
/// classification", 2006, in logarithms.
///
/// @param logProbabilities `[time, n, classes]`
/// @param labels           `[n, 2 · longest + 1]`: the targets with a blank before, between and after
/// @param inputLengths     how many times count
/// @param targetLengths    how many labels count
record TemporalClassification(
        boolean batched,
        Tensor logProbabilities,
        Tensor labels,
        long blank,
        long[] inputLengths,
        long[] targetLengths) {
    /// A logarithm that stands for that of 0: its differences are numbers, those of −∞ are not.
    private static final double NEVER = -1e30;

    /// @param args log_probs, targets, input_lengths, target_lengths, blank
    static TemporalClassification of(Args args) {
        Tensor given = args.tensor(0);
        if (given.rank() != 2 && given.rank() != 3) {
            throw new ShapeException(
                    "ctc_loss: takes log-probabilities [time, n, classes] or [time, classes], not %s",
                    given.describe());
        }
        boolean batched = given.rank() == 3;
        Tensor logProbabilities = batched ? given : given.unsqueeze(1);
        long count = logProbabilities.size(1);
        long[] inputLengths = lengths("input_lengths", args.value(2), count, logProbabilities.size(0));
        long[] targetLengths = lengths("target_lengths", args.value(3), count, Long.MAX_VALUE);
        long blank = args.integer(4);
        if (blank < 0 || blank >= logProbabilities.size(2)) {
            throw new ValueException(
                    "ctc_loss: blank %d is out of range for %d classes", blank, logProbabilities.size(2));
        }
        Tensor rows = rows(args.tensor(1), batched, targetLengths);
        Tensor blanks = rows.full_like(Tensor.weakScalar(blank));
        Tensor labels = Tensors.cat(
                List.of(
                        Tensors.stack(List.of(blanks, rows), 2).flatten(1),
                        rows.new_full(new long[] {count, 1}, Tensor.weakScalar(blank))),
                1);
        return new TemporalClassification(batched, logProbabilities, labels, blank, inputLengths, targetLengths);
    }

    private static long[] lengths(String name, Object value, long count, long most) {
        long[] lengths = switch (value) {
            case Tensor tensor when !tensor.dtype().isFloating() -> numbers(tensor.reshape(-1));
            case Long single -> new long[] {single};
            case long[] several -> several;
            case List<?> list
            when list.stream().allMatch(Long.class::isInstance) ->
                list.stream().mapToLong(Long.class::cast).toArray();
            case null, default -> throw new TypeException("ctc_loss: %s must be integers, in a tensor or a list", name);
        };
        if (lengths.length != count) {
            throw new ShapeException("ctc_loss: %d %s for %d sequences", lengths.length, name, count);
        }
        for (long length : lengths) {
            if (length < 0 || length > most) {
                throw new ValueException("ctc_loss: %s has %d, beyond 0 to %d", name, length, most);
            }
        }
        return lengths;
    }

    private static long[] numbers(Tensor vector) {
        return ((List<?>) vector.to(DType.INT64).toList())
                .stream().mapToLong(Long.class::cast).toArray();
    }

    /// Targets as a row for each sequence, `[n, longest]`.
    private static Tensor rows(Tensor targets, boolean batched, long[] lengths) {
        Tensor labels = targets.to(DType.INT64);
        long longest = Arrays.stream(lengths).max().orElse(0);
        if (labels.rank() == 2 || !batched) {
            Tensor rows = labels.atleast_2d();
            if (rows.size(0) != lengths.length || rows.size(1) < longest) {
                throw new ShapeException(
                        "ctc_loss: targets must be [%d, %d] or longer, not %s",
                        lengths.length, longest, targets.describe());
            }
            return rows.narrow(1, 0, longest);
        }
        if (labels.rank() != 1 || labels.size(0) != Arrays.stream(lengths).sum()) {
            throw new ShapeException(
                    "ctc_loss: targets must be [n, longest], or a vector of %d labels, not %s",
                    Arrays.stream(lengths).sum(), targets.describe());
        }
        Tensor rows = labels.new_zeros(lengths.length, longest);
        long start = 0;
        for (int i = 0; i < lengths.length; i++) {
            rows.select(0, i).narrow(0, 0, lengths[i]).copy_(labels.narrow(0, start, lengths[i]));
            start += lengths[i];
        }
        return rows;
    }

    Tensor loss(String reduction, boolean zeroInfinity) {
        Tensor impossible = Tensor.weakScalar(zeroInfinity ? 0.0 : Double.POSITIVE_INFINITY);
        Tensor likelihoods = logLikelihoods();
        Tensor losses = likelihoods.lt(NEVER / 2).where(impossible, likelihoods.neg());
        if (!Reduction.check("ctc_loss", reduction).equals("mean")) {
            return Reduction.apply("ctc_loss", batched ? losses : losses.squeeze(0), reduction);
        }
        Tensor lengths = Tensor.of(targetLengths).clamp(Tensor.weakScalar(1L), null);
        return losses.div(lengths.to(losses.dtype())).mean();
    }

    /// Of each sequence, the logarithm of the sum over all placements.
    private Tensor logLikelihoods() {
        Tensor mayStart = Tensors.iota(labels.size(1), DType.INT64)
                .lt(2)
                .logical_and(exists())
                .expand(labels.shape());
        Tensor sums = mayStart.where(emitted(0), never());
        Tensor maySkip = maySkip();
        Tensor lengths = Tensor.of(inputLengths).unsqueeze(1);
        for (long time = 1; time < logProbabilities.size(0); time++) {
            Tensor stepped = shifted(sums, 1);
            Tensor skipped = maySkip.where(shifted(sums, 2), never());
            Tensor next = logSum(List.of(sums, stepped, skipped)).add(emitted(time));
            sums = lengths.gt(time).where(next, sums);
        }
        Tensor last = Tensor.of(targetLengths).mul(2).unsqueeze(1);
        Tensor onBlank = sums.gather(1, last);
        Tensor before = last.sub(1).clamp(Tensor.weakScalar(0L), null);
        Tensor onLabel = last.gt(0).where(sums.gather(1, before), onBlank.full_like(Tensor.weakScalar(NEVER)));
        Tensor total = logSum(List.of(onBlank, onLabel)).squeeze(1);
        // Of no times at all, only the empty target is possible.
        Tensor ofNothing = Tensor.of(targetLengths).eq(0).where(Tensor.weakScalar(0.0), Tensor.weakScalar(NEVER));
        return Tensor.of(inputLengths).eq(0).where(ofNothing.to(total.dtype()), total);
    }

    /// Which labels belong to the targets.
    private Tensor exists() {
        return Tensors.iota(labels.size(1), DType.INT64)
                .le(Tensor.of(targetLengths).mul(2).unsqueeze(1));
    }

    /// Where a blank can be left out: before a label that differs from the one before the blank.
    private Tensor maySkip() {
        Tensor none = labels.zeros_like(DType.BOOL).narrow(1, 0, Math.min(2, labels.size(1)));
        if (labels.size(1) <= 2) {
            return none;
        }
        Tensor later = labels.narrow(1, 2, labels.size(1) - 2);
        Tensor earlier = labels.narrow(1, 0, labels.size(1) - 2);
        return Tensors.cat(List.of(none, later.ne(blank).logical_and(later.ne(earlier))), 1);
    }

    /// The log-probability of each label at a time.
    private Tensor emitted(long time) {
        return logProbabilities.select(0, time).gather(1, labels);
    }

    private Tensor never() {
        return logProbabilities.new_full(labels.shape(), Tensor.weakScalar(NEVER));
    }

    private Tensor shifted(Tensor sums, long places) {
        long kept = Math.max(0, labels.size(1) - places);
        Tensor before = never().narrow(1, 0, labels.size(1) - kept);
        return Tensors.cat(List.of(before, sums.narrow(1, 0, kept)), 1);
    }

    private static Tensor logSum(List<Tensor> logarithms) {
        return Tensors.stack(logarithms, 0).logsumexp(0);
    }
}
