package tdsl.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NestingTest {
    private static final int FAR_TOO_DEEP = 100_000;

    static List<String> sourcesThatNestTooDeeply() {
        return List.of(
                "(".repeat(FAR_TOO_DEEP),
                "[".repeat(FAR_TOO_DEEP) + "]".repeat(FAR_TOO_DEEP),
                "fn() { ".repeat(FAR_TOO_DEEP),
                "\"{".repeat(FAR_TOO_DEEP) + "a" + "}\"".repeat(FAR_TOO_DEEP),
                "-".repeat(FAR_TOO_DEEP) + "a",
                "not ".repeat(FAR_TOO_DEEP) + "a",
                "a" + " + a".repeat(FAR_TOO_DEEP),
                "a" + " ** a".repeat(FAR_TOO_DEEP),
                "a" + " |> a".repeat(FAR_TOO_DEEP),
                "a" + ".b".repeat(FAR_TOO_DEEP),
                "a" + "()".repeat(FAR_TOO_DEEP),
                "if (a) b else ".repeat(FAR_TOO_DEEP) + "c",
                "fn(x) => ".repeat(FAR_TOO_DEEP) + "x");
    }

    @ParameterizedTest
    @MethodSource("sourcesThatNestTooDeeply")
    void tooDeepNestingIsOneError(String source) {
        assertEquals(
                List.of("nested too deeply"),
                Parsing.errors(source).stream().map(SyntaxError::message).toList());
    }

    @Test
    void ordinaryDepthIsFine() {
        Parsing.program("(".repeat(150) + "a" + ")".repeat(150));
        Parsing.program("if a { ".repeat(150) + "}".repeat(150));
        Parsing.program("a" + " + a".repeat(900));
        Parsing.program("a" + " |> f(1)".repeat(300));
    }

    @Test
    void lengthIsNotDepth() {
        Parsing.program("if a {}" + " else if a {}".repeat(5_000));
        Parsing.program("[" + "1, ".repeat(50_000) + "]");
        Parsing.program("f(x)\n".repeat(20_000));
        Parsing.program("f(x)" + "\n".repeat(100_000) + ".y");
    }
}
