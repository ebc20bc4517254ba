package tdsl.interpreter.translate;

import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.Pattern;
import tdsl.grammar.ast.Statement;
import tdsl.grammar.ast.Target;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.access.StoreAttributeNode;
import tdsl.interpreter.nodes.access.StoreIndexNode;
import tdsl.interpreter.nodes.access.UpdateAttributeNode;
import tdsl.interpreter.nodes.access.UpdateIndexNode;
import tdsl.interpreter.nodes.variable.AssignNodeGen;
import tdsl.interpreter.nodes.variable.ReadLocalNodeGen;
import tdsl.interpreter.nodes.variable.StoreElementsNode;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.translate.names.Binding;

/// Translates what stands to the left of `=` and `op=`, and what `let`, `for` and others declare.
final class TargetTranslator {
    private final CodeTranslator code;

    TargetTranslator(CodeTranslator code) {
        this.code = code;
    }

    StoreNode declare(Pattern pattern) {
        return switch (pattern) {
            case Pattern.Single single -> declare(single.name());
            case Pattern.Tuple tuple ->
                Translation.at(
                        new StoreElementsNode(
                                tuple.elements().stream().map(this::declare).toArray(StoreNode[]::new)),
                        tuple.span());
        };
    }

    StoreNode declare(Identifier name) {
        return switch (code.resolution().binding(name)) {
            case Binding.Local local -> code.variables().declare(local.variable());
            case Binding binding -> code.variables().store(binding);
        };
    }

    StoreNode store(Target target) {
        StoreNode store = switch (target) {
            case Expression.Name name ->
                code.variables().store(code.resolution().binding(name));
            case Expression.Attribute attribute ->
                new StoreAttributeNode(translate(attribute.value()), Translation.memberName(attribute.name()));
            case Expression.Index index ->
                new StoreIndexNode(translate(index.value()), code.expressions().subscripts(index));
            case Target.Tuple tuple ->
                new StoreElementsNode(tuple.elements().stream().map(this::store).toArray(StoreNode[]::new));
        };
        return Translation.at(store, target.span());
    }

    /// `target op= value`.
    ExpressionNode update(Statement.CompoundAssign assign) {
        return switch (assign.target()) {
            case Expression.Name name -> AssignNodeGen.create(store(name), operation(assign, translate(name)));
            case Expression.Attribute attribute -> {
                int slot = code.function().newSlot();
                yield new UpdateAttributeNode(
                        translate(attribute.value()),
                        Translation.memberName(attribute.name()),
                        operation(assign, oldValue(assign, slot)),
                        slot);
            }
            case Expression.Index index -> {
                int slot = code.function().newSlot();
                yield new UpdateIndexNode(
                        translate(index.value()),
                        code.expressions().subscripts(index),
                        operation(assign, oldValue(assign, slot)),
                        slot);
            }
            case Target.Tuple _ -> throw new IllegalStateException("op= has one target");
        };
    }

    private static ExpressionNode oldValue(Statement.CompoundAssign assign, int slot) {
        return Translation.at(ReadLocalNodeGen.create(slot), assign.target().span());
    }

    private ExpressionNode operation(Statement.CompoundAssign assign, ExpressionNode oldValue) {
        ExpressionNode value = translate(assign.value());
        ExpressionNode operation = code.expressions().operators().binary(assign.operator(), oldValue, value, true);
        return Translation.at(operation, assign.span());
    }

    private ExpressionNode translate(Expression expression) {
        return code.expressions().translate(expression);
    }
}
