package tdsl.interpreter.nodes.literal;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.runtime.Containers;
import tdsl.interpreter.values.collections.DictValue;

/// `{a: 1, (key): 2}`.
public final class DictNode extends ExpressionNode {
    @Children
    private final ExpressionNode[] keys;

    @Children
    private final ExpressionNode[] values;

    public DictNode(ExpressionNode[] keys, ExpressionNode[] values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    @ExplodeLoop
    public Object executeGeneric(VirtualFrame frame) {
        DictValue dict = new DictValue();
        for (int i = 0; i < keys.length; i++) {
            Object key = Containers.checkedKey(keys[i], keys[i].executeGeneric(frame));
            dict.put(key, values[i].executeGeneric(frame));
        }
        return dict;
    }
}
