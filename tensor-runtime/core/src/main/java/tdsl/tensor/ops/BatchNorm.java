package tdsl.tensor.ops;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// Batch normalisation (Ioffe and Szegedy 2015), as a formula of ops.
final class BatchNorm {
    private BatchNorm() {}

    static Tensor apply(Args args) {
        DType dtype = args.tensor(0).dtype();
        if (args.tensor(0).rank() < 2) {
            throw new ShapeException(
                    "batch_norm: takes [n, channels, ...], not %s",
                    args.tensor(0).describe());
        }
        Tensor input = args.tensor(0).to(dtype.arithmetic());
        boolean training = args.flag(5);
        Tensor runningMean = args.tensor(1);
        Tensor runningVar = args.tensor(2);
        if (!training && (runningMean == null || runningVar == null)) {
            throw new ValueException("batch_norm: running_mean and running_var are needed unless training");
        }
        long[] axes = allButChannels(input);
        Tensor mean = training ? input.mean(axes, true) : perChannel(input, runningMean);
        Tensor centred = input.sub(mean);
        Tensor variance = training ? centred.square().mean(axes, true) : perChannel(input, runningVar);
        if (training && runningMean != null) {
            updateRunning(input, args.real(6), mean, variance, runningMean, runningVar);
        }
        Tensor scale = variance.add(args.real(7)).rsqrt();
        Tensor result = centred.mul(args.isNull(3) ? scale : scale.mul(perChannel(input, args.tensor(3))));
        result = args.isNull(4) ? result : result.add(perChannel(input, args.tensor(4)));
        return input.dtype() == dtype ? result : result.to(dtype);
    }

    private static long[] allButChannels(Tensor input) {
        long[] axes = new long[input.rank() - 1];
        for (int i = 1; i < axes.length; i++) {
            axes[i] = i + 1;
        }
        return axes;
    }

    private static Tensor perChannel(Tensor input, Tensor values) {
        if (values.rank() != 1 || values.size(0) != input.size(1)) {
            throw new ShapeException(
                    "batch_norm: %s has %d channels, but a statistic or parameter is %s",
                    input.describe(), input.size(1), values.describe());
        }
        long[] shape = new long[input.rank()];
        Arrays.fill(shape, 1);
        shape[1] = values.size(0);
        return values.reshape(shape);
    }

    private static void updateRunning(
            Tensor input, double momentum, Tensor mean, Tensor variance, Tensor runningMean, Tensor runningVar) {
        double count = (double) input.elementCount() / Math.max(1, input.size(1));
        double unbiased = count > 1 ? count / (count - 1) : Double.NaN;
        boolean previous = GradMode.set(false);
        try {
            runningMean.mul_(1 - momentum).add_(mean.reshape(-1).mul(momentum));
            runningVar.mul_(1 - momentum).add_(variance.reshape(-1).mul(momentum * unbiased));
        } finally {
            GradMode.set(previous);
        }
    }
}
