package tdsl.tensor.dispatch;

/// What an op's parameter takes. The label is how signatures write it.
public enum ParameterType {
    TENSOR("Tensor"),
    TENSORS("Tensor[]"),
    INT("int"),
    INTS("int[]"),
    FLOAT("float"),
    NUMBER("number"),
    BOOL("bool"),
    STRING("string"),
    DTYPE("dtype"),
    DEVICE("device"),
    VALUE("value");

    private final String label;

    ParameterType(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
