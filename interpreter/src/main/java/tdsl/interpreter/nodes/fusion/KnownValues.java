package tdsl.interpreter.nodes.fusion;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;

/// Where a fused expression keeps the values of its leaves while its calls run after them.
///
/// As long as only the calls run, no leaf has a value before, and compiled code need not look.
public final class KnownValues {
    private final int slot;

    @CompilationFinal
    private boolean areNever;

    /// How many executions, of outer rounds of a recursion or of other threads, run the calls with values.
    private int users;

    /// @param slot of the frame
    public KnownValues(int slot) {
        this.slot = slot;
    }

    /// The value that a leaf had; null if there is none.
    Object of(VirtualFrame frame, int leaf) {
        if (areNever) {
            return null;
        }
        Object[] values = (Object[]) frame.getObject(slot);
        return values == null ? null : values[leaf];
    }

    void set(VirtualFrame frame, Object[] values) {
        frame.setObject(slot, values);
    }

    void clear(VirtualFrame frame) {
        frame.setObject(slot, null);
    }

    /// Says that from now on the calls run by themselves.
    void expectNone() {
        if (!areNever) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            synchronized (this) {
                areNever = users == 0;
            }
        }
    }

    /// Says that values may be there again.
    synchronized void expectSome() {
        areNever = false;
    }

    synchronized void beginUse() {
        areNever = false;
        users++;
    }

    synchronized void endUse() {
        users--;
    }
}
