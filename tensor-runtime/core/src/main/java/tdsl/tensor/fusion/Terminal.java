package tdsl.tensor.fusion;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.fusion.PointwiseProgram.Reduction;

/// What an expression does with all its elements in the end.
enum Terminal {
    NONE(Reduction.NONE),
    SUM(Reduction.SUM),
    MEAN(Reduction.SUM),
    AMAX(Reduction.AMAX),
    AMIN(Reduction.AMIN);

    private final Reduction reduction;

    Terminal(Reduction reduction) {
        this.reduction = reduction;
    }

    static Terminal find(Op op) {
        return switch (op.name()) {
            case "sum" -> SUM;
            case "mean" -> MEAN;
            case "amax", "max" -> AMAX;
            case "amin", "min" -> AMIN;
            default -> NONE;
        };
    }

    Reduction reduction() {
        return reduction;
    }

    /// The dtype of the outcome.
    DType outcome(DType elements) {
        return this == MEAN && !elements.isFloating() ? DType.FLOAT32 : reduction.of(elements);
    }

    /// The elements as they enter the reduction. The sum may be beyond the largest f16, the mean is not.
    Tensor prepared(Tensor elements) {
        return this == MEAN ? elements.to(outcome(elements.dtype()).arithmetic()) : elements;
    }

    /// Whether the gradient is the same for all elements.
    boolean isLinear() {
        return reduction == Reduction.NONE || reduction == Reduction.SUM;
    }

    boolean needsElements() {
        return this == AMAX || this == AMIN;
    }

    /// What a reduced value still needs.
    Tensor finished(Tensor reduced, long count, DType outcome) {
        return this == MEAN ? reduced.div((double) count).to(outcome) : reduced;
    }

    /// The gradient with respect to the elements as they enter the reduction, from that of the outcome.
    Tensor spread(Tensor gradient, long count, long[] shape, DType elements) {
        return switch (this) {
            case NONE -> gradient;
            case MEAN -> gradient.to(elements).div((double) count).expand(shape);
            case SUM, AMAX, AMIN -> gradient.expand(shape);
        };
    }
}
