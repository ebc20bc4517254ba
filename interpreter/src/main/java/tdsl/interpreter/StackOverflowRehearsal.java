package tdsl.interpreter;

import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.DirectCallNode;
import java.util.List;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.function.FunctionRootNode;

/// Goes once through what happens when a script's recursion fills the stack.
///
/// The JVM never retries a class whose initialisation failed, and one that is first needed while the stack is full
/// fails. So every class on the way of that error must be initialised before.
final class StackOverflowRehearsal {
    private static final String NAME = "rehearsal";

    private StackOverflowRehearsal() {}

    static void perform(TdslLanguage language) {
        RootCallTarget overflowing = function(language, new Overflow());
        try {
            function(language, new Call(overflowing)).call();
        } catch (ScriptException error) {
            error.trace();
        }
    }

    private static RootCallTarget function(TdslLanguage language, ExpressionNode body) {
        return new FunctionRootNode(language, FrameDescriptor.newBuilder().build(), NAME, null, body, List.of())
                .getCallTarget();
    }

    private static final class Overflow extends ExpressionNode {
        @Override
        public Object executeGeneric(VirtualFrame frame) {
            throw new StackOverflowError();
        }
    }

    private static final class Call extends ExpressionNode {
        @Child
        private DirectCallNode call;

        Call(RootCallTarget callee) {
            call = DirectCallNode.create(callee);
        }

        @Override
        public Object executeGeneric(VirtualFrame frame) {
            return call.call();
        }
    }
}
