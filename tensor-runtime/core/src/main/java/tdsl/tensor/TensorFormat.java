package tdsl.tensor;

/// Prints tensors as PyTorch does.
final class TensorFormat {
    private TensorFormat() {}

    static String format(Tensor tensor) {
        return "tensor(" + tensor.toList() + ")";
    }
}
