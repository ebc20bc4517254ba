package tdsl.tensor.batch;

/// How an op is called for all examples at once.
@FunctionalInterface
interface BatchRule {
    /// @return what the op returns, with batched tensors
    Object apply(BatchedCall call);
}
