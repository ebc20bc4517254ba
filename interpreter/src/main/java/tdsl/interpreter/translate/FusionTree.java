package tdsl.interpreter.translate;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import tdsl.grammar.ast.Expression;
import tdsl.interpreter.nodes.fusion.FusionPart;
import tdsl.interpreter.translate.names.Resolution;

/// The tree of pointwise operators and calls at the top of an expression.
///
/// Its leaves are evaluated before its calls. Nobody must be able to tell that from the order that is written, so a
/// leaf that stands behind a call must have no effects.
final class FusionTree {
    private static final int MOST_CALLS = 64;
    private static final int MOST_LEAVES = 32;

    private final Resolution resolution;
    private final boolean mergesReads;
    private final Map<Expression, FusionPart> parts = new IdentityHashMap<>();
    /// By what they read.
    private final Map<Object, FusionPart.Leaf> reads = new HashMap<>();
    private int begunCalls;
    private int completeCalls;
    private int leafCount;
    private int firstEarlyLeaf = Integer.MAX_VALUE;
    private boolean hasEffects;
    private boolean fits = true;

    private FusionTree(Resolution resolution, boolean mergesReads) {
        this.resolution = resolution;
        this.mergesReads = mergesReads;
    }

    /// @return null if there is none that can be fused, or none that is worth it
    static FusionTree of(Expression expression, Resolution resolution) {
        if (Application.of(expression, resolution, true) == null) {
            return null;
        }
        FusionTree tree = new FusionTree(resolution, true);
        tree.add(expression, true);
        if (tree.hasEffects) {
            // A variable may be another one each time it is read.
            tree = new FusionTree(resolution, false);
            tree.add(expression, true);
        }
        return tree.fits && tree.completeCalls >= 2 ? tree : null;
    }

    private FusionPart add(Expression expression, boolean isRoot) {
        if (!fits) {
            return null;
        }
        Object literal = Application.literal(expression);
        Application application = literal == null ? Application.of(expression, resolution, isRoot) : null;
        FusionPart part = literal != null
                ? new FusionPart.Number(literal)
                : application != null ? call(application) : leaf(expression);
        parts.put(expression, part);
        return part;
    }

    private FusionPart.Call call(Application application) {
        fits &= ++begunCalls <= MOST_CALLS;
        Map<Expression, FusionPart> operands = new IdentityHashMap<>();
        for (Expression operand : application.operands()) {
            operands.put(operand, add(operand, false));
        }
        Object[] arguments = application.arguments().clone();
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = arguments[i] instanceof Expression operand ? operands.get(operand) : arguments[i];
        }
        completeCalls++;
        return new FusionPart.Call(application.op(), arguments);
    }

    private FusionPart.Leaf leaf(Expression expression) {
        Purity purity = new Purity(resolution);
        Object read = mergesReads ? purity.readBy(expression) : null;
        FusionPart.Leaf known = read == null ? null : reads.get(read);
        if (known != null) {
            return known;
        }
        FusionPart.Leaf leaf = new FusionPart.Leaf(leafCount++);
        if (read != null) {
            reads.put(read, leaf);
        }
        boolean isEarly = completeCalls > 0;
        boolean isPure = purity.isPure(expression);
        hasEffects |= !isPure;
        fits &= leafCount <= MOST_LEAVES && (isPure || !isEarly);
        firstEarlyLeaf = isEarly ? Math.min(firstEarlyLeaf, leaf.number()) : firstEarlyLeaf;
        return leaf;
    }

    /// What an expression is to the tree; null if it is no part of it.
    FusionPart part(Expression expression) {
        return parts.get(expression);
    }

    int leafCount() {
        return leafCount;
    }

    /// Leaves from this on stand behind a call.
    int firstEarlyLeaf() {
        return firstEarlyLeaf;
    }
}
