package tdsl.tensor.processor;

import java.util.Optional;

/// The types that signatures can name, with what they are in Java and Python.
enum ParameterKind {
    TENSOR("Tensor", "Tensor", "Tensor", "Tensor"),
    TENSORS("Tensor[]", "List<Tensor>", "List<Tensor>", "Sequence[Tensor]"),
    INT("int", "long", "Long", "int"),
    INTS("int[]", "long[]", "long[]", "int | Sequence[int]"),
    FLOAT("float", "double", "Double", "float"),
    NUMBER("number", "Object", "Object", "float"),
    BOOL("bool", "boolean", "Boolean", "bool"),
    STRING("string", "String", "String", "str"),
    DTYPE("dtype", "DType", "DType", "dtype"),
    DEVICE("device", "Device", "Device", "str"),
    VALUE("value", "Object", "Object", "object");

    private final String label;
    private final String java;
    private final String javaNullable;
    private final String python;

    ParameterKind(String label, String java, String javaNullable, String python) {
        this.label = label;
        this.java = java;
        this.javaNullable = javaNullable;
        this.python = python;
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

    String python(boolean nullable) {
        return nullable ? python + " | None" : python;
    }
}
