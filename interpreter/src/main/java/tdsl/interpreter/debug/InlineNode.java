package tdsl.interpreter.debug;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.frame.MaterializedFrame;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExecutableNode;
import com.oracle.truffle.api.nodes.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.nodes.module.ProgramRootNode;
import tdsl.interpreter.values.Cell;
import tdsl.interpreter.values.Scope;

/// Code that runs at some place of a running function and sees its variables, as the condition of a breakpoint does.
public final class InlineNode extends ExecutableNode {
    private final ProgramRootNode program;
    private final Node location;

    /// @param location the node at whose place the code runs
    public InlineNode(TruffleLanguage<?> language, ProgramRootNode program, Node location) {
        super(language);
        this.program = program;
        this.location = location;
    }

    @Override
    public Object execute(VirtualFrame frame) {
        return run(frame.materialize());
    }

    @TruffleBoundary
    private Object run(MaterializedFrame frame) {
        Scope scope = new Scope("inline code", TdslContext.get(this).topScope());
        Map<VisibleVariable, Cell> copies = new LinkedHashMap<>();
        for (VisibleVariable variable : LocalScope.at(location, frame).variables()) {
            Cell cell = variable.cell(frame);
            if (cell == null) {
                cell = new Cell(variable.value(frame));
                copies.put(variable, cell);
            }
            scope.share(variable.name(), cell);
        }
        try {
            return program.getCallTarget().call(location, scope);
        } finally {
            copies.forEach((variable, copy) -> writeBack(variable, frame, copy.get()));
        }
    }

    private static void writeBack(VisibleVariable variable, Frame frame, Object value) {
        if (!value.equals(variable.value(frame))) {
            variable.set(frame, value);
        }
    }
}
