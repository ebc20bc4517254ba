package tdsl.interpreter.nodes.call;

import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.runtime.Iteration;

/// The arguments of a call: positional ones, of which some may be spread (`*list`), then named ones.
public final class ArgumentsNode extends Node {
    @Children
    private final ExpressionNode[] values;

    @CompilationFinal(dimensions = 1)
    private final boolean[] isSpread;

    @CompilationFinal(dimensions = 1)
    private final String[] names;

    private final boolean hasSpread;

    /// @param values the positional arguments, then one per name
    /// @param isSpread per positional argument, whether its elements are the arguments
    public ArgumentsNode(ExpressionNode[] values, boolean[] isSpread, String[] names) {
        this.values = values;
        this.isSpread = isSpread;
        this.names = names;
        boolean spread = false;
        for (boolean flag : isSpread) {
            spread |= flag;
        }
        this.hasSpread = spread;
    }

    public String[] names() {
        return names;
    }

    /// Whether the number of arguments shows only at run time.
    public boolean hasSpread() {
        return hasSpread;
    }

    /// How many positional arguments there are, where none is spread.
    public int positionalCount() {
        return isSpread.length;
    }

    /// The nodes of the positional arguments, for labels; none where the arguments are spread.
    ExpressionNode[] positionalNodes() {
        return hasSpread ? new ExpressionNode[0] : Arrays.copyOf(values, isSpread.length);
    }

    /// The positional values, with spread ones taken apart, then the named ones.
    public Object[] execute(VirtualFrame frame) {
        Object[] evaluated = evaluate(frame);
        return hasSpread ? spread(evaluated) : evaluated;
    }

    @ExplodeLoop
    private Object[] evaluate(VirtualFrame frame) {
        Object[] evaluated = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            evaluated[i] = values[i].executeGeneric(frame);
        }
        return evaluated;
    }

    @TruffleBoundary
    private Object[] spread(Object[] evaluated) {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < evaluated.length; i++) {
            if (i < isSpread.length && isSpread[i]) {
                all.addAll(Iteration.toList(values[i], evaluated[i]));
            } else {
                all.add(evaluated[i]);
            }
        }
        return all.toArray();
    }
}
