package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.values.ErrorType;
import tdsl.interpreter.values.ErrorValue;
import tdsl.interpreter.values.Kinds;

/// `try { … } catch … { … }`.
public final class TryNode extends ExpressionNode {
    @Child
    private ExpressionNode body;

    @Children
    private final Handler[] handlers;

    public TryNode(ExpressionNode body, Handler[] handlers) {
        this.body = body;
        this.handlers = handlers;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        try {
            return body.executeGeneric(frame);
        } catch (Throwable thrown) {
            ScriptException error = Failures.toScript(thrown, this);
            if (error == null || error.kind() == ErrorKind.INTERRUPTED) {
                throw thrown;
            }
            return handle(frame, error);
        }
    }

    @ExplodeLoop
    private Object handle(VirtualFrame frame, ScriptException error) {
        ErrorValue value = new ErrorValue(error);
        for (Handler handler : handlers) {
            if (handler.accepts(frame, value)) {
                return handler.execute(frame, value);
            }
        }
        throw error;
    }

    /// One `catch` with its kind, name and block.
    public static final class Handler extends Node {
        @Child
        private ExpressionNode kind;

        @Child
        private StoreNode name;

        @Child
        private ExpressionNode body;

        /// @param kind null to catch every error
        /// @param name null if the error needs no name
        public Handler(ExpressionNode kind, StoreNode name, ExpressionNode body) {
            this.kind = kind;
            this.name = name;
            this.body = body;
        }

        boolean accepts(VirtualFrame frame, ErrorValue error) {
            if (kind == null) {
                return true;
            }
            Object wanted = kind.executeGeneric(frame);
            if (!(wanted instanceof ErrorType)) {
                CompilerDirectives.transferToInterpreter();
                String message = "catch needs a kind of error such as ValueError, not " + Kinds.describe(wanted);
                throw new ScriptException(ErrorKind.TYPE, message, kind);
            }
            return Kinds.is(error, wanted);
        }

        Object execute(VirtualFrame frame, ErrorValue error) {
            if (name != null) {
                name.execute(frame, error);
            }
            return body.executeGeneric(frame);
        }
    }
}
