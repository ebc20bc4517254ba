package tdsl.interpreter.translate;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.source.Source;
import com.oracle.truffle.api.source.SourceSection;
import java.util.List;
import java.util.Set;
import tdsl.grammar.ParseResult;
import tdsl.grammar.SourceParser;
import tdsl.grammar.ast.Program;
import tdsl.interpreter.diagnostics.Diagnostic;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.nodes.module.ProgramCode;
import tdsl.interpreter.nodes.module.ProgramRootNode;
import tdsl.interpreter.translate.names.NameResolver;
import tdsl.interpreter.translate.names.Resolution;
import tdsl.interpreter.translate.names.Variable;

/// Turns a source into a program that can be run: parses it, resolves its names, makes its nodes.
public final class ProgramTranslator {
    private final TruffleLanguage<?> language;
    private final Source source;
    private final Program program;

    private ProgramTranslator(TruffleLanguage<?> language, Source source, Program program) {
        this.language = language;
        this.source = source;
        this.program = program;
    }

    /// @throws ScriptException with all syntax errors, if there are any
    public static ProgramRootNode translate(TruffleLanguage<?> language, Source source) {
        ParseResult result = SourceParser.parse(source.getCharacters().toString());
        if (!result.errors().isEmpty()) {
            throw syntaxErrors(source, result);
        }
        Program program = result.program().orElseThrow();
        ProgramTranslator translator = new ProgramTranslator(language, source, program);
        SourceSection section = source.createSection(0, source.getLength());
        return new ProgramRootNode(language, section, translator::code);
    }

    private static ScriptException syntaxErrors(Source source, ParseResult result) {
        List<Diagnostic> diagnostics = result.errors().stream()
                .map(error -> Diagnostic.of(source, error))
                .toList();
        return ScriptException.ofAll(diagnostics, result.isIncomplete());
    }

    private ProgramCode code(Set<String> hiddenBuiltins) {
        Resolution resolution = NameResolver.resolve(source, program, hiddenBuiltins);
        if (!resolution.problems().isEmpty()) {
            throw ScriptException.ofAll(resolution.problems(), false);
        }
        Translation translation = new Translation(language, source, resolution);
        return new ProgramCode(
                new FunctionTranslator(translation).program(program),
                resolution.function(program).captures().stream()
                        .map(Variable::name)
                        .toList(),
                resolution.unknownNames(),
                resolution.builtinsUsed());
    }
}
