package tdsl.tensor.batch;

import tdsl.tensor.Tensor;

/// What a batched tensor stands for: one tensor per example, which a function that is mapped over examples
/// sees as one.
///
/// @param level  which mapping the examples belong to: mappings within others have higher levels
/// @param values all examples, `[examples, …]`; perhaps batched by a lower level
public record Batch(int level, Tensor values) {
    /// How many examples there are.
    public long size() {
        return values.size(0);
    }
}
