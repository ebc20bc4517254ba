package tdsl.tests.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.truffle.tck.tests.ErrorTypeTest;
import com.oracle.truffle.tck.tests.ExpressionTest;
import com.oracle.truffle.tck.tests.IdentityFunctionTest;
import com.oracle.truffle.tck.tests.InlineExecutionTest;
import com.oracle.truffle.tck.tests.InvalidSyntaxTest;
import com.oracle.truffle.tck.tests.ScriptTest;
import com.oracle.truffle.tck.tests.StatementTest;
import com.oracle.truffle.tck.tests.ValueTest;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;

/// The compatibility kit for polyglot languages, which is made of JUnit 4 tests, with the values and snippets of
/// {@link TdslTckProvider} and of the Java host.
class PolyglotTckTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                IdentityFunctionTest.class,
                ValueTest.class,
                ExpressionTest.class,
                StatementTest.class,
                ScriptTest.class,
                ErrorTypeTest.class,
                InvalidSyntaxTest.class,
                InlineExecutionTest.class
            })
    void passes(Class<?> kit) {
        Result result = JUnitCore.runClasses(kit);
        String failures = result.getFailures().stream()
                .map(failure -> failure.getTestHeader() + ": " + failure.getTrimmedTrace())
                .collect(Collectors.joining("\n"));
        assertEquals("", failures);
        assertTrue(result.getRunCount() > 0, "no test ran");
    }
}
