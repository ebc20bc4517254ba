package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.nodes.ControlFlowException;

/// How `break`, `continue` and `return` leave what is around them.
public final class Jump {
    private Jump() {}

    /// `break`: ends the innermost loop.
    public static final class Break extends ControlFlowException {
        private static final long serialVersionUID = 1L;
        static final Break INSTANCE = new Break();
    }

    /// `continue`: ends this round of the innermost loop.
    public static final class Continue extends ControlFlowException {
        private static final long serialVersionUID = 1L;
        static final Continue INSTANCE = new Continue();
    }

    /// `return`: ends the function.
    public static final class Return extends ControlFlowException {
        private static final long serialVersionUID = 1L;

        private final transient Object value;

        Return(Object value) {
            this.value = value;
        }

        public Object value() {
            return value;
        }
    }
}
