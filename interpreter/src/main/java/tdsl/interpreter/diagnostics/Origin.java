package tdsl.interpreter.diagnostics;

import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.SourceSection;
import tdsl.tensor.Tensor;

/// What the interpreter remembers about a tensor: the node that made it, and whether it is part of a model's state.
///
/// It is kept as the tensor's {@link Tensor#origin}: an ordinary tensor has the node itself there, which costs nothing.
public final class Origin {
    /// The part that a tensor plays in the object that holds it.
    public enum Role {
        PARAMETER,
        BUFFER
    }

    private record Marked(Node node, Role role) {}

    private Origin() {}

    /// Makes a tensor a parameter or buffer.
    public static void mark(Tensor tensor, Role role, Node site) {
        tensor.setOrigin(new Marked(site, role));
    }

    public static boolean isParameter(Object value) {
        return hasRole(value, Role.PARAMETER);
    }

    public static boolean isBuffer(Object value) {
        return hasRole(value, Role.BUFFER);
    }

    private static boolean hasRole(Object value, Role role) {
        return value instanceof Tensor tensor && tensor.origin() instanceof Marked marked && marked.role == role;
    }

    /// Where in a script a tensor was made; null if that is not known.
    public static SourceSection sectionOf(Tensor tensor) {
        return Locations.sectionOf(nodeOf(tensor.origin()));
    }

    /// A tensor in the words of a label: `w: f32[32, 10], made at model.tdsl:3:9`.
    ///
    /// @param name what it is called where the label stands; empty to leave that out
    /// @param labelled that place, which is not repeated
    public static String describe(String name, Tensor tensor, SourceSection labelled) {
        SourceSection origin = sectionOf(tensor);
        String made = origin == null || origin.equals(labelled) ? "" : ", made at " + Locations.of(origin);
        return (name.isEmpty() ? "" : name + ": ") + tensor.describe() + made;
    }

    /// The node in what the tensor library hands back as an origin; null if there is none.
    public static Node nodeOf(Object origin) {
        return switch (origin) {
            case Marked marked -> marked.node;
            case Node node -> node;
            case null, default -> null;
        };
    }
}
