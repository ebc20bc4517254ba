package tdsl.interpreter.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tdsl.grammar.SourceParser;
import tdsl.grammar.ast.Identifier;
import tdsl.grammar.ast.ModuleReference;
import tdsl.grammar.ast.Parameter;
import tdsl.grammar.ast.Pattern;
import tdsl.grammar.ast.Program;
import tdsl.grammar.ast.Span;
import tdsl.grammar.ast.Statement;
import tdsl.interpreter.translate.ParameterLists;

/// What the modules that a program imports offer: read, not run.
final class ModuleSummaries {
    private final Function<ModuleReference, Optional<String>> sources;
    private final Map<String, Abstract> known = new LinkedHashMap<>();

    /// @param sources gives the text of a module; empty if it cannot be read
    ModuleSummaries(Function<ModuleReference, Optional<String>> sources) {
        this.sources = sources;
    }

    /// A module; unknown if it cannot be read.
    Abstract module(ModuleReference reference) {
        String name = switch (reference) {
            case ModuleReference.Standard standard -> standard.name().text();
            case ModuleReference.File file -> file.path();
        };
        if (!known.containsKey(name)) {
            // Modules that import each other end here; the run reports the cycle.
            known.put(name, Abstract.UNKNOWN);
            Optional<Abstract> summary = sources.apply(reference).flatMap(text -> summary(name, text));
            known.put(name, summary.orElse(Abstract.UNKNOWN));
        }
        return known.get(name);
    }

    private Optional<Abstract> summary(String name, String text) {
        return SourceParser.parse(text).program().map(program -> new Abstract.Module(name, members(program, text)));
    }

    private Map<String, Abstract> members(Program program, String text) {
        Map<String, Abstract> members = new LinkedHashMap<>();
        Function<Span, String> textOf = span -> text.substring(span.start(), span.end());
        for (Statement statement : program.statements()) {
            switch (statement) {
                case Statement.FunctionDeclaration function ->
                    members.put(
                            function.name().text(),
                            script(function.name(), function.signature().parameters(), textOf));
                case Statement.ClassDeclaration type ->
                    members.put(type.name().text(), script(type.name(), type.parameters(), textOf));
                case Statement.OpDeclaration op ->
                    members.put(op.name().text(), script(op.name(), op.parameters(), textOf));
                case Statement.Let let ->
                    names(let.pattern()).forEach(variable -> members.put(variable, Abstract.UNKNOWN));
                case Statement.Import module -> {
                    String imported = module.alias()
                            .map(Identifier::text)
                            .orElseGet(() -> ((ModuleReference.Standard) module.module())
                                    .name()
                                    .text());
                    members.put(imported, Abstract.UNKNOWN);
                }
                case Statement.FromImport module ->
                    module.names()
                            .forEach(imported -> members.put(
                                    imported.alias().orElse(imported.name()).text(), passedOn(module, imported)));
                default -> {}
            }
        }
        return members;
    }

    /// A member that a module has from another. The path of a file is relative to a file that is not known here.
    private Abstract passedOn(Statement.FromImport module, Statement.ImportedName imported) {
        return module.module() instanceof ModuleReference.Standard standard
                        && module(standard) instanceof Abstract.Module known
                ? known.members().getOrDefault(imported.name().text(), Abstract.UNKNOWN)
                : Abstract.UNKNOWN;
    }

    /// Its annotations bind names of the module, so calls are compared with the number and names of parameters only.
    private static Abstract script(Identifier name, List<Parameter> parameters, Function<Span, String> textOf) {
        return new Abstract.Script(ParameterLists.of(name.text(), parameters, textOf), List.of(), Optional.empty());
    }

    private static List<String> names(Pattern pattern) {
        return switch (pattern) {
            case Pattern.Single single -> List.of(single.name().text());
            case Pattern.Tuple tuple -> {
                List<String> names = new ArrayList<>();
                tuple.elements().forEach(element -> names.addAll(names(element)));
                yield names;
            }
        };
    }
}
