package tdsl.interpreter.nodes.access;

import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.Cell;
import tdsl.interpreter.values.ModuleValue;
import tdsl.interpreter.values.functions.ClassDefinition;
import tdsl.interpreter.values.functions.ObjectValue;

/// `receiver.name`.
@NodeChild("receiver")
public abstract class AttributeNode extends ExpressionNode {
    static final int CACHE_SIZE = 4;

    @Child
    private MemberNameNode memberName;

    protected AttributeNode(MemberNameNode memberName) {
        this.memberName = memberName;
    }

    @Specialization(
            guards = {"object.definition() == definition", "index >= 0", "object.field(index) != null"},
            limit = "CACHE_SIZE")
    Object field(
            ObjectValue object,
            @Cached("object.definition()") ClassDefinition definition,
            @Cached("definition.fieldIndex(name())") int index) {
        return object.field(index);
    }

    @Specialization(
            guards = {"module == cachedModule", "cell != null", "cell.isSet()"},
            limit = "CACHE_SIZE")
    Object moduleMember(
            ModuleValue module, @Cached("module") ModuleValue cachedModule, @Cached("module.cell(name())") Cell cell) {
        return cell.get();
    }

    @Specialization(replaces = {"field", "moduleMember"})
    Object others(Object receiver) {
        return memberName.read(this, receiver);
    }

    final String name() {
        return memberName.name();
    }
}
