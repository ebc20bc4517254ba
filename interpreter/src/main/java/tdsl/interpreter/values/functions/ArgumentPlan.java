package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import java.util.Arrays;
import tdsl.interpreter.values.collections.ListValue;

/// Where each argument of one form of call goes among the parameters of one callee; computed once, applied per call.
public final class ArgumentPlan {
    /// The parameter of each supplied argument, those for the rest list left out.
    @CompilationFinal(dimensions = 1)
    private final int[] targets;

    private final int byPosition;
    private final int restCount;
    private final int restIndex;
    private final int parameterCount;

    ArgumentPlan(int[] targets, int byPosition, int restCount, int restIndex, int parameterCount) {
        this.targets = targets;
        this.byPosition = byPosition;
        this.restCount = restCount;
        this.restIndex = restIndex;
        this.parameterCount = parameterCount;
    }

    /// One value per parameter, null for those to be defaulted, behind `offset` free places.
    ///
    /// @param supplied the positional arguments, then the named ones
    @ExplodeLoop
    public Object[] arrange(Object[] supplied, int offset) {
        Object[] arranged = new Object[offset + parameterCount];
        for (int i = 0; i < targets.length; i++) {
            arranged[offset + targets[i]] = supplied[i < byPosition ? i : i + restCount];
        }
        if (restIndex >= 0) {
            Object[] rest = Arrays.copyOfRange(supplied, byPosition, byPosition + restCount);
            arranged[offset + restIndex] = ListValue.of(rest);
        }
        return arranged;
    }
}
