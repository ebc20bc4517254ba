package tdsl.interpreter.diagnostics;

import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;

/// Where something stands in a source, in words.
public final class Locations {
    private Locations() {}

    /// `model.tdsl:12:13`.
    public static String of(SourceSection section) {
        return section.getSource().getName() + ":" + section.getStartLine() + ":" + section.getStartColumn();
    }

    /// The section of a node or of the nearest node around it; null if there is none.
    public static SourceSection sectionOf(Node node) {
        SourceSection section = node == null ? null : node.getEncapsulatingSourceSection();
        return section != null && section.isAvailable() ? section : null;
    }
}
