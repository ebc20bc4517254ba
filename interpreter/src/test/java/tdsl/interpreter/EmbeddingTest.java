package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    private final Scripts scripts = new Scripts("first", "second");

    @AfterEach
    void close() {
        scripts.close();
    }

    @Test
    void variablesPersistBetweenEvaluations() {
        scripts.evaluate("let x = 1; fn f() = x");
        scripts.evaluate("x += 1");
        assertEquals(2, scripts.evaluate("f()").asInt());
    }

    @Test
    void letRedeclaresInALaterEvaluation() {
        scripts.evaluate("let x = 1");
        scripts.evaluate("let x = \"a\"");
        assertEquals("a", scripts.evaluate("x").asString());
    }

    @Test
    void ownVariablesHideBuiltinsInLaterEvaluations() {
        assertTrue(scripts.evaluate("max").canExecute());
        scripts.evaluate("let max = 5");
        assertEquals(5, scripts.evaluate("max").asInt());
    }

    @Test
    void failedEvaluationLeavesEarlierVariables() {
        scripts.evaluate("let x = 1");
        scripts.failure("let y = 2; 1 // 0");
        assertEquals(3, scripts.evaluate("x + y").asInt());
    }

    @Test
    void namesAreCheckedBeforeAnythingRuns() {
        scripts.failure("print(\"ran\"); unknown_name");
        assertEquals("", scripts.printed());
    }

    @Test
    void bindingsShowAndSetVariables() {
        scripts.evaluate("let x = [1, 2]; fn double(n) = 2 * n");
        Value bindings = scripts.context().getBindings(TdslLanguage.ID);
        assertEquals(2, bindings.getMember("x").getArrayElement(1).asInt());
        assertEquals(8, bindings.getMember("double").execute(4).asInt());
        bindings.putMember("y", 7);
        assertEquals(14, scripts.evaluate("double(y)").asInt());
        assertEquals(List.of("x", "double", "y"), List.copyOf(bindings.getMemberKeys()));
    }

    @Test
    void valueOfAProgramIsThatOfItsLastExpression() {
        assertEquals(3, scripts.evaluate("let x = 1; x + 2").asInt());
        assertTrue(scripts.evaluate("let y = 1").isNull());
        assertTrue(scripts.evaluate("").isNull());
    }

    @Test
    void argumentsOfTheScriptAreAList() {
        assertEquals(List.of("first", "second"), scripts.evaluate("args").as(List.class));
    }

    @Test
    void tensorsAreArraysOfTheirRows() {
        Value tensor = scripts.evaluate("[1, 2; 3, 4]");
        assertEquals(4, tensor.getArrayElement(1).getArrayElement(1).asInt());
        assertEquals("i64", tensor.getMember("dtype").asString());
        Value identity = scripts.evaluate("fn(t) => t is tensor and t[0, 1].item() == 2");
        assertTrue(identity.execute(tensor).asBoolean());
    }

    @Test
    void dictsAreHashesAndObjectsHaveMembers() {
        Value dict = scripts.evaluate("{a: 1, \"b c\": none}");
        assertEquals(1, dict.getHashValue("a").asInt());
        assertTrue(dict.getHashValue("b c").isNull());
        Value object = scripts.evaluate("class P(x) { let x = x; fn add(n) = x + n }; P(3)");
        assertEquals(3, object.getMember("x").asInt());
        assertEquals(5, object.invokeMember("add", 2).asInt());
        assertEquals("P", object.getMetaObject().getMetaSimpleName());
        assertEquals(9, object.getMetaObject().newInstance(9).getMember("x").asInt());
    }

    @Test
    void hostObjectsAreUsedLikeOwnOnes() {
        Value bindings = scripts.context().getBindings(TdslLanguage.ID);
        bindings.putMember("numbers", new int[] {1, 2, 3});
        bindings.putMember("half", (Function<Number, Number>) n -> n.intValue() / 2);
        assertEquals(6, scripts.evaluate("sum(numbers)").asInt());
        assertEquals(
                "3 3 1",
                scripts.evaluate("\"{numbers[-1]} {len(numbers)} {half(3)}\"").asString());
        bindings.putMember("entries", ProxyObject.fromMap(Map.of("k", 5)));
        assertEquals(5, scripts.evaluate("entries.k").asInt());
    }

    @Test
    void syntaxErrorsAreMarkedAndIncompleteOnesToo() {
        PolyglotException incomplete = assertThrows(PolyglotException.class, () -> scripts.evaluate("fn f() {"));
        assertTrue(incomplete.isSyntaxError() && incomplete.isIncompleteSource());
        PolyglotException wrong = assertThrows(PolyglotException.class, () -> scripts.evaluate("let = 1"));
        assertTrue(wrong.isSyntaxError());
        assertFalse(wrong.isIncompleteSource());
    }

    @Test
    void errorsCarryKindMessageAndPlace() {
        PolyglotException error = assertThrows(
                PolyglotException.class, () -> scripts.evaluate("\nthrow ShapeError(\"odd\", hint=\"even\")"));
        Value thrown = error.getGuestObject();
        assertEquals("ShapeError: odd", error.getMessage());
        assertEquals("ShapeError", thrown.getMember("kind").asString());
        assertEquals("even", thrown.getMember("hint").asString());
        assertEquals(2, thrown.getMember("line").asInt());
        assertEquals(2, error.getSourceLocation().getStartLine());
    }

    @Test
    void contextsOfOneEngineShareCodeButNoVariables() {
        Source source = Source.create(TdslLanguage.ID, "let n = 0; fn next() { n += 1; return n }; next()");
        Source again = Source.create(TdslLanguage.ID, "next()");
        try (Engine engine = Engine.newBuilder()
                        .option("engine.WarnInterpreterOnly", "false")
                        .build();
                Context first = Context.newBuilder().engine(engine).build();
                Context second = Context.newBuilder().engine(engine).build()) {
            assertEquals(1, first.eval(source).asInt());
            assertEquals(2, first.eval(again).asInt());
            assertEquals(1, second.eval(source).asInt());
            assertEquals(3, first.eval(again).asInt());
            assertEquals(2, second.eval(again).asInt());
        }
    }

    @Test
    void nothingOutsideIsReachedWithoutPermission() {
        try (Context context = Context.newBuilder(TdslLanguage.ID)
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            PolyglotException error = assertThrows(
                    PolyglotException.class, () -> context.eval(TdslLanguage.ID, "read_text(\"/etc/hostname\")"));
            assertTrue(error.getMessage().startsWith("IOError: "), error.getMessage());
            error = assertThrows(
                    PolyglotException.class, () -> context.eval(TdslLanguage.ID, "import \"model.tdsl\" as model"));
            assertTrue(error.getMessage().startsWith("ImportError: "), error.getMessage());
        }
    }
}
