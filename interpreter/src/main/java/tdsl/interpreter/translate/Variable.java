package tdsl.interpreter.translate;

/// A variable that a program declares.
final class Variable {
    static final int NO_SLOT = -1;

    private final String name;
    private final FunctionScope owner;
    private final int slot;
    private boolean captured;

    /// @param owner the function whose frame holds it; null for a variable of the top level, which lives in a scope
    /// @param slot its place in the frame
    Variable(String name, FunctionScope owner, int slot) {
        this.name = name;
        this.owner = owner;
        this.slot = slot;
    }

    String name() {
        return name;
    }

    FunctionScope owner() {
        return owner;
    }

    int slot() {
        return slot;
    }

    /// Whether a function within its own one uses it, so that it must live in a cell.
    boolean isCaptured() {
        return captured;
    }

    void markCaptured() {
        captured = true;
    }
}
