package tdsl.interpreter.nodes.module;

import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.source.SourceSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tdsl.interpreter.StandardModules;
import tdsl.interpreter.diagnostics.Diagnostic;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.diagnostics.Suggestion;
import tdsl.interpreter.diagnostics.habits.NameHabits;
import tdsl.interpreter.values.Cell;
import tdsl.interpreter.values.Scope;
import tdsl.tensor.DType;

/// A translated program.
///
/// @param body takes the array of cells of the top-level names
/// @param topLevelNames the names that the program declares or uses at its top level, in the order of their
///     cells
/// @param unknownNames names that must be in the scope already
/// @param builtinsUsed names that were taken to mean builtins
public record ProgramCode(
        RootCallTarget body, List<String> topLevelNames, List<UnknownName> unknownNames, Set<String> builtinsUsed) {
    /// The use of a name that the program does not declare.
    ///
    /// @param candidates names that are known there, for a suggestion
    /// @param hint what else may be wrong, if that is known
    public record UnknownName(String name, SourceSection where, Set<String> candidates, Optional<String> hint) {
        /// @param scopeNames names that the scope has
        public Diagnostic diagnostic(Collection<String> scopeNames) {
            Set<String> known = new TreeSet<>(candidates);
            known.addAll(scopeNames);
            Optional<String> advice = hint.or(() -> NameHabits.hint(name)).or(() -> StandardModules.hintFor(name));
            String suggestion = DType.findByLongName(name)
                    .map(DType::label)
                    .or(() -> NameHabits.replacement(name))
                    .map(meant -> "; did you mean " + meant + "?")
                    .orElseGet(() -> advice.isPresent() && !advice.equals(hint) ? "" : Suggestion.of(name, known));
            return new Diagnostic(ErrorKind.NAME, "unknown name " + name + suggestion, where, advice);
        }
    }

    /// @throws ScriptException NameError if a name is neither declared nor in the scope
    void requireNames(Scope scope) {
        List<Diagnostic> missing = new ArrayList<>();
        // A library may yet bring the name; reading it before is an error then.
        boolean mayComeLater = builtinsUsed.contains("load_library");
        for (UnknownName unknown : unknownNames) {
            if (scope.get(unknown.name()) == null && !mayComeLater) {
                missing.add(unknown.diagnostic(scope.names()));
            }
        }
        if (!missing.isEmpty()) {
            throw ScriptException.ofAll(missing, false);
        }
    }

    Cell[] cells(Scope scope) {
        return topLevelNames.stream().map(scope::cell).toArray(Cell[]::new);
    }
}
