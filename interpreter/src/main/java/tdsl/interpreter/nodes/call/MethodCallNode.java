package tdsl.interpreter.nodes.call;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Idempotent;
import com.oracle.truffle.api.dsl.NodeChild;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.StandardTags;
import com.oracle.truffle.api.instrumentation.Tag;
import com.oracle.truffle.api.nodes.DirectCallNode;
import java.util.Arrays;
import tdsl.interpreter.builtins.Builtin;
import tdsl.interpreter.builtins.members.Members;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.access.MemberNameNode;
import tdsl.interpreter.values.functions.ArgumentPlan;
import tdsl.interpreter.values.functions.ClassDefinition;
import tdsl.interpreter.values.functions.FunctionCode;
import tdsl.interpreter.values.functions.ObjectValue;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;

/// `receiver.name(arguments)`: calls a method without making a value of it.
@NodeChild("receiver")
public abstract class MethodCallNode extends ExpressionNode {
    static final int CACHE_SIZE = 4;

    @Child
    private MemberNameNode memberName;

    /// The op that a tensor's method of this name is; null if it is something else.
    private final Op op;

    @Child
    private ArgumentsNode arguments;

    @Child
    private DispatchNode dispatch;

    protected MethodCallNode(MemberNameNode memberName, ArgumentsNode arguments) {
        this.memberName = memberName;
        this.op = Members.tensorOp(memberName.name());
        this.arguments = arguments;
        int positionalCount = arguments.hasSpread() ? -1 : arguments.positionalCount();
        this.dispatch = DispatchNodeGen.create(positionalCount, arguments.names());
    }

    protected abstract ExpressionNode getReceiver();

    @Specialization(
            guards = {"isFixed()", "object.definition() == definition", "index >= 0"},
            limit = "CACHE_SIZE")
    Object objectMethod(
            VirtualFrame frame,
            ObjectValue object,
            @Cached("object.definition()") ClassDefinition definition,
            @Cached("definition.methodIndex(name())") int index,
            @Cached("plan(object.type().method(index).code())") ArgumentPlan plan,
            @Cached("create(object.type().method(index).callTarget())") DirectCallNode call) {
        return DispatchNode.callMethod(object, object.type().method(index), arguments.execute(frame), plan, call);
    }

    @Specialization(guards = "isOp()")
    Object tensorOp(VirtualFrame frame, Tensor tensor) {
        return callOp(tensor, arguments.execute(frame));
    }

    @Specialization(
            guards = {"isFixed()", "receiver.getClass() == type", "method != null"},
            limit = "CACHE_SIZE")
    Object builtinMethod(
            VirtualFrame frame,
            Object receiver,
            @SuppressWarnings("unused") @Cached("receiver.getClass()") Class<?> type,
            @Cached("builtinMethod(receiver)") Builtin method,
            @Cached("plan(method)") ArgumentPlan plan) {
        return method.run(this, plan.arrange(withReceiver(receiver, arguments.execute(frame)), 0));
    }

    @Specialization(replaces = {"objectMethod", "builtinMethod"})
    Object others(VirtualFrame frame, Object receiver) {
        Object member = memberName.read(this, receiver);
        return dispatch.execute(member, arguments.execute(frame));
    }

    @TruffleBoundary
    private Object callOp(Tensor tensor, Object[] supplied) {
        String[] names = arguments.names();
        int count = supplied.length - names.length;
        Object[] named = Arrays.copyOfRange(supplied, count, supplied.length);
        ExpressionNode[] argumentNodes = arguments.positionalNodes();
        ExpressionNode[] operands = new ExpressionNode[argumentNodes.length + 1];
        operands[0] = getReceiver();
        System.arraycopy(argumentNodes, 0, operands, 1, argumentNodes.length);
        Object[] positional = withReceiver(tensor, Arrays.copyOf(supplied, count));
        return LabelledOpCalls.call(this, op, operands, positional, OpCalls.named(names, named));
    }

    private static Object[] withReceiver(Object receiver, Object[] supplied) {
        Object[] all = new Object[supplied.length + 1];
        all[0] = receiver;
        System.arraycopy(supplied, 0, all, 1, supplied.length);
        return all;
    }

    final Builtin builtinMethod(Object receiver) {
        return Members.builtinMethod(receiver, name());
    }

    final ArgumentPlan plan(Builtin method) {
        return method == null
                ? null
                : method.parameters().plan(this, arguments.positionalCount() + 1, arguments.names());
    }

    final String name() {
        return memberName.name();
    }

    @Idempotent
    final boolean isFixed() {
        return !arguments.hasSpread();
    }

    @Idempotent
    final boolean isOp() {
        return op != null;
    }

    final ArgumentPlan plan(FunctionCode code) {
        return code.parameters().plan(this, arguments.positionalCount(), arguments.names());
    }

    @Override
    public boolean hasTag(Class<? extends Tag> tag) {
        return tag == StandardTags.CallTag.class || super.hasTag(tag);
    }
}
