package tdsl.tensor.ops.neural;

import java.util.Arrays;
import java.util.stream.IntStream;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Statistics of the channels of a batch, for batch and instance normalisation.
///
/// @param op    the function, for messages
/// @param input `[batch, channels, ...]`, in the dtype to compute in
record BatchNorm(String op, Tensor input) {
    static BatchNorm of(String op, Tensor input) {
        if (input.rank() < 2) {
            throw new ShapeException("%s: takes [batch, channels, ...], not %s", op, input.describe());
        }
        return new BatchNorm(op, input.to(input.dtype().arithmetic()));
    }

    /// The channels normalised by the statistics of the batch, which move the running ones.
    ///
    /// @param runningMean null if there are no running statistics
    Tensor byBatch(Tensor runningMean, Tensor runningVar, Tensor weight, Tensor bias, double momentum, double eps) {
        if ((runningMean == null) != (runningVar == null)) {
            throw new ValueException("%s: running_mean and running_var come together or not at all", op);
        }
        double count = (double) input.elementCount() / Math.max(1, input.size(1));
        if (count == 1) {
            throw new ValueException(
                            "%s: %s has one element per channel, whose variance is not defined", op, input.describe())
                    .withHint("a batch must have several, or training be off");
        }
        Tensor mean = input.mean(allButChannels(), true);
        Tensor centred = input.sub(mean);
        Tensor variance = centred.square().mean(allButChannels(), true);
        if (runningMean != null) {
            update(runningMean, mean, momentum, 1);
            update(runningVar, variance, momentum, count / (count - 1));
        }
        return scaled(centred, variance, weight, bias, eps);
    }

    /// The channels normalised by given statistics.
    Tensor byStatistics(Tensor mean, Tensor variance, Tensor weight, Tensor bias, double eps) {
        if (mean == null || variance == null) {
            throw new ValueException("%s: running_mean and running_var are needed unless training", op);
        }
        return scaled(input.sub(perChannel(mean)), perChannel(variance), weight, bias, eps);
    }

    private Tensor scaled(Tensor centred, Tensor variance, Tensor weight, Tensor bias, double eps) {
        Tensor scale = variance.add(eps).rsqrt();
        Tensor result = centred.mul(weight == null ? scale : scale.mul(perChannel(weight)));
        return bias == null ? result : result.add(perChannel(bias));
    }

    private long[] allButChannels() {
        return IntStream.range(0, input.rank())
                .filter(axis -> axis != 1)
                .mapToLong(axis -> axis)
                .toArray();
    }

    /// One number for each channel, in a shape that broadcasts.
    Tensor perChannel(Tensor values) {
        if (values.rank() != 1 || values.size(0) != input.size(1)) {
            throw new ShapeException(
                    "%s: %s has %d channels, but a statistic or parameter is %s",
                    op, input.describe(), input.size(1), values.describe());
        }
        long[] shape = new long[input.rank()];
        Arrays.fill(shape, 1);
        shape[1] = values.size(0);
        return values.reshape(shape);
    }

    private static void update(Tensor running, Tensor statistic, double momentum, double factor) {
        boolean previous = GradMode.set(false);
        try {
            running.mul_(1 - momentum).add_(statistic.reshape(-1).mul(momentum * factor));
        } finally {
            GradMode.set(previous);
        }
    }
}
