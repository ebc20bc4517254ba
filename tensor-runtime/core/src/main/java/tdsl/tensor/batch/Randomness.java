package tdsl.tensor.batch;

/// What drawing random numbers means while a function is mapped over examples.
public enum Randomness {
    /// It is an error: nothing says whether examples share them.
    ERROR,
    /// All examples see the same numbers.
    SAME,
    /// Each example sees numbers of its own.
    DIFFERENT
}
