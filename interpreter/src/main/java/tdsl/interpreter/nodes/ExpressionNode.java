package tdsl.interpreter.nodes;

import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.GenerateWrapper;
import com.oracle.truffle.api.instrumentation.GenerateWrapper.IncomingConverter;
import com.oracle.truffle.api.instrumentation.GenerateWrapper.OutgoingConverter;
import com.oracle.truffle.api.instrumentation.InstrumentableNode;
import com.oracle.truffle.api.instrumentation.ProbeNode;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.Tag;
import com.oracle.truffle.api.interop.NodeLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import tdsl.interpreter.debug.LocalScope;
import tdsl.interpreter.nodes.function.FunctionRootNode;
import tdsl.interpreter.values.Boundary;

/// What runs: an expression, or a statement, whose value is `none`.
@GenerateWrapper
@ExportLibrary(NodeLibrary.class)
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

    @ExportMessage
    boolean hasScope(@SuppressWarnings("unused") Frame frame) {
        return getRootNode() instanceof FunctionRootNode;
    }

    @ExportMessage
    Object getScope(Frame frame, @SuppressWarnings("unused") boolean nodeEnter) throws UnsupportedMessageException {
        if (!hasScope(frame)) {
            throw UnsupportedMessageException.create();
        }
        return LocalScope.at(this, frame == null ? null : frame.materialize());
    }

    @Override
    public boolean isInstrumentable() {
        return hasSource();
    }

    @Override
    public boolean hasTag(Class<? extends Tag> tag) {
        return tag == StandardTags.StatementTag.class ? isStatement : tag == StandardTags.ExpressionTag.class;
    }

    /// A value as instruments see it, which take nothing but what may pass between languages.
    @OutgoingConverter
    static Object toInstrument(Object value) {
        return value == null ? null : Boundary.toForeign(value);
    }

    /// A value that an instrument puts in the place of a result.
    @IncomingConverter
    static Object fromInstrument(Object value) {
        return value == null ? null : Boundary.toScript(value);
    }

    @Override
    public WrapperNode createWrapper(ProbeNode probe) {
        return new ExpressionNodeWrapper(this, probe);
    }
}
