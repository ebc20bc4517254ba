package tdsl.interpreter.translate.names;

import java.util.List;
import java.util.Set;
import tdsl.grammar.ast.Block;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.Statement;

/// Finds the `save` statements of a forward block.
final class SavedNames {
    private SavedNames() {}

    /// Adds the names that statements, and the blocks within them, save.
    static void collect(List<Statement> statements, Set<String> saved) {
        for (Statement statement : statements) {
            switch (statement) {
                case Statement.Save save ->
                    save.names().stream().map(Identifier::text).forEach(saved::add);
                case Statement.If choice -> {
                    choice.branches().forEach(branch -> collect(branch.body(), saved));
                    choice.elseBlock().ifPresent(block -> collect(block, saved));
                }
                case Statement.While loop -> collect(loop.body(), saved);
                case Statement.For loop -> collect(loop.body(), saved);
                case Statement.With with -> collect(with.body(), saved);
                case Statement.Try attempt -> {
                    collect(attempt.body(), saved);
                    attempt.catches().forEach(clause -> collect(clause.body(), saved));
                    attempt.finallyBlock().ifPresent(block -> collect(block, saved));
                }
                default -> {}
            }
        }
    }

    private static void collect(Block block, Set<String> saved) {
        collect(block.statements(), saved);
    }
}
