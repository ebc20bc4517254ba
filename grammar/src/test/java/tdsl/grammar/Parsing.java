package tdsl.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import tdsl.grammar.ast.Program;

/// What tests of the parser ask for.
final class Parsing {
    private Parsing() {}

    /// The tree of a source that must be correct.
    static Program program(String source) {
        ParseResult result = SourceParser.parse(source);
        assertEquals(List.of(), result.errors(), source);
        return result.program().orElseThrow();
    }

    static String tree(String source) {
        return TreeText.of(program(source));
    }

    static void assertTree(String expected, String source) {
        assertEquals(expected, tree(source), source);
    }

    static List<SyntaxError> errors(String source) {
        return SourceParser.parse(source).errors();
    }

    /// The one error of a source.
    static SyntaxError error(String source) {
        List<SyntaxError> errors = errors(source);
        assertEquals(1, errors.size(), () -> source + "\n" + errors);
        return errors.getFirst();
    }

    static void assertMessage(String expected, String source) {
        assertEquals(expected, error(source).message(), source);
    }
}
