package tdsl.grammar;

import java.util.List;
import java.util.Optional;
import tdsl.grammar.ast.Program;

/// What parsing a source gave: the program when there are no errors, else every error found, in source order.
public record ParseResult(Optional<Program> program, List<SyntaxError> errors) {
    public ParseResult {
        errors = List.copyOf(errors);
        if (program.isPresent() != errors.isEmpty()) {
            throw new IllegalArgumentException("a result has either a program or errors");
        }
    }

    /// Whether the input is right so far and merely ends too early, as `f(1,` does.
    public boolean isIncomplete() {
        return !errors.isEmpty() && errors.stream().allMatch(SyntaxError::incomplete);
    }
}
