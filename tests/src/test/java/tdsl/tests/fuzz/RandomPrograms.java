package tdsl.tests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tdsl.grammar.SourceParser;
import tdsl.grammar.parser.TdslParser;

/// Random programs: sentences of the grammar in a surrounding that lets them run, and scripts with random changes.
final class RandomPrograms {
    /// Declares a value of each kind under the names that sentences use.
    static final String PRELUDE = """
            let a = 1
            let b = 2.5
            let x = arange(12).reshape(3, 4).to(f32)
            let y = param(ones(4))
            let m = tensor([[1, 2], [3, 4]])
            let xs = [3, 1, 2]
            let t = (1, "two", none)
            let d = {x: 1, "b c": [2]}
            let s = "text"
            let n = none
            let k = 0..5
            fn f(p, q=2) = p
            let g = fn(p) => p * 2
            class A(size=2) {
                let x = param(zeros(size))
                fn call(p) = p + 1
                fn show() = "A({size})"
            }
            let o = A()
            op cube(p) {
                forward { save p; return p * p * p }
                backward(dy) { return 3 * dy * p * p }
            }
            """;

    private static final int MOST_STATEMENTS = 6;
    private static final int MOST_CHANGES = 4;
    private static final int MOST_TOKENS = 40;

    private final RandomGenerator random;
    private final List<String> scripts;

    /// @param scripts to be changed
    RandomPrograms(RandomGenerator random, List<String> scripts) {
        this.random = random;
        this.scripts = scripts;
    }

    /// Statements of the grammar. An error in one does not keep the next from running.
    String generated() {
        StringBuilder program = new StringBuilder(PRELUDE);
        for (int count = random.nextInt(1, MOST_STATEMENTS + 1); count > 0; count--) {
            String statement = validStatement();
            program.append(random.nextInt(4) == 0 ? statement : "try { " + statement + "\n} catch e { string(e) }")
                    .append('\n');
        }
        return program.toString();
    }

    /// The grammar allows more than the language, such as comparisons that chain.
    private String validStatement() {
        for (int attempt = 0; attempt < 20; attempt++) {
            String statement =
                    GrammarWalk.sentence(random, TdslParser.RULE_statementBody, random.nextInt(3, MOST_TOKENS));
            if (SourceParser.parse(statement).errors().isEmpty()) {
                return statement;
            }
        }
        return "x.sum()";
    }

    /// Calls of operations, and sometimes their gradients.
    String calls() {
        RandomCalls calls = new RandomCalls(random);
        StringBuilder program = new StringBuilder(PRELUDE);
        for (int count = random.nextInt(1, 2 * MOST_STATEMENTS); count > 0; count--) {
            String call = calls.call();
            String use = random.nextInt(4) == 0 ? "(" + call + ").sum().backward()" : "string(" + call + ")";
            program.append("try { ").append(use).append(" } catch e { string(e) }\n");
        }
        return program.toString();
    }

    /// A sentence as it comes, valid or not.
    String sentence() {
        return GrammarWalk.sentence(random, TdslParser.RULE_program, random.nextInt(3, 3 * MOST_TOKENS));
    }

    /// A script in which pieces were removed, doubled, exchanged or brought from others.
    String mutated() {
        List<String> pieces = new ArrayList<>(pieces(pick(scripts)));
        for (int change = random.nextInt(1, MOST_CHANGES + 1); change > 0 && !pieces.isEmpty(); change--) {
            int at = random.nextInt(pieces.size());
            List<String> others = pieces(pick(scripts));
            switch (random.nextInt(5)) {
                case 0 -> pieces.remove(at);
                case 1 -> pieces.add(at, pieces.get(random.nextInt(pieces.size())));
                case 2 -> pieces.set(at, pieces.set(random.nextInt(pieces.size()), pieces.get(at)));
                case 3 -> pieces.set(at, others.get(random.nextInt(others.size())));
                default -> pieces.add(at, GrammarWalk.sentence(random, TdslParser.RULE_expression, 4));
            }
        }
        return String.join("", pieces);
    }

    /// Words, numbers, white space and single marks.
    private static List<String> pieces(String script) {
        return List.of(script.split("(?<=\\W)|(?=\\W)"));
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
