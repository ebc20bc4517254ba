package tdsl.tensor.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.CallModes;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.TensorException;

/// A tree of pointwise calls, and perhaps a reduction of all its elements, that is evaluated without storing what
/// comes in between. For each combination of kinds of leaf a plan is made when it first occurs.
public final class FusedExpression {
    /// `-Dtdsl.fusion=false` has all calls made one by one.
    private static final boolean ENABLED = !"false".equals(System.getProperty("tdsl.fusion"));

    private final List<Call> calls;
    private final Terminal terminal;
    private volatile FusedPlan[] plans = {};

    /// One call of the tree.
    ///
    /// @param arguments in the order of the op's signature: a {@link Leaf}, a {@link Result}, or a plain value
    /// @param origin    where it stands in the program, for messages
    public record Call(Op op, Object[] arguments, Object origin) {}

    /// As an argument: the value of the leaf with this number.
    public record Leaf(int number) {}

    /// As an argument: the result of the call with this number.
    public record Result(int call) {}

    /// How a call takes a leaf.
    ///
    /// @param role   what the leaf is to it, such as `its argument 'other'`
    /// @param origin where the call stands in the program
    public record Use(String op, String role, Object origin) {}

    /// @param calls each after those whose results it takes; the last gives the value
    public FusedExpression(List<Call> calls) {
        this.calls = List.copyOf(calls);
        terminal = Terminal.find(calls.getLast().op());
    }

    /// The value for these leaves.
    ///
    /// @param leaves tensors, and Long, Double or Boolean for plain numbers
    /// @return null where only single calls give the value, or the error that there is
    public Tensor evaluate(Object[] leaves) {
        boolean recording = GradMode.isEnabled();
        if (!ENABLED || GradMode.detectsAnomalies()) {
            return null;
        }
        try {
            FusedPlan plan = plan(leaves, recording);
            return plan == null ? null : CallModes.around("fused to " + name(), () -> plan.evaluate(leaves));
        } catch (TensorException _) {
            // The single calls will say it at the right place.
            return null;
        }
    }

    private FusedPlan plan(Object[] leaves, boolean recording) {
        for (FusedPlan plan : plans) {
            if (plan.matches(leaves, recording)) {
                return plan;
            }
        }
        LeafKind[] kinds = new LeafKind[leaves.length];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = LeafKind.of(leaves[i], recording);
        }
        return Arrays.stream(kinds).allMatch(Objects::nonNull) ? newPlan(kinds) : null;
    }

    private synchronized FusedPlan newPlan(LeafKind[] kinds) {
        FusedPlan plan = FusedPlan.of(this, kinds);
        FusedPlan[] more = Arrays.copyOf(plans, plans.length + 1);
        more[plans.length] = plan;
        plans = more;
        return plan;
    }

    /// What becomes of the elements in the end.
    Terminal terminal() {
        return terminal;
    }

    /// The operation whose result this is, as messages call it.
    String name() {
        return calls.getLast().op().name();
    }

    /// Carries out the pointwise calls one by one.
    Tensor apply(Tensor[] leaves) {
        List<Tensor> results = new ArrayList<>();
        for (Call call : terminal == Terminal.NONE ? calls : calls.subList(0, calls.size() - 1)) {
            Object[] arguments = call.arguments().clone();
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = switch (arguments[i]) {
                    case Leaf leaf -> leaves[leaf.number()];
                    case Result result -> results.get(result.call());
                    case null -> null;
                    default -> arguments[i];
                };
            }
            results.add((Tensor) call.op().call(arguments));
        }
        return results.isEmpty() ? leaves[0] : results.getLast();
    }

    /// The last call that keeps this leaf for its gradient, or else reads it at all.
    Use useOf(int leaf) {
        Use use = null;
        boolean keeps = false;
        for (Call call : calls) {
            for (int i = 0; i < call.arguments().length; i++) {
                if (new Leaf(leaf).equals(call.arguments()[i]) && (call.op().savesArgument(i) || !keeps)) {
                    String parameter = call.op().signature().parameters().get(i).name();
                    use = new Use(call.op().name(), "its argument '" + parameter + "'", call.origin());
                    keeps = call.op().savesArgument(i);
                }
            }
        }
        return use;
    }
}
