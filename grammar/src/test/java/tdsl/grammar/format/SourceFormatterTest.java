package tdsl.grammar.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.grammar.parser.ErrorSink;
import tdsl.grammar.parser.Positions;
import tdsl.grammar.parser.SourceTokens;
import tdsl.grammar.parser.TdslLexer;

class SourceFormatterTest {
    private static String format(String text) {
        return SourceFormatter.format(text).text().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '`',
            value = {
                "let  x=1 ¦ let x = 1",
                "x [ 1 : 3 ,... , : : -1 ]=- 1 ¦ x[1:3, ..., ::-1] = -1",
                "f ( a,* rest , b = -2 ) ¦ f(a, *rest, b=-2)",
                "let d={ a : 1,\"b c\":-2 , } ¦ let d = {a: 1, \"b c\": -2,}",
                "fn f( x : f32 [b,..] , n : int=3,*r )->f32[ 2*b ]{return x} ¦ fn f(x: f32[b, ..], n: int = 3, *r) -> f32[2 * b] { return x }",
                "[1,2 ;3,4 ; ] ¦ [1, 2; 3, 4;]",
                "let y=not a and- b**-c|>g ( ) ¦ let y = not a and -b ** -c |> g()",
                "for ( i,v ) in enumerate(0 .. n by 2){f(i);g(v)} ¦ for (i, v) in enumerate(0..n by 2) { f(i); g(v) }",
                "let f=fn( x )=>if(x) 1 else 2 ¦ let f = fn(x) => if (x) 1 else 2",
                "print( \"a{ x : .3f }\",'raw  text' ) ¦ print(\"a{ x : .3f }\", 'raw  text')",
                "a.b . c ( ) [ 0 ].as ¦ a.b.c()[0].as",
                "fn f(){} ¦ fn f() {}",
                "from m import a as b,c ¦ from m import a as b, c",
                "op o(x){forward{save x}backward(g){return g}} ¦ op o(x) { forward { save x } backward(g) { return g } }",
                "x[(a+1) : ] ¦ x[(a + 1):]",
                "x= 1 # one ¦ x = 1  # one",
                "(1,) ¦ (1,)",
            })
    void spacesAreTheSameEverywhere(String source, String expected) {
        assertEquals(expected + "\n", format(source));
    }

    @Test
    void linesAreIndentedByTheBracketsAroundThem() {
        String source = """


                fn f(x,
                y) {

                if x {
                # why
                return g(x, {
                a: 1,
                b: [
                2,
                3],
                })
                } else if y {   # short
                  let longer = x      # longer
                } else {
                }


                return x
                .sum()
                |> h
                }
                let z = 1 +
                2
                let c = if (z) 1
                else 2
                let s = \"""
                 kept
                   as it is\"""
                """;
        assertEquals("""
                fn f(x,
                    y) {
                    if x {
                        # why
                        return g(x, {
                            a: 1,
                            b: [
                                2,
                                3],
                        })
                    } else if y {       # short
                        let longer = x  # longer
                    } else {}

                    return x
                        .sum()
                        |> h
                }
                let z = 1 +
                    2
                let c = if (z) 1
                    else 2
                let s = \"""
                 kept
                   as it is\"""
                """, format(source));
    }

    @Test
    void aCommentInEmptyBracesStays() {
        assertEquals("while x {  # nothing yet\n}\n", format("while x { # nothing yet\n}"));
    }

    @Test
    void sourceWithErrorsIsLeftAloneAndTheErrorsAreGiven() {
        SourceFormatter.Result result = SourceFormatter.format("let = 3\nlet y 4\n");
        assertTrue(result.text().isEmpty());
        assertEquals(2, result.errors().size());
    }

    @Test
    void emptySourceStaysEmpty() {
        assertEquals("", format(""));
        assertEquals("", format("\n \n"));
        assertEquals("# only\n", format("# only"));
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
    void formattingKeepsTheWordsAndASecondTimeChangesNothing(Path script) throws IOException {
        String source = Files.readString(script);
        String formatted = format(source);
        assertEquals(words(source), words(formatted));
        assertEquals(formatted, format(formatted));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theProjectsScriptsAreFormatted(Path script) throws IOException {
        assertEquals(format(Files.readString(script)), Files.readString(script));
    }

    /// Everything that the parser and a reader see, but for empty lines and line breaks.
    private static List<String> words(String text) {
        return SourceTokens.of(text, new ErrorSink(), new Positions(text)).all().stream()
                .filter(token -> token.getType() != TdslLexer.SPACE && token.getType() != TdslLexer.NEWLINE)
                .map(token -> token.getType() == TdslLexer.EMPTY_BRACES
                        ? "{"
                        : token.getText().stripTrailing())
                .toList();
    }
}
