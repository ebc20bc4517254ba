package tdsl.interpreter.builtins.files;

import com.oracle.truffle.api.TruffleFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.OptionalLong;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.builtins.SequenceBuiltins;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.runtime.Iteration;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.SequenceView;
import tdsl.interpreter.values.text.Display;

/// Files, standard input, the environment, JSON and progress bars.
public final class IoBuiltins {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row("read_text(path)", "The contents of a UTF-8 file.", IoBuiltins::readText)
            .row("write_text(path, text)", "Replaces the contents of a file, made if need be.", IoBuiltins::writeText)
            .row("input(prompt=\"\")", "The next line of standard input; none at its end.", IoBuiltins::input)
            .row("env(name, default=none)", "A variable of the environment.", IoBuiltins::environment)
            .row(
                    "json(value, indent=none)",
                    "The value as JSON text.",
                    call -> JsonWriter.write(call.site(), call.value(0), (int) call.integerOr(1, 0)))
            .row(
                    "parse_json(text)",
                    "The value that JSON text says.",
                    call -> JsonReader.read(call.site(), call.text(0)))
            .row(
                    "progress(values, label=\"\")",
                    "The values, while a bar on a terminal, or a line every few seconds, shows how far the loop is.",
                    IoBuiltins::progress);

    private IoBuiltins() {}

    private static Object readText(BuiltinCall call) {
        TruffleFile file = call.file(0);
        try {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | SecurityException e) {
            throw fileError(call, "read", e);
        }
    }

    private static Object writeText(BuiltinCall call) {
        TruffleFile file = call.file(0);
        byte[] text = Display.bare(call.value(1)).getBytes(StandardCharsets.UTF_8);
        try {
            AtomicWrite.replace(file, stream -> stream.write(text));
            return None.VALUE;
        } catch (IOException | SecurityException e) {
            throw fileError(call, "write", e);
        }
    }

    /// The error of a file operation, told without the names of Java's exceptions.
    static ScriptException fileError(BuiltinCall call, String verb, Exception failure) {
        String path = call.text(0);
        String reason = failure instanceof NoSuchFileException ? "there is no such file" : failure.getMessage();
        return call.error(ErrorKind.IO, "cannot %s %s: %s", verb, path, reason);
    }

    private static Object input(BuiltinCall call) {
        if (call.has(0)) {
            call.context().output().print(call.text(0));
            call.context().output().flush();
        }
        BufferedReader input = call.context().input();
        try {
            String line = input.readLine();
            return line == null ? None.VALUE : line;
        } catch (IOException e) {
            throw call.error(ErrorKind.IO, "cannot read standard input: %s", e.getMessage());
        }
    }

    private static Object environment(BuiltinCall call) {
        String value = call.context().environment(call.text(0));
        return value != null ? value : call.has(1) ? call.value(1) : None.VALUE;
    }

    private static Object progress(BuiltinCall call) {
        Object values = call.value(0);
        call.iterator(0);
        OptionalLong size = SequenceBuiltins.size(values);
        String label = call.textOr(1, "");
        return new SequenceView(
                "progress",
                size,
                () -> new ProgressIterator(
                        Iteration.iterator(call.site(), values),
                        label,
                        size,
                        call.context().progressOutput()));
    }
}
