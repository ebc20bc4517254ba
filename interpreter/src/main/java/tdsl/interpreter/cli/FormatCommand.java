package tdsl.interpreter.cli;

import com.oracle.truffle.api.source.Source;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tdsl.grammar.format.SourceFormatter;
import tdsl.interpreter.cli.session.Session;
import tdsl.interpreter.diagnostics.Diagnostic;
import tdsl.interpreter.diagnostics.DiagnosticRenderer;
import tdsl.tensor.error.FileException;
import tdsl.tensor.io.AtomicFile;

/// `tdsl fmt`: writes scripts in the one style of the language. A script with errors is left as it is.
record FormatCommand(PrintStream output, PrintStream errors, boolean colored) {
    /// @param checkOnly leave all files as they are, and name those that are not formatted
    /// @return whether all files are formatted now
    boolean run(List<String> files, boolean checkOnly) {
        boolean allFormatted = true;
        for (String file : files) {
            allFormatted &= format(file, checkOnly);
        }
        return allFormatted;
    }

    private boolean format(String file, boolean checkOnly) {
        try {
            String text = ScriptFile.read(file).getCharacters().toString();
            SourceFormatter.Result result = SourceFormatter.format(text);
            if (result.text().isEmpty()) {
                report(file, text, result);
                return false;
            }
            String formatted = result.text().get();
            if (formatted.equals(text)) {
                return true;
            }
            if (checkOnly) {
                output.println(file + " is not formatted");
                return false;
            }
            AtomicFile.write(Path.of(file), stream -> stream.write(formatted.getBytes(StandardCharsets.UTF_8)));
            output.println("formatted " + file);
            return true;
        } catch (UnreadableScriptException | FileException e) {
            errors.println("tdsl: " + e.getMessage());
            return false;
        }
    }

    private void report(String file, String text, SourceFormatter.Result result) {
        Source source = Source.newBuilder(Session.LANGUAGE, text, file).build();
        List<Diagnostic> diagnostics = result.errors().stream()
                .map(error -> Diagnostic.of(source, error))
                .toList();
        errors.println(new DiagnosticRenderer(colored).render(diagnostics));
    }
}
