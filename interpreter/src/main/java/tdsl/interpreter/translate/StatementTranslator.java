package tdsl.interpreter.translate;

import java.util.List;
import java.util.Optional;
import tdsl.grammar.ast.Block;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.Statement;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.nodes.control.BlockNode;
import tdsl.interpreter.nodes.control.BreakNode;
import tdsl.interpreter.nodes.control.ContinueNode;
import tdsl.interpreter.nodes.control.DiscardNode;
import tdsl.interpreter.nodes.control.FinallyNode;
import tdsl.interpreter.nodes.control.ForNode;
import tdsl.interpreter.nodes.control.IfNode;
import tdsl.interpreter.nodes.control.ReturnNode;
import tdsl.interpreter.nodes.control.ThrowNode;
import tdsl.interpreter.nodes.control.TryNode;
import tdsl.interpreter.nodes.control.WhileNode;
import tdsl.interpreter.nodes.control.WithNode;
import tdsl.interpreter.nodes.function.SaveNode;
import tdsl.interpreter.nodes.literal.ConstantNode;
import tdsl.interpreter.nodes.variable.AssignNodeGen;
import tdsl.interpreter.nodes.variable.StoreNode;
import tdsl.interpreter.values.None;

/// Translates statements.
final class StatementTranslator {
    private final CodeTranslator code;

    StatementTranslator(CodeTranslator code) {
        this.code = code;
    }

    /// The statements of a program; the value is that of the last one, if it is an expression.
    ExpressionNode program(List<Statement> statements) {
        ExpressionNode[] nodes = statements.stream()
                .map(statement -> translate(statement, false))
                .toArray(ExpressionNode[]::new);
        if (nodes.length > 0 && statements.getLast() instanceof Statement.ExpressionStatement last) {
            nodes[nodes.length - 1] = expression(last.expression());
            nodes[nodes.length - 1].markAsStatement();
        }
        return BlockNode.of(nodes);
    }

    /// A block.
    ///
    /// @param isTail whether the function ends where the block ends, so that a `return` there needs no jump
    ExpressionNode block(Block block, boolean isTail) {
        List<Statement> statements = block.statements();
        ExpressionNode[] nodes = new ExpressionNode[statements.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = translate(statements.get(i), isTail && i == nodes.length - 1);
        }
        return BlockNode.of(nodes);
    }

    private ExpressionNode translate(Statement statement, boolean isTail) {
        ExpressionNode node = node(statement, isTail);
        if (!node.hasSource()) {
            Translation.at(node, statement.span());
        }
        node.markAsStatement();
        return node;
    }

    private ExpressionNode node(Statement statement, boolean isTail) {
        return switch (statement) {
            case Statement.ExpressionStatement expression -> new DiscardNode(expression(expression.expression()));
            case Statement.Let let ->
                AssignNodeGen.create(code.targets().declare(let.pattern()), expression(let.value()));
            case Statement.Assign assign ->
                AssignNodeGen.create(code.targets().store(assign.target()), expression(assign.value()));
            case Statement.CompoundAssign assign -> code.targets().update(assign);
            case Statement.If choice -> choice(choice.branches(), choice.elseBlock(), isTail);
            case Statement.While loop ->
                new WhileNode(code.expressions().condition(loop.condition(), "while"), block(loop.body(), false));
            case Statement.For loop -> {
                StoreNode target = code.targets().declare(loop.pattern());
                int cursorSlot = code.function().newSlot();
                yield new ForNode(expression(loop.iterable()), target, block(loop.body(), false), cursorSlot);
            }
            case Statement.Break _ -> new BreakNode();
            case Statement.Continue _ -> new ContinueNode();
            case Statement.Return result -> result(result, isTail);
            case Statement.With with -> {
                StoreNode name = with.name().map(code.targets()::declare).orElse(null);
                yield new WithNode(expression(with.context()), name, block(with.body(), isTail));
            }
            case Statement.Try attempt -> attempt(attempt, isTail);
            case Statement.Throw error -> new ThrowNode(expression(error.value()));
            case Statement.Save save -> save(save);
            case Statement.FunctionDeclaration function -> code.declarations().function(function);
            case Statement.ClassDeclaration type -> code.declarations().type(type);
            case Statement.OpDeclaration op -> code.declarations().op(op);
            case Statement.Import module -> code.declarations().importModule(module);
            case Statement.FromImport module -> code.declarations().importNames(module);
        };
    }

    private ExpressionNode expression(Expression expression) {
        return code.expressions().translate(expression);
    }

    private ExpressionNode result(Statement.Return result, boolean isTail) {
        ExpressionNode value = result.value().map(this::expression).orElseGet(() -> new ConstantNode(None.VALUE));
        return isTail ? value : new ReturnNode(value);
    }

    private ExpressionNode choice(List<Statement.Branch> branches, Optional<Block> otherwise, boolean isTail) {
        Statement.Branch first = branches.getFirst();
        List<Statement.Branch> rest = branches.subList(1, branches.size());
        ExpressionNode whenFalse = !rest.isEmpty()
                ? choice(rest, otherwise, isTail)
                : otherwise.map(block -> block(block, isTail)).orElseGet(BlockNode::of);
        ExpressionNode whenTrue = block(first.body(), isTail);
        return new IfNode(code.expressions().condition(first.condition(), "if"), whenTrue, whenFalse);
    }

    private ExpressionNode attempt(Statement.Try attempt, boolean isTail) {
        ExpressionNode body = block(attempt.body(), isTail);
        if (!attempt.catches().isEmpty()) {
            TryNode.Handler[] handlers = attempt.catches().stream()
                    .map(clause -> handler(clause, isTail))
                    .toArray(TryNode.Handler[]::new);
            body = at(new TryNode(body, handlers), attempt.span());
        }
        ExpressionNode guarded = body;
        return attempt.finallyBlock()
                .<ExpressionNode>map(cleanup -> new FinallyNode(guarded, block(cleanup, false)))
                .orElse(guarded);
    }

    private TryNode.Handler handler(Statement.CatchClause clause, boolean isTail) {
        return new TryNode.Handler(
                clause.kind().map(this::expression).orElse(null),
                clause.name().map(code.targets()::declare).orElse(null),
                block(clause.body(), isTail));
    }

    private ExpressionNode save(Statement.Save save) {
        return BlockNode.of(save.names().stream()
                .map(name -> {
                    ExpressionNode value =
                            code.variables().read(code.resolution().binding(name));
                    return at(new SaveNode(name.text(), value), name.span());
                })
                .toArray(ExpressionNode[]::new));
    }

    private static <N extends ExpressionNode> N at(N node, Span span) {
        return Translation.at(node, span);
    }
}
