package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RepeatingNode;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.runtime.Cursor;
import tdsl.interpreter.runtime.Iteration;
import tdsl.interpreter.values.None;

/// `for target in iterable { … }`.
public final class ForNode extends ExpressionNode {
    @Child
    private ExpressionNode iterable;

    @Child
    private LoopNode loop;

    private final int cursorSlot;

    /// @param cursorSlot where the frame keeps the state of the loop, so that the loop can be compiled while it runs
    public ForNode(ExpressionNode iterable, StoreNode target, ExpressionNode body, int cursorSlot) {
        this.iterable = iterable;
        this.cursorSlot = cursorSlot;
        this.loop = Truffle.getRuntime().createLoopNode(new Round(target, body, cursorSlot));
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        Object source = iterable.executeGeneric(frame);
        frame.setObject(cursorSlot, Iteration.over(iterable, source));
        loop.execute(frame);
        frame.setObject(cursorSlot, null);
        return None.VALUE;
    }

    private static final class Round extends Node implements RepeatingNode {
        @Child
        private StoreNode target;

        @Child
        private ExpressionNode body;

        private final int cursorSlot;

        Round(StoreNode target, ExpressionNode body, int cursorSlot) {
            this.target = target;
            this.body = body;
            this.cursorSlot = cursorSlot;
        }

        @Override
        public boolean executeRepeating(VirtualFrame frame) {
            Cursor cursor = (Cursor) frame.getObject(cursorSlot);
            if (!cursor.advance()) {
                return false;
            }
            if (cursor instanceof Cursor.OfRange range) {
                target.executeLong(frame, range.current());
            } else {
                target.execute(frame, cursor.value());
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
