package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.frame.VirtualFrame;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.functions.ScriptOp;

/// Makes an operator that a script defines.
public final class OpNode extends ExpressionNode {
    private final String[] savedNames;
    private final String[] rereadArguments;

    @Child
    private ClosureNode arguments;

    @Child
    private ClosureNode forward;

    @Child
    private ClosureNode backward;

    /// @param rereadArguments names of the arguments that `backward` reads, in their places; null in the others
    /// @param arguments gives the tuple of all arguments, defaults included
    /// @param backward null if the operator has no gradient
    public OpNode(
            String[] savedNames,
            String[] rereadArguments,
            ClosureNode arguments,
            ClosureNode forward,
            ClosureNode backward) {
        this.savedNames = savedNames;
        this.rereadArguments = rereadArguments;
        this.arguments = arguments;
        this.forward = forward;
        this.backward = backward;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        return new ScriptOp(
                savedNames,
                rereadArguments,
                arguments.executeGeneric(frame),
                forward.executeGeneric(frame),
                backward == null ? null : backward.executeGeneric(frame));
    }
}
