package tdsl.tensor.dispatch;

import tdsl.tensor.Tensor;

/// The gradient with respect to one tensor argument, written with ops so that it can be differentiated again.
/// It may have any shape that the argument broadcasts to; the engine sums it down.
///
/// The result is one of the context's tensors, a view of one, or new memory that the rule leaves to its caller: it may
/// become the gradient of a leaf, which is changed in place.
@FunctionalInterface
public interface GradRule {
    Tensor apply(GradContext context);
}
