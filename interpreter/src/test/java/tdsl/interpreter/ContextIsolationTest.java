package tdsl.interpreter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.junit.jupiter.api.Test;
import tdsl.tensor.GradMode;
import tdsl.tensor.ops.Tensors;

/// The mode of recording and the random numbers belong to a context, and do not leak into others on the same thread.
class ContextIsolationTest {
    private static boolean isRecording(Context context) {
        return context.eval("tdsl", "is_grad_enabled()").asBoolean();
    }

    @Test
    void aModeThatIsSetStaysInItsContext() {
        try (Context first = Context.create("tdsl");
                Context second = Context.create("tdsl")) {
            first.eval("tdsl", "set_grad_enabled(false)");
            assertFalse(isRecording(first));
            assertTrue(isRecording(second));
            assertTrue(GradMode.isEnabled());
        }
    }

    @Test
    void aContextEnteredFromABlockOfAnotherHasItsOwnMode() {
        try (Context outer = Context.create("tdsl");
                Context inner = Context.create("tdsl")) {
            outer.eval("tdsl", "fn blocked(f) { with no_grad() { return f() } }");
            Value blocked = outer.getBindings("tdsl").getMember("blocked");
            ProxyExecutable host = _ -> isRecording(inner) && !isRecording(outer);
            assertTrue(blocked.execute(host).asBoolean());
            assertTrue(isRecording(outer));
        }
    }

    @Test
    void aModeEndsWithItsBlockWhenThatFails() {
        try (Context context = Context.create("tdsl")) {
            String code = "with inference_mode() { with no_grad() { [][0] } }";
            assertThrows(PolyglotException.class, () -> context.eval("tdsl", code));
            assertTrue(isRecording(context));
            assertEquals(
                    "false", context.eval("tdsl", "is_inference_mode_enabled()").toString());
        }
    }

    private static double drawn(Context context) {
        return context.eval("tdsl", "rand(1).item()").asDouble();
    }

    @Test
    void contextsDrawRandomNumbersWithoutDisturbingEachOther() {
        try (Context first = Context.create("tdsl");
                Context second =
                        Context.newBuilder("tdsl").option("tdsl.Seed", "7").build();
                Context third = Context.create("tdsl")) {
            third.eval("tdsl", "manual_seed(7)");
            Tensors.manual_seed(7);
            double one = drawn(first);
            double two = drawn(second);
            assertEquals(two, drawn(third));
            assertNotEquals(one, two);
            assertEquals(two, ((Number) Tensors.rand(1).item()).doubleValue());
            assertEquals(drawn(second), drawn(third));
        }
    }
}
