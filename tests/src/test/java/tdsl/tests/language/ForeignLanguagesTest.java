package tdsl.tests.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;

/// Tensors in the hands of JavaScript and Python, by explicit methods.
class ForeignLanguagesTest {
    private static final String JAVASCRIPT = "js";
    private static final String PYTHON = "python";

    private static Context context(String language) {
        return Context.newBuilder("tdsl", language)
                .allowAllAccess(true)
                .option("engine.WarnInterpreterOnly", "false")
                .build();
    }

    @Test
    void javaScriptReadsAndWritesTensors() {
        try (Context context = context(JAVASCRIPT)) {
            context.getBindings(JAVASCRIPT).putMember("x", context.eval("tdsl", "arange(6).reshape(2, 3)"));
            assertEquals("2,3 i64 5", evaluate(context, JAVASCRIPT, "`${[...x.shape]} ${x.dtype} ${x[1][2]}`"));
            assertEquals("3,0", evaluate(context, JAVASCRIPT, "x.set(0, 1, 9); `${[...x.get('::-1, 0')]}`"));
            assertEquals("7,8", evaluate(context, JAVASCRIPT, "`${[...x.sum.call([], {dim: 1}).add(-4)]}`"));
        }
    }

    @Test
    void javaScriptCallsOpsAndIsCalledByScripts() {
        try (Context context = context(JAVASCRIPT)) {
            String script = "const zeros = Polyglot.eval('tdsl', 'zeros'); `${[...zeros([2, 1]).shape]}`";
            assertEquals("2,1", evaluate(context, JAVASCRIPT, script));
            Value halve = context.eval(JAVASCRIPT, "t => t.div(2)");
            Value result = context.eval("tdsl", "fn(f) => f([2, 4; 6, 8]).sum().item()")
                    .execute(halve);
            assertEquals(10.0, result.asDouble());
        }
    }

    @Test
    void pythonReadsAndWritesTensors() {
        try (Context context = context(PYTHON)) {
            context.getBindings(PYTHON).putMember("x", context.eval("tdsl", "arange(6).to(f32).reshape(2, 3)"));
            assertEquals("[2, 3] f32 5.0", evaluate(context, PYTHON, "f'{list(x.shape)} {x.dtype} {x[1][2]}'"));
            context.eval(PYTHON, "x.set(0, '1:', 9)");
            assertEquals("[9.0, 9.0, 1]", evaluate(context, PYTHON, "str([x[0][1], x[0][2], x.get(0).dim()])"));
            assertEquals("[18.0, 12.0]", evaluate(context, PYTHON, "str(list(x.sum.call([], {'dim': 1}).tolist()))"));
            assertEquals("9.0", evaluate(context, PYTHON, "str(x.byteBuffer().getFloat(4))"));
        }
    }

    @Test
    void pythonCallsOpsByName() {
        try (Context context = context(PYTHON)) {
            context.eval(PYTHON, """
                    import polyglot
                    tanh, zeros = (polyglot.eval(language="tdsl", string=name) for name in ("tanh", "zeros"))
                    """);
            context.eval(PYTHON, """
                    import struct
                    frombuffer = polyglot.eval(language="tdsl", string="frombuffer")
                    """);
            assertEquals("[1.5, 2.5]", evaluate(context, PYTHON, "str(list(frombuffer(struct.pack('ff', 1.5, 2.5))))"));
            assertEquals("(2, 1)", evaluate(context, PYTHON, "str(tuple(tanh(zeros([2, 1])).shape))"));
            Value halve = context.eval(PYTHON, "lambda t: t.div(2)");
            Value result = context.eval("tdsl", "fn(f) => f([2, 4; 6, 8]).sum().item()")
                    .execute(halve);
            assertEquals(10.0, result.asDouble());
        }
    }

    private static String evaluate(Context context, String language, String code) {
        return context.eval(language, code).asString();
    }
}
