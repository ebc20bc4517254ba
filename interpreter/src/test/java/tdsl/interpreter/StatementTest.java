package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tdsl.interpreter.Scripts.run;

import org.junit.jupiter.api.Test;

class StatementTest {
    @Test
    void variablesAreDeclaredAndAssigned() {
        assertEquals("3 5", run("let x = 3; let y = x; y += 2; print(x, y)"));
    }

    @Test
    void letTakesTuplesApart() {
        assertEquals("1 2 3", run("let (a, (b, c)) = (1, [2, 3]); print(a, b, c)"));
    }

    @Test
    void assignmentSwapsWithoutATemporary() {
        assertEquals("2 1", run("let a = 1; let b = 2; (a, b) = (b, a); print(a, b)"));
    }

    @Test
    void blocksHaveTheirOwnVariables() {
        assertEquals("1", run("let x = 1; if true { let x = 2 }; print(x)"));
    }

    @Test
    void ifChoosesOneBranch() {
        String code = "fn sign(x) { if x < 0 { return -1 } else if x == 0 { return 0 } else { return 1 } }";
        assertEquals("-1 0 1", run(code + "; print(sign(-5), sign(0), sign(2.5))"));
    }

    @Test
    void loopsBreakAndContinue() {
        String code = """
                let total = 0
                for i in 0..100 {
                    if i % 2 == 0 { continue }
                    if i > 9 { break }
                    total += i
                }
                while true { total += 100; if total > 300 { break } }
                print(total)
                """;
        assertEquals("325", run(code));
    }

    @Test
    void functionsMadeInALoopKeepTheirOwnVariable() {
        assertEquals(
                "0 1 2", run("let fs = []; for i in 0..3 { fs.append(fn() => i) }; print(fs[0](), fs[1](), fs[2]())"));
    }

    @Test
    void finallyRunsHoweverTheBlockIsLeft() {
        String code = """
                fn leave(how) {
                    try {
                        if how == "return" { return "returned" }
                        throw ValueError("thrown")
                    } catch e is ValueError {
                        return e.message
                    } finally {
                        print("cleaned up")
                    }
                }
                print(leave("return"))
                print(leave("throw"))
                """;
        assertEquals("cleaned up\nreturned\ncleaned up\nthrown", run(code));
    }
}
