package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.ops.OpIndex;

/// An operation of the tensor library as a function of the language.
public final class OpFunction extends CallableValue {
    private static final Map<String, OpFunction> FUNCTIONS = new ConcurrentHashMap<>();

    private final Op op;

    /// An operation that is not of the op table; those are found by name.
    public OpFunction(Op op) {
        this.op = op;
    }

    /// The op with this name; null if there is none.
    @TruffleBoundary
    public static OpFunction find(String name) {
        Op op = OpIndex.shownNames().contains(name) ? OpIndex.find(name) : null;
        return op == null ? null : FUNCTIONS.computeIfAbsent(name, _ -> new OpFunction(op));
    }

    public static Set<String> names() {
        return OpIndex.shownNames();
    }

    public Op op() {
        return op;
    }

    @Override
    public String name() {
        return op.name();
    }

    @Override
    @TruffleBoundary
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        return OpCalls.call(site, op, Arrays.asList(positional), OpCalls.named(names, named));
    }

    @Override
    public String toString() {
        return "<op " + op.signature() + ">";
    }
}
