package tdsl.tensor.ops.neural.loss;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.TensorOp;

/// Losses of sequences.
public final class SequenceLossOps {
    private SequenceLossOps() {}

    /// Connectionist temporal classification (Graves et al. 2006): the negative log likelihood of label sequences,
    /// over all ways to place them, with blanks and repetitions, in sequences of log-probabilities
    /// `[time, n, classes]` or `[time, classes]`. `targets` are labels `[n, longest]`, or all one after the other
    /// in a vector; the lengths are numbers for each of the n, in tensors or lists. A mean is one of the losses
    /// divided by the length of their targets. Where no placement exists the loss is infinite, or with
    /// `zero_infinity` 0.
    @TensorOp(
            "ctc_loss(log_probs: Tensor, targets: Tensor, input_lengths: value, target_lengths: value, blank: int = 0, reduction: string = \"mean\", zero_infinity: bool = false) -> Tensor")
    public static Op ctc_loss() {
        return op().composite(Widening.of(a -> TemporalClassification.of(a).loss(a.text(5), a.flag(6))))
                .samples(() -> Samples.of(
                                uniform(-2, 0, 4, 2, 3),
                                Tensor.of(new long[][] {{1, 2}, {2, 2}}),
                                List.of(4L, 4L),
                                List.of(2L, 2L))
                        .and(
                                uniform(-2, 0, 3, 2, 3),
                                Tensor.of(new long[] {0, 0, 1}),
                                List.of(3L, 2L),
                                List.of(1L, 2L),
                                2L,
                                "sum"));
    }
}
