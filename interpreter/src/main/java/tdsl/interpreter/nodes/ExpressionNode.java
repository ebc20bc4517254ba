package tdsl.interpreter.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.GenerateWrapper;
import com.oracle.truffle.api.instrumentation.InstrumentableNode;
import com.oracle.truffle.api.instrumentation.ProbeNode;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.Tag;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.UnexpectedResultException;

/// What runs: an expression, or a statement, whose value is `none`.
@GenerateWrapper
public abstract class ExpressionNode extends ScriptNode implements InstrumentableNode {
    private boolean isStatement;

    protected ExpressionNode() {}

    public abstract Object executeGeneric(VirtualFrame frame);

    public long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        return TypesGen.expectLong(executeGeneric(frame));
    }

    public double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        return TypesGen.expectDouble(executeGeneric(frame));
    }

    public boolean executeBoolean(VirtualFrame frame) throws UnexpectedResultException {
        return TypesGen.expectBoolean(executeGeneric(frame));
    }

    /// Runs this for its effect alone.
    public void executeVoid(VirtualFrame frame) {
        executeGeneric(frame);
    }

    /// Makes this a place where a debugger can stop.
    public final void markAsStatement() {
        isStatement = true;
    }

    /// The node that the translator made here, should an instrument have put a wrapper around it.
    public final ExpressionNode unwrapped() {
        Node node = this instanceof WrapperNode wrapper ? wrapper.getDelegateNode() : this;
        return (ExpressionNode) node;
    }

    @Override
    public boolean isInstrumentable() {
        return hasSource();
    }

    @Override
    public boolean hasTag(Class<? extends Tag> tag) {
        return tag == StandardTags.StatementTag.class ? isStatement : tag == StandardTags.ExpressionTag.class;
    }

    @Override
    public WrapperNode createWrapper(ProbeNode probe) {
        return new ExpressionNodeWrapper(this, probe);
    }
}
