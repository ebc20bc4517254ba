package tdsl.interpreter.nodes;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.TypeSystemReference;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import java.util.Locale;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;

/// A node that knows which stretch of its source it comes from.
@TypeSystemReference(Types.class)
public abstract class ScriptNode extends Node {
    private static final int NO_SOURCE = -1;

    private int start = NO_SOURCE;
    private int length;

    protected ScriptNode() {}

    /// Says which stretch of its source this node comes from; called once, before the node runs.
    public final void setSource(int sourceStart, int sourceLength) {
        start = sourceStart;
        length = sourceLength;
    }

    public final boolean hasSource() {
        return start != NO_SOURCE;
    }

    @Override
    @TruffleBoundary
    public SourceSection getSourceSection() {
        RootNode root = hasSource() ? getRootNode() : null;
        SourceSection rootSection = root == null ? null : root.getSourceSection();
        return rootSection == null ? null : rootSection.getSource().createSection(start, length);
    }

    /// An error at this place, to be thrown.
    ///
    /// @param format a {@link String#format} pattern
    @TruffleBoundary
    protected final ScriptException error(ErrorKind kind, String format, Object... arguments) {
        return new ScriptException(kind, String.format(Locale.ROOT, format, arguments), this);
    }
}
