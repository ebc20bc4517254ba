package tdsl.tensor.dispatch;

import java.util.List;
import tdsl.tensor.Tensor;

/// The gradients with respect to the elements of an argument that is a list of tensors.
@FunctionalInterface
public interface GradListRule {
    List<Tensor> apply(GradContext context);
}
