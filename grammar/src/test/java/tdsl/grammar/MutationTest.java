package tdsl.grammar;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Whatever is done to a source, parsing returns, and every error lies within the source.
class MutationTest {
    private static final int ROUNDS = 4_000;

    private static final String SOURCE = """
            import nn
            from "m.tdsl" import f as g, h
            fn attention(q: f32[b, t, 2*d], *rest, k=3) -> f32[b, ..] {
                let (scores, _) = q @ k.mT / sqrt(d) |> fn(x) => -x ** 2
                return if (a not in b) {a: 1, (k): 2} else [x for x in 0..=10 by 2 if x is none]
            }
            op f(x, limit=10.0) {
                forward { save x; return y }
                backward(dy) { return where(x < limit, dy * y, 0) }
            }
            class Net(n) { let w = [1, 2; 3, 4]; fn call(x) = x[::-1, ..., 1:3] }
            try { print("step {step}: {loss:.4f} {{}} \\u{41}", 'raw') } catch e is ShapeError { throw e } finally {}
            while true { x[0] += 1; if a { break } else if b { continue } else {} }
            with scope() as s { s = \"""long {s}
            \"""}
            """;

    private static final List<String> PIECES = List.of(
            "(", ")", "[", "]", "{", "}", "\"", "'", "\"\"\"", "\n", ";", ",", ":", ".", "..", "...", "=", "=>", "|>",
            "{a:", "fn", "if", "else", "let", "class", "op", "not", "in", "by", "save", "catch", "\\", "$", "😀", "\0",
            "1e", "0x", "**", "!", "//", "#", " ", "\"{", "}\"");

    private final RandomGenerator random = new SplittableRandom(20260101);

    @Test
    void noMutationEscapes() {
        for (int round = 0; round < ROUNDS; round++) {
            String mutant = SOURCE;
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                mutant = mutate(mutant);
            }
            check(mutant);
        }
    }

    @Test
    void everyPrefixParsesToSomething() {
        for (int end = 0; end <= SOURCE.length(); end++) {
            check(SOURCE.substring(0, end));
        }
    }

    private String mutate(String source) {
        int start = random.nextInt(source.length() + 1);
        int end = Math.min(source.length(), start + random.nextInt(8));
        return switch (random.nextInt(4)) {
            case 0 -> source.substring(0, start) + source.substring(end);
            case 1 -> source.substring(0, start) + piece() + source.substring(start);
            case 2 -> source.substring(0, start) + piece() + source.substring(end);
            default -> source.substring(0, end) + source.substring(start);
        };
    }

    private String piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    private static void check(String source) {
        ParseResult result = assertDoesNotThrow(() -> SourceParser.parse(source), () -> source);
        for (SyntaxError error : result.errors()) {
            assertTrue(error.span().end() <= source.length(), () -> error + " in\n" + source);
        }
    }
}
