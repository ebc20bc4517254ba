package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RepeatingNode;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.logic.TruthNode;
import tdsl.interpreter.values.None;

/// `while c { … }`.
public final class WhileNode extends ExpressionNode {
    @Child
    private LoopNode loop;

    public WhileNode(TruthNode condition, ExpressionNode body) {
        loop = Truffle.getRuntime().createLoopNode(new Round(condition, body));
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        loop.execute(frame);
        return None.VALUE;
    }

    private static final class Round extends Node implements RepeatingNode {
        @Child
        private TruthNode condition;

        @Child
        private ExpressionNode body;

        Round(TruthNode condition, ExpressionNode body) {
            this.condition = condition;
            this.body = body;
        }

        @Override
        public boolean executeRepeating(VirtualFrame frame) {
            if (!condition.executeBoolean(frame)) {
                return false;
            }
            try {
                body.executeVoid(frame);
                return true;
            } catch (Jump.Continue _) {
                return true;
            } catch (Jump.Break _) {
                return false;
            }
        }
    }
}
