package tdsl.interpreter.builtins;

import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.Tensor;

/// A name that is both an op and a function of plain values: the first argument decides.
public final class SharedFunction extends CallableValue {
    private final OpFunction op;
    private final Builtin builtin;

    SharedFunction(OpFunction op, Builtin builtin) {
        this.op = op;
        this.builtin = builtin;
    }

    public Builtin builtin() {
        return builtin;
    }

    public OpFunction op() {
        return op;
    }

    @Override
    public String name() {
        return builtin.name();
    }

    @Override
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        boolean isOp = positional.length > 0
                ? positional[0] instanceof Tensor
                : names.length > 0 && op.op().signature().indexOf(names[0]) == 0;
        return (isOp ? op : builtin).call(site, positional, names, named);
    }

    @Override
    public String toString() {
        return builtin.toString();
    }
}
