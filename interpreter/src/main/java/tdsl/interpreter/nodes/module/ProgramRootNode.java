package tdsl.interpreter.nodes.module;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.Scope;

/// A whole source. Running it first ties its top-level names to the variables of a scope, then runs its statements.
///
/// The code is shared by all contexts of an engine, and so cannot hold their variables itself.
public final class ProgramRootNode extends RootNode {
    private final SourceSection sourceSection;
    private final Function<Set<String>, ProgramCode> translator;
    private final Map<Set<String>, ProgramCode> codes = new ConcurrentHashMap<>();

    /// @param translator gives the code, given the names of builtins that the scope's own variables hide
    public ProgramRootNode(
            TruffleLanguage<?> language, SourceSection sourceSection, Function<Set<String>, ProgramCode> translator) {
        super(language);
        this.sourceSection = sourceSection;
        this.translator = translator;
    }

    /// Reports names that a scope lacks, as running the program would.
    @TruffleBoundary
    public void check(Scope scope) {
        codeFor(scope).requireNames(scope);
    }

    /// What profilers call it.
    @Override
    public String getName() {
        return sourceSection.getSource().getName();
    }

    /// Runs the program in the scope given as its argument, or else at the top level of the context.
    @Override
    public Object execute(VirtualFrame frame) {
        Object[] arguments = frame.getArguments();
        return arguments.length > 0 && arguments[0] instanceof Scope scope ? run(scope) : runAtTopLevel();
    }

    @TruffleBoundary
    private Object runAtTopLevel() {
        TdslContext context = TdslContext.get(this);
        return Boundary.toForeign(context.entered(
                () -> context.modules().evaluate(sourceSection.getSource(), () -> run(context.topScope()))));
    }

    @TruffleBoundary
    private Object run(Scope scope) {
        ProgramCode code = codeFor(scope);
        code.requireNames(scope);
        return Boundary.toForeign(code.body().call(new Object[] {code.cells(scope)}));
    }

    private ProgramCode codeFor(Scope scope) {
        ProgramCode plain = codes.computeIfAbsent(Set.of(), translator);
        Set<String> hidden = new HashSet<>(scope.names());
        hidden.retainAll(plain.builtinsUsed());
        return hidden.isEmpty() ? plain : codes.computeIfAbsent(hidden, translator);
    }

    @Override
    public SourceSection getSourceSection() {
        return sourceSection;
    }

    @Override
    public boolean isInternal() {
        return true;
    }
}
