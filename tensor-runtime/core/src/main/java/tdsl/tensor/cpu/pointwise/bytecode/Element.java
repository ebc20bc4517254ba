package tdsl.tensor.cpu.pointwise.bytecode;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/// A type that formulas are computed in.
public enum Element {
    FLOAT("F", TypeKind.FLOAT, ConstantDescs.CD_float, "Float"),
    DOUBLE("D", TypeKind.DOUBLE, ConstantDescs.CD_double, "Double"),
    INT("I", TypeKind.INT, ConstantDescs.CD_int, "Int"),
    LONG("L", TypeKind.LONG, ConstantDescs.CD_long, "Long"),
    // Lanes of a vector only: single ones are computed as longs.
    SHORT(null, null, ConstantDescs.CD_short, "Short"),
    BYTE(null, null, ConstantDescs.CD_byte, "Byte"),
    UNSIGNED_BYTE(null, null, ConstantDescs.CD_byte, "Byte");

    /// The first letter of the instructions for it.
    final String letter;
    final TypeKind kind;
    final ClassDesc type;
    final ClassDesc vector;

    Element(String letter, TypeKind kind, ClassDesc type, String name) {
        this.letter = letter;
        this.kind = kind;
        this.type = type;
        vector = ClassDesc.of("jdk.incubator.vector." + name + "Vector");
    }

    boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    /// The integers of the same width.
    Element bits() {
        return switch (this) {
            case FLOAT -> INT;
            case DOUBLE -> LONG;
            default -> this;
        };
    }
}
