package tdsl.interpreter.translate.names;

/// A variable that a program declares.
public final class Variable {
    static final int NO_SLOT = -1;

    private final String name;
    private final FunctionScope owner;
    private final int slot;
    private int end = Integer.MAX_VALUE;
    private boolean captured;
    private boolean used;
    private boolean assigned;

    /// @param owner the function whose frame holds it; null for a variable of the top level, which lives in a scope
    /// @param slot its place in the frame
    Variable(String name, FunctionScope owner, int slot) {
        this.name = name;
        this.owner = owner;
        this.slot = slot;
    }

    public String name() {
        return name;
    }

    public FunctionScope owner() {
        return owner;
    }

    public int slot() {
        return slot;
    }

    /// The position in the source where the block ends that declares it.
    public int end() {
        return end;
    }

    void setEnd(int position) {
        end = position;
    }

    /// Whether a function within its own one uses it, so that it must live in a cell.
    public boolean isCaptured() {
        return captured;
    }

    /// Whether the program says its name anywhere but where it is declared.
    public boolean isUsed() {
        return used;
    }

    /// Whether the program gives it another value after its declaration.
    public boolean isAssigned() {
        return assigned;
    }

    void markAssigned() {
        assigned = true;
    }

    void markUsed() {
        used = true;
    }

    public void markCaptured() {
        captured = true;
    }
}
