package tdsl.tensor.dispatch;

import tdsl.tensor.Tensor;

/// The gradient with respect to one tensor argument, written with ops so that it can be differentiated again.
/// It may have any shape that the argument broadcasts to; the engine sums it down.
@FunctionalInterface
public interface GradRule {
    Tensor apply(GradContext context);
}
