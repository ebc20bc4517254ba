package tdsl.interpreter.check;

import com.oracle.truffle.api.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tdsl.grammar.ParseResult;
import tdsl.grammar.SourceParser;
import tdsl.grammar.ast.ModuleReference;
import tdsl.grammar.ast.Program;
import tdsl.interpreter.diagnostics.Diagnostic;
import tdsl.interpreter.translate.names.NameResolver;
import tdsl.interpreter.translate.names.Resolution;

/// Finds errors in a program without running it: syntax, unknown names, arguments that do not fit what is called,
/// statements that never run, and shapes that cannot go together, as far as literals and signatures tell.
///
/// Sizes that a signature leaves open are tried with two choices of examples; what goes wrong with both is an error.
public final class SourceChecker {
    private SourceChecker() {}

    /// @param modules gives the text of a module that the program imports; empty if it cannot be read
    /// @return what is wrong, in the order of the source
    public static List<Diagnostic> check(Source source, Function<ModuleReference, Optional<String>> modules) {
        ParseResult parsed = SourceParser.parse(source.getCharacters().toString());
        if (parsed.program().isEmpty()) {
            return parsed.errors().stream()
                    .map(error -> Diagnostic.of(source, error))
                    .toList();
        }
        Program program = parsed.program().get();
        Resolution resolution = NameResolver.resolve(source, program, Set.of());
        List<Diagnostic> found = new ArrayList<>(resolution.problems());
        resolution.unknownNames().forEach(unknown -> found.add(unknown.diagnostic(Set.of())));
        ModuleSummaries summaries = new ModuleSummaries(modules);
        Findings findings = findings(source, program, resolution, summaries, ExampleSizes.Choice.PRIMES);
        findings.retain(findings(source, program, resolution, summaries, ExampleSizes.Choice.DIVISIBLE));
        found.addAll(findings.inOrder());
        return found;
    }

    private static Findings findings(
            Source source,
            Program program,
            Resolution resolution,
            ModuleSummaries modules,
            ExampleSizes.Choice choice) {
        Analysis analysis = new Analysis(source, resolution, modules, choice);
        new StatementChecker(analysis).check(program.statements());
        analysis.runPostponed();
        return analysis.findings();
    }
}
