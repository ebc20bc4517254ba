package tdsl.interpreter.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.oracle.truffle.api.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tdsl.grammar.ast.ModuleReference;
import tdsl.interpreter.StandardModules;
import tdsl.interpreter.diagnostics.Diagnostic;

class SourceCheckerTest {
    private static List<Diagnostic> check(String text) {
        Source source = Source.newBuilder("tdsl", text, "test.tdsl").build();
        return SourceChecker.check(source, SourceCheckerTest::module);
    }

    private static Optional<String> module(ModuleReference module) {
        try {
            return module instanceof ModuleReference.Standard standard
                    ? StandardModules.text(standard.name().text())
                    : Optional.of("fn known(a, b=1) = a\nlet value = 3");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What is found, one in a line: `kind at line: message`.
    private static String found(String text) {
        return check(text).stream()
                .map(diagnostic -> "%s at %d: %s"
                        .formatted(
                                diagnostic.kind().label(),
                                diagnostic.where().orElseThrow().getStartLine(),
                                diagnostic.message()))
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            value = {
                "prnt(1) ¦ NameError at 1: unknown name prnt; did you mean print?",
                "fn f(a, b) = a; f(1) ¦ TypeError at 1: f: missing argument b",
                "fn f(a, b) = a; f(1, 2, 3) ¦ TypeError at 1: f takes 2 arguments, got 3",
                "fn f(a, size=1) = a; f(1, sise=2) ¦ TypeError at 1: f has no parameter sise; did you mean size?",
                "class P(x, y) { let x = x }; P(1) ¦ TypeError at 1: P: missing argument y",
                "softmax(ones(3)) ¦ TypeError at 1: softmax: missing argument 'dim'",
                "ones(3).softmax(dim=0, keepdims=1) ¦ TypeError at 1: softmax: no parameter is called 'keepdims'",
                "let x = args; softmax(x, 0, dims=1) ¦ TypeError at 1: softmax: no parameter is called 'dims'",
                "enumerate([1], 2, 3) ¦ TypeError at 1: enumerate takes at most 2 arguments, got 3",
                "import nn; nn.Liner(1, 2) ¦ NameError at 1: the module nn has no member Liner; did you mean Linear?",
                "import nn; nn.Linear(1) ¦ TypeError at 1: Linear: missing argument out_features",
                "import \"m.tdsl\" as m; m.known(1, c=2) ¦ TypeError at 1: known has no parameter c",
                "ones(2).shpe ¦ NameError at 1: a tensor has no member shpe; did you mean shape?",
                "ones(2, 3)[5] ¦ IndexError at 1: index 5 is out of range for axis 0 of size 2",
                "[1, 2; 3, 4] + ones(3) ¦ ShapeError at 1: add: shapes [2, 2] and [3] do not broadcast: sizes 2 and 3 at axis -1",
                "fn f() { return 1; print(2) } ¦ SyntaxError at 1: this never runs: the function has returned before it",
                "while true { print(1) }; print(2) ¦ SyntaxError at 1: this never runs: the loop before it does not end",
            })
    void whatIsWrongIsFound(String text, String expected) {
        assertEquals(expected, found(text));
    }

    @Test
    void shapesOfSignaturesAreFollowedByName() {
        String text = """
                fn attention(q: f32[b, t, d], k: f32[b, s, d]) -> f32[b, t, s] {
                    let scores = q @ k
                    return scores
                }
                fn scaled(x: f32[n, d], w: f32[d]) -> f32[n] = x * w
                fn wrong(x: f32[n, d]) = x @ ones(7, 3)
                """;
        assertEquals("""
                ShapeError at 2: matmul: last axis of the left operand (d) must equal second-to-last axis of the right operand (s)
                ShapeError at 5: the result must be f32[n], and is f32[n, d]
                ShapeError at 6: matmul: last axis of the left operand (d) must equal second-to-last axis of the right operand (7)""", found(text));
    }

    @Test
    void callsAreComparedWithSignatures() {
        String text = """
                fn pairs(x: f32[n, 2], y: f32[n]) -> f32[2, n] = x.T * y
                pairs(ones(3, 2), ones(4))
                pairs(ones(3), ones(3))
                let r = pairs(ones(5, 2), ones(5))
                r @ ones(4)
                """;
        assertEquals("""
                ShapeError at 2: y must be f32[n]: axis 0 must have size 3, not 4
                ShapeError at 3: x must be f32[n, 2], which has 2 axes; it is f32[3]
                ShapeError at 5: matmul: last axis of the left operand (5) must equal the axis of the right operand (4)""", found(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fn f(x: f32[n, d]) = x.reshape(n, d // 2, 2)",
                "fn f(x: f32[n, d]) = x[:, :16] @ ones(16, 2)",
                "fn f(x: f32[.., d]) = x.sum(dim=-1)",
                "fn f(x: f32[n, d]) { if d == 3 { return x @ ones(3, 4) }; return x }",
                "try { ones(2) + ones(3) } catch e { print(e) }",
                "let x = ones(2, 3); let y = x[x > 0]; y.reshape(3, 2)",
                "let x = ones(2); x = ones(3); x + ones(3)",
                "fn f(x) { x += 1; return x @ ones(3) }",
                "fn later() = earlier(1); fn earlier(a) = a",
                "fn f(*rest, key=1) = rest; f(1, 2, 3, key=4); f(*[1, 2])",
                "[1, 2, 3] |> map(fn(x) => x + 1)",
                "fn square(n) = zeros(n, n, dtype=i64)",
                "embedding(tensor([0, 1]), ones(4, 3)) @ ones(3, 2)",
                "ones(1048576, 1048576, 1048576, 1048576) @ ones(3)",
                "while true { if time() > 0 { break } }; print(1)",
                "let (a, b) = ones(4).split([1, 3]); a + b[:1]",
            })
    void whatMayBeRightIsNotReported(String text) {
        assertEquals("", found(text));
    }

    @Test
    void allSyntaxErrorsAreGiven() {
        assertEquals(2, check("let = 3\nlet y 4\n").size());
    }

    /// Every script of the project.
    static Stream<Path> scripts() throws IOException {
        Path project = Path.of("..").toAbsolutePath().normalize();
        return Stream.of("stdlib", "scripts/examples", "tests/language").flatMap(folder -> {
            try (Stream<Path> files = Files.walk(project.resolve(folder))) {
                return files
                        .filter(file -> file.toString().endsWith(".tdsl"))
                        .filter(file -> !file.toString().contains("/errors/")
                                && !file.toString().contains("/target/"))
                        .toList()
                        .stream();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void nothingIsWrongWithTheProjectsScripts(Path script) throws IOException {
        assertEquals("", found(Files.readString(script)));
    }
}
