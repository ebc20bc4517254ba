package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tdsl.interpreter.Scripts.fail;

import org.junit.jupiter.api.Test;

class DiagnosticTest {
    @Test
    void shapeErrorsLabelTheirOperands() {
        String code = """
                fn layer(x) {
                    let w = zeros(32, 10)
                    return x @ w + 1
                }
                let x = ones(128, 64)
                layer(x)
                """;
        String expected = """
                ShapeError: matmul: last axis of x (64) must equal second-to-last axis of w (32)
                 --> test.tdsl:3:12
                  |
                3 |     return x @ w + 1
                  |            ^   ^ w: f32[32, 10], made at test.tdsl:2:13
                  |            x: f32[128, 64], made at test.tdsl:5:9
                  = hint: the operands are f32[128, 64] and f32[32, 10]
                called from the top level at test.tdsl:6:1""";
        assertEquals(expected, fail(code));
    }

    @Test
    void allUnknownNamesOfAProgramAreReported() {
        String expected = """
                NameError: unknown name coutn; did you mean count?
                 --> test.tdsl:2:7
                  |
                2 | print(coutn)
                  |       ^^^^^

                NameError: unknown name later
                 --> test.tdsl:3:1
                  |
                3 | later
                  | ^^^^^
                  = hint: it is declared later, in line 4""";
        assertEquals(expected, fail("let count = 1\nprint(coutn)\nlater\nlet later = 2"));
    }

    @Test
    void placesOverSeveralLinesAreMarkedToTheEndOfTheFirst() {
        String expected = """
                TypeError: an int cannot be called
                 --> test.tdsl:1:1
                  |
                1 | 1(2,
                  | ^^^^""";
        assertEquals(expected, fail("1(2,\n  3)"));
    }

    @Test
    void longTracesAreShortened() {
        String trace = fail("fn down(n) { if n == 0 { 1 // 0 }; down(n - 1) }\ndown(30)");
        String expected = """
                called from down at test.tdsl:1:36
                … 19 more calls
                called from down at test.tdsl:1:36
                called from down at test.tdsl:1:36
                called from down at test.tdsl:1:36
                called from the top level at test.tdsl:2:1""";
        assertEquals(expected, trace.substring(trace.indexOf("called from down at test.tdsl:1:36\n…")));
    }

    @Test
    void errorsInBackwardShowTheLinesOfTheForwardCallAndOfTheChange() {
        String code = """
                let x = param(tensor([1.0]))
                let y = exp(x)
                let z = y * y
                with no_grad() { y += 1 }
                z.sum().backward()
                """;
        String failure = fail(code);
        assertEquals("3 | let z = y * y", failure.lines().toList().get(3));
        assertEquals("4 | with no_grad() { y += 1 }", failure.lines().toList().get(5));
        assertEquals("5 | z.sum().backward()", failure.lines().toList().get(7));
    }

    @Test
    void unknownMembersAreMarkedAtTheirName() {
        String expected = """
                NameError: i64[3] has no member shpae; did you mean shape?
                 --> test.tdsl:1:11
                  |
                1 | arange(3).shpae
                  |           ^^^^^""";
        assertEquals(expected, fail("arange(3).shpae"));
    }

    @Test
    void assignmentToABuiltinIsRefused() {
        String expected = """
                NameError: max is built in and cannot be assigned
                 --> test.tdsl:1:1
                  |
                1 | max = 3
                  | ^^^
                  = hint: let max = … declares a variable of this name""";
        assertEquals(expected, fail("max = 3"));
    }

    @Test
    void declaringTwiceInABlockIsRefused() {
        assertEquals(
                "SyntaxError: x is already declared in this block",
                fail("let x = 1; let x = 2").lines().findFirst().orElseThrow());
    }
}
