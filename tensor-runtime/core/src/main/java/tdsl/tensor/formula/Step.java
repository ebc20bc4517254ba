package tdsl.tensor.formula;

/// What a node of a formula does. All steps are exactly defined by IEEE 754 and the Java language, so that they give
/// the same bits on single elements and on lanes, interpreted and compiled.
public enum Step {
    LEFT,
    RIGHT,
    CONSTANT,

    ADD,
    SUB,
    MUL,
    DIV,
    FMA,
    MIN,
    MAX,
    ABS,
    NEG,
    SQRT,
    /// Of a method that has no counterpart for lanes.
    CALL,

    LT,
    LE,
    EQ,
    AND,
    OR,
    NOT,
    SELECT,

    TO_BITS,
    FROM_BITS,
    BIT_ADD,
    BIT_SUB,
    BIT_AND,
    BIT_OR,
    BIT_XOR,
    SHIFT_LEFT,
    SHIFT_RIGHT
}
