package tdsl.interpreter.cli;

import com.oracle.truffle.api.source.Source;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tdsl.grammar.ast.ModuleReference;
import tdsl.interpreter.StandardModules;
import tdsl.interpreter.check.SourceChecker;
import tdsl.interpreter.cli.session.Session;
import tdsl.interpreter.diagnostics.Diagnostic;
import tdsl.interpreter.diagnostics.DiagnosticRenderer;

/// `tdsl check`: says what is wrong with scripts, without running them.
record CheckCommand(PrintStream errors, boolean colored) {
    /// @return whether nothing was found
    boolean run(List<String> files) {
        int found = 0;
        for (String file : files) {
            found += check(file);
        }
        if (found > 0) {
            errors.println(found == 1 ? "1 error" : found + " errors");
        }
        return found == 0;
    }

    private int check(String file) {
        try {
            String text = ScriptFile.read(file).getCharacters().toString();
            Source source = Source.newBuilder(Session.LANGUAGE, text, file).build();
            List<Diagnostic> found = SourceChecker.check(source, module -> textOf(module, Path.of(file)));
            if (!found.isEmpty()) {
                errors.println(new DiagnosticRenderer(colored).render(found));
                errors.println();
            }
            return found.size();
        } catch (UnreadableScriptException e) {
            errors.println("tdsl: " + e.getMessage());
            return 1;
        }
    }

    /// A module that cannot be read is an error of the run; here, nothing is known of it.
    private static Optional<String> textOf(ModuleReference module, Path importing) {
        try {
            return switch (module) {
                case ModuleReference.Standard standard ->
                    StandardModules.text(standard.name().text());
                case ModuleReference.File file -> Optional.of(Files.readString(importing.resolveSibling(file.path())));
            };
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }
}
