package tdsl.tests.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.truffle.api.debug.Breakpoint;
import com.oracle.truffle.api.debug.DebugStackFrame;
import com.oracle.truffle.api.debug.DebugValue;
import com.oracle.truffle.api.debug.Debugger;
import com.oracle.truffle.api.debug.DebuggerSession;
import com.oracle.truffle.api.debug.SuspendedEvent;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;

/// Breakpoints, steps and evaluations by the debugger's interface, which the Chrome and DAP debuggers use.
class DebuggerTest {
    private static final String CODE = """
            let offset = 10
            fn scaled(x, by) {
                let product = x * by
                for i in 0..2 {
                    let next = product + i
                    product = next
                }
                return product + offset
            }
            let t = tensor([1, 2])
            scaled(3, 4) + t.sum().item()
            """;

    private final List<String> seen = new ArrayList<>();

    /// Runs the code, with a breakpoint on a line, and gives its value.
    private int debug(int line, String condition, SuspendedAction... actions) {
        Source source = Source.newBuilder("tdsl", CODE, "debugged.tdsl").buildLiteral();
        try (Engine engine = Engine.newBuilder()
                        .option("engine.WarnInterpreterOnly", "false")
                        .build();
                Context context = Context.newBuilder().engine(engine).build()) {
            int[] stops = {0};
            try (DebuggerSession session = Debugger.find(engine)
                    .startSession(event -> actions[Math.min(stops[0]++, actions.length - 1)].on(event))) {
                Breakpoint breakpoint =
                        Breakpoint.newBuilder(source.getURI()).lineIs(line).build();
                breakpoint.setCondition(condition);
                session.install(breakpoint);
                Value value = context.eval(source);
                assertTrue(breakpoint.isResolved());
                return value.asInt();
            }
        }
    }

    private interface SuspendedAction {
        void on(SuspendedEvent event);
    }

    private void note(SuspendedEvent event) {
        DebugStackFrame frame = event.getTopStackFrame();
        StringBuilder text = new StringBuilder(
                frame.getName() + ":" + event.getSourceSection().getStartLine());
        for (DebugValue value : frame.getScope().getDeclaredValues()) {
            text.append(' ').append(value.getName()).append('=').append(value.toDisplayString());
        }
        seen.add(text.toString());
    }

    @Test
    void breakpointsShowTheVariablesInSight() {
        assertEquals(26, debug(8, null, this::note));
        assertEquals(List.of("scaled:8 x=3 by=4 product=13 offset=10"), seen);
    }

    @Test
    void variablesOfABlockEndWithIt() {
        debug(6, null, this::note);
        assertEquals(
                List.of(
                        "scaled:6 x=3 by=4 product=12 i=0 next=12 offset=10",
                        "scaled:6 x=3 by=4 product=12 i=1 next=13 offset=10"),
                seen);
    }

    @Test
    void conditionsAreEvaluatedWhereTheBreakpointIs() {
        debug(6, "i == 1 and offset == 10", this::note);
        assertEquals(List.of("scaled:6 x=3 by=4 product=12 i=1 next=13 offset=10"), seen);
    }

    @Test
    void stepsGoFromStatementToStatementAndIntoFunctions() {
        debug(
                11,
                null,
                event -> {
                    seen.add("line " + event.getSourceSection().getStartLine());
                    event.prepareStepInto(1);
                },
                event -> {
                    seen.add("line " + event.getSourceSection().getStartLine());
                    event.prepareStepOver(1);
                },
                event -> {
                    seen.add("line " + event.getSourceSection().getStartLine());
                    event.prepareStepOut(1);
                },
                event -> seen.add("line " + event.getSourceSection().getStartLine()));
        assertEquals(List.of("line 11", "line 3", "line 4", "line 11"), seen);
    }

    @Test
    void evaluationsReadAndWriteVariables() {
        int value = debug(8, null, event -> {
            DebugStackFrame frame = event.getTopStackFrame();
            seen.add(frame.eval("x * by + offset").toDisplayString());
            seen.add(frame.eval("(t * 2).tolist()").toDisplayString());
            frame.eval("product = 100.5; offset = 0");
            frame.getScope().getDeclaredValue("by").set(frame.eval("\"four\""));
            seen.add(frame.eval("\"{product} {by}\"").toDisplayString());
            frame.eval("product = 7");
        });
        assertEquals(List.of("22", "[2, 4]", "100.5 four"), seen);
        assertEquals(10, value);
    }

    @Test
    void tensorsShowInScopes() {
        debug(11, null, event -> {
            DebugValue tensor = event.getSession().getTopScope("tdsl").getDeclaredValue("t");
            assertTrue(tensor.isArray());
            assertEquals(2, tensor.getArray().size());
            assertFalse(tensor.toDisplayString().isEmpty());
        });
    }
}
