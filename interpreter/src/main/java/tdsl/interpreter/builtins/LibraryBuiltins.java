package tdsl.interpreter.builtins;

import com.oracle.truffle.api.TruffleFile;
import java.nio.file.Path;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.values.ModuleValue;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.Scope;
import tdsl.interpreter.values.functions.OpFunction;
import tdsl.tensor.library.LoadedLibrary;

/// Operators from outside, and what is known about functions.
final class LibraryBuiltins {
    static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "load_library(path)",
                    "Adds the operators and kernels of a JAR: the operators are functions at the top level, methods of"
                            + " tensors, and members of the result. Its code runs without restrictions, so whoever"
                            + " embeds the language must allow native access and the lookup of host classes.",
                    LibraryBuiltins::loadLibrary)
            .row("doc(function)", "The signature and description of a builtin or an op; none if it has none.", call -> {
                String documentation = Builtins.documentationOf(call.value(0));
                return documentation == null ? None.VALUE : documentation;
            });

    private LibraryBuiltins() {}

    private static Object loadLibrary(BuiltinCall call) {
        if (!call.context().allowsLibraries()) {
            throw call.error(ErrorKind.IMPORT, "this program may not load libraries, whose code runs unrestricted");
        }
        LoadedLibrary library = LoadedLibrary.load(path(call));
        Scope members = new Scope(library.name());
        library.ops().forEach((name, op) -> {
            OpFunction function = new OpFunction(op);
            members.cell(name).set(function);
            call.context().topScope().cell(name).set(function);
            call.context().addOp(function);
        });
        return new ModuleValue(members);
    }

    /// The path as scripts are allowed to see it.
    private static Path path(BuiltinCall call) {
        try {
            TruffleFile file = call.file(0);
            if (!file.isReadable()) {
                throw call.error(ErrorKind.IO, "cannot read %s", call.text(0));
            }
            return Path.of(file.getAbsoluteFile().getPath());
        } catch (SecurityException _) {
            throw call.error(ErrorKind.IO, "this program may not read %s", call.text(0));
        }
    }
}
