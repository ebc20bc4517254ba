package tdsl.interpreter.nodes.control;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.BlockNode.ElementExecutor;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.None;

/// Statements in order; the value is that of the last one.
public final class BlockNode extends ExpressionNode implements ElementExecutor<ExpressionNode> {
    // Truffle's own block compiles its statements in parts when there are many of them.
    @Child
    private com.oracle.truffle.api.nodes.BlockNode<ExpressionNode> statements;

    private BlockNode(ExpressionNode[] statements) {
        this.statements = com.oracle.truffle.api.nodes.BlockNode.create(statements, this);
    }

    public static ExpressionNode of(ExpressionNode... statements) {
        return switch (statements.length) {
            case 0 -> new EmptyNode();
            case 1 -> statements[0];
            default -> new BlockNode(statements);
        };
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return statements.executeGeneric(frame, 0);
    }

    @Override
    public void executeVoid(VirtualFrame frame) {
        statements.executeVoid(frame, 0);
    }

    @Override
    public void executeVoid(VirtualFrame frame, ExpressionNode node, int index, int argument) {
        node.executeVoid(frame);
    }

    @Override
    public Object executeGeneric(VirtualFrame frame, ExpressionNode node, int index, int argument) {
        return node.executeGeneric(frame);
    }

    /// `{ }`.
    private static final class EmptyNode extends ExpressionNode {
        @Override
        public Object executeGeneric(VirtualFrame frame) {
            return None.VALUE;
        }
    }
}
