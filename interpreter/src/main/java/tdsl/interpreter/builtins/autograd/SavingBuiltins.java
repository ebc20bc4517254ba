package tdsl.interpreter.builtins.autograd;

import com.oracle.truffle.api.TruffleFile;
import com.oracle.truffle.api.nodes.Node;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.runtime.Calls;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.tensor.GradMode;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.hooks.Checkpoint;
import tdsl.tensor.autograd.hooks.DiskOffload;
import tdsl.tensor.autograd.hooks.SavedTensorHooks;

/// What becomes of the tensors that are saved for backward.
public final class SavingBuiltins {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "saved_tensors_hooks(pack, unpack)",
                    "A context in which `pack(tensor)` is kept of every tensor saved for backward, and `unpack` of that"
                            + " gives the tensor when backward needs it.",
                    SavingBuiltins::savedTensorsHooks)
            .row(
                    "save_on_disk(folder)",
                    "A context in which tensors saved for backward are kept in files of a folder, not in memory. Files go"
                            + " when backward has read them.",
                    SavingBuiltins::saveOnDisk)
            .row(
                    "checkpoint(f)",
                    "The same function, which saves nothing for backward but its arguments: it is called again when"
                            + " backward needs more. It must do the same each time; random numbers are the same.",
                    SavingBuiltins::checkpoint);

    private SavingBuiltins() {}

    private static Object savedTensorsHooks(BuiltinCall call) {
        Node site = call.site();
        SavedTensorHooks hooks = new SavedTensorHooks() {
            @Override
            public Object pack(Tensor tensor) {
                return Calls.call(site, call.value(0), tensor);
            }

            @Override
            public Tensor unpack(Object packed) {
                Object value = Calls.call(site, call.value(1), packed);
                if (value instanceof Tensor tensor) {
                    return tensor;
                }
                throw new ScriptException(
                        ErrorKind.TYPE, "unpack must return a tensor, not " + Kinds.describe(value), site);
            }
        };
        return new SettingContext<>("saved_tensors_hooks", GradMode::setSavedTensorHooks, hooks);
    }

    private static Object saveOnDisk(BuiltinCall call) {
        TruffleFile folder = call.file(0);
        if (!isFolder(call, folder)) {
            throw call.error(ErrorKind.IO, "%s is not a folder", call.text(0));
        }
        SavedTensorHooks hooks = new DiskOffload(new TruffleFolder(folder));
        return new SettingContext<>("save_on_disk", GradMode::setSavedTensorHooks, hooks);
    }

    private static boolean isFolder(BuiltinCall call, TruffleFile file) {
        try {
            return file.isDirectory();
        } catch (SecurityException _) {
            throw call.error(ErrorKind.IO, "this program may not use %s", call.text(0));
        }
    }

    private record TruffleFolder(TruffleFile folder) implements DiskOffload.Folder {
        @Override
        public SeekableByteChannel create(String name) throws IOException {
            return folder.resolve(name).newByteChannel(Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        }

        @Override
        public SeekableByteChannel open(String name) throws IOException {
            return folder.resolve(name).newByteChannel(Set.of(StandardOpenOption.READ));
        }

        @Override
        public void delete(String name) throws IOException {
            try {
                folder.resolve(name).delete();
            } catch (NoSuchFileException _) {
                // It is gone, which is what was wanted.
            }
        }
    }

    private static Object checkpoint(BuiltinCall call) {
        Object function = call.value(0);
        Calls.requireCallable(call.site(), function);
        String inner = function instanceof CallableValue callable ? callable.name() : "…";
        return new TransformedFunction("checkpoint(" + inner + ")", (site, positional, names, named) -> {
            Object[] all = Arrays.copyOf(positional, positional.length + named.length);
            System.arraycopy(named, 0, all, positional.length, named.length);
            return Checkpoint.call(
                    given -> Calls.call(
                            site,
                            function,
                            Arrays.copyOf(given, positional.length),
                            names,
                            Arrays.copyOfRange(given, positional.length, given.length)),
                    all);
        });
    }
}
