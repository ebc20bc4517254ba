package tdsl.interpreter.nodes.function;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import java.util.List;
import tdsl.interpreter.debug.VisibleVariable;
import tdsl.interpreter.diagnostics.Failures;
import tdsl.interpreter.nodes.ExpressionNode;

/// The code of a function, or of a program's top level.
public final class FunctionRootNode extends RootNode {
    @Child
    private ExpressionNode body;

    private final String name;
    private final SourceSection sourceSection;
    private final List<VisibleVariable> variables;

    /// @param variables all that the code can name, for debuggers
    public FunctionRootNode(
            TruffleLanguage<?> language,
            FrameDescriptor descriptor,
            String name,
            SourceSection sourceSection,
            ExpressionNode body,
            List<VisibleVariable> variables) {
        super(language, descriptor);
        this.variables = variables;
        this.name = name;
        this.sourceSection = sourceSection;
        this.body = body;
    }

    @Override
    public Object execute(VirtualFrame frame) {
        try {
            return body.executeGeneric(frame);
        } catch (StackOverflowError _) {
            CompilerDirectives.transferToInterpreter();
            // Making the error may overflow again; then a function further out, with more room, makes it.
            throw Failures.recursionTooDeep(body);
        }
    }

    public List<VisibleVariable> variables() {
        return variables;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public SourceSection getSourceSection() {
        return sourceSection;
    }

    @Override
    public String toString() {
        return name;
    }
}
