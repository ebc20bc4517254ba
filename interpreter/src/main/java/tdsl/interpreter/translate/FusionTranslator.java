package tdsl.interpreter.translate;

import java.util.function.Function;
import java.util.function.Supplier;
import tdsl.grammar.ast.Expression;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.fusion.FusedNode;
import tdsl.interpreter.nodes.fusion.FusionPart;
import tdsl.interpreter.nodes.fusion.KnownValues;
import tdsl.interpreter.nodes.fusion.LeafNode;

/// Translates trees of pointwise operators and calls, so that they can be evaluated as one program: as the nodes
/// that they would be otherwise, under a {@link FusedNode} that knows their structure.
final class FusionTranslator {
    private final CodeTranslator code;
    private final Function<Expression, ExpressionNode> plain;
    /// The tree whose calls are being translated; null outside of any, and within its leaves.
    private Open open;

    private static final class Open {
        private final FusionTree tree;
        private final KnownValues known;
        private final LeafNode[] leaves;

        Open(FusionTree tree, KnownValues known) {
            this.tree = tree;
            this.known = known;
            leaves = new LeafNode[tree.leafCount()];
        }
    }

    /// @param plain translates an expression and leaves those in it to this
    FusionTranslator(CodeTranslator code, Function<Expression, ExpressionNode> plain) {
        this.code = code;
        this.plain = plain;
    }

    ExpressionNode translate(Expression expression) {
        FusionPart part = open == null ? null : open.tree.part(expression);
        return switch (part) {
            case FusionPart.Call call -> {
                ExpressionNode node = plain.apply(expression);
                call.setNode(node);
                yield node;
            }
            case FusionPart.Leaf leaf -> leaf(expression, leaf);
            case FusionPart.Number _ -> plain.apply(expression);
            case null -> outside(() -> root(expression));
        };
    }

    private ExpressionNode leaf(Expression expression, FusionPart.Leaf leaf) {
        Open tree = open;
        ExpressionNode value = outside(() -> root(expression));
        LeafNode node = Translation.at(new LeafNode(tree.known, leaf.number(), value), expression.span());
        if (tree.leaves[leaf.number()] == null) {
            tree.leaves[leaf.number()] = node;
        }
        return node;
    }

    private ExpressionNode outside(Supplier<ExpressionNode> translation) {
        Open tree = open;
        open = null;
        try {
            return translation.get();
        } finally {
            open = tree;
        }
    }

    private ExpressionNode root(Expression expression) {
        FusionTree tree = FusionTree.of(expression, code.resolution());
        if (tree == null) {
            return plain.apply(expression);
        }
        Open opened = new Open(tree, new KnownValues(code.function().newSlot()));
        open = opened;
        ExpressionNode calls = translate(expression);
        open = null;
        FusionPart.Call root = (FusionPart.Call) tree.part(expression);
        FusedNode fused = new FusedNode(calls, root, opened.leaves, tree.firstEarlyLeaf(), opened.known);
        return Translation.at(fused, expression.span());
    }
}
