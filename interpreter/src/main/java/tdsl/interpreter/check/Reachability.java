package tdsl.interpreter.check;

import java.util.List;
import java.util.Optional;
import tdsl.grammar.ast.Block;
import tdsl.grammar.ast.Expression;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.Statement;
import tdsl.interpreter.diagnostics.ErrorKind;

/// Finds statements that can never run.
final class Reachability {
    private final Findings findings;

    Reachability(Findings findings) {
        this.findings = findings;
    }

    /// Looks at the statements of one list, not at the blocks in them.
    void check(List<Statement> statements) {
        for (int i = 0; i + 1 < statements.size(); i++) {
            if (leaves(statements.get(i))) {
                Span first = statements.get(i + 1).span();
                String reason = reason(statements.get(i));
                findings.add(ErrorKind.SYNTAX, first, "this never runs: " + reason, Optional.empty(), List.of());
                return;
            }
        }
    }

    private static String reason(Statement statement) {
        return switch (statement) {
            case Statement.Return _ -> "the function has returned before it";
            case Statement.Throw _ -> "an error is thrown before it";
            case Statement.Break _, Statement.Continue _ -> "the loop goes on elsewhere before it";
            case Statement.While _ -> "the loop before it does not end";
            default -> "every way through the statement before it leaves";
        };
    }

    /// Whether what follows a statement cannot run.
    private static boolean leaves(Statement statement) {
        return switch (statement) {
            case Statement.Return _, Statement.Throw _, Statement.Break _, Statement.Continue _ -> true;
            case Statement.If branching ->
                branching.elseBlock().filter(Reachability::leaves).isPresent()
                        && branching.branches().stream().allMatch(branch -> leaves(branch.body()));
            case Statement.With with -> leaves(with.body());
            case Statement.While loop -> isTrue(loop.condition()) && !breaks(loop.body());
            default -> false;
        };
    }

    private static boolean leaves(Block block) {
        return block.statements().stream().anyMatch(Reachability::leaves);
    }

    private static boolean isTrue(Expression condition) {
        return condition instanceof Expression.BooleanLiteral literal && literal.value();
    }

    /// Whether a loop's body ends the loop, as opposed to loops in it.
    private static boolean breaks(Block block) {
        return block.statements().stream().anyMatch(Reachability::breaks);
    }

    private static boolean breaks(Statement statement) {
        return switch (statement) {
            case Statement.Break _ -> true;
            case Statement.If branching ->
                branching.branches().stream().anyMatch(branch -> breaks(branch.body()))
                        || branching.elseBlock().filter(Reachability::breaks).isPresent();
            case Statement.With with -> breaks(with.body());
            case Statement.Try attempt ->
                breaks(attempt.body())
                        || attempt.catches().stream().anyMatch(clause -> breaks(clause.body()))
                        || attempt.finallyBlock().filter(Reachability::breaks).isPresent();
            default -> false;
        };
    }
}
