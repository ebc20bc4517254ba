package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.builtins.members.Members;
import tdsl.interpreter.nodes.ScriptNode;

/// The name after the dot: where an error about it is shown.
public final class MemberNameNode extends ScriptNode {
    private final String name;

    public MemberNameNode(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /// The member of a value.
    ///
    /// @param site the whole expression, which tensors made by reading an attribute have as their origin
    public Object read(Node site, Object receiver) {
        return Members.read(site, this, receiver, name);
    }
}
