package tdsl.tensor.processor;

import java.util.Optional;

/// The types that signatures can name, with what they are in Java.
enum ParameterKind {
    TENSOR("Tensor", "Tensor", "Tensor"),
    TENSORS("Tensor[]", "List<Tensor>", "List<Tensor>"),
    INT("int", "long", "Long"),
    INTS("int[]", "long[]", "long[]"),
    FLOAT("float", "double", "Double"),
    NUMBER("number", "Object", "Object"),
    BOOL("bool", "boolean", "Boolean"),
    STRING("string", "String", "String"),
    DTYPE("dtype", "DType", "DType"),
    DEVICE("device", "Device", "Device"),
    VALUE("value", "Object", "Object");

    private final String label;
    private final String java;
    private final String javaNullable;

    ParameterKind(String label, String java, String javaNullable) {
        this.label = label;
        this.java = java;
        this.javaNullable = javaNullable;
    }

    static Optional<ParameterKind> find(String label) {
        for (ParameterKind kind : values()) {
            if (kind.label.equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    String label() {
        return label;
    }

    String java(boolean nullable) {
        return nullable ? javaNullable : java;
    }
}
