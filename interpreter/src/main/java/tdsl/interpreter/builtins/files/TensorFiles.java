package tdsl.interpreter.builtins.files;

import com.oracle.truffle.api.TruffleFile;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tdsl.interpreter.builtins.BuiltinCall;
import tdsl.interpreter.builtins.BuiltinTable;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.collections.DictValue;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.Tensor;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.io.Npy;
import tdsl.tensor.io.Npz;
import tdsl.tensor.io.Png;
import tdsl.tensor.io.Safetensors;

/// Tensors in files.
public final class TensorFiles {
    public static final BuiltinTable TABLE = new BuiltinTable()
            .row(
                    "load(path, mmap=false)",
                    "The tensor of a .npy file, or the dict of tensors of a .npz or .safetensors file, on the default"
                            + " device. With `mmap` the"
                            + " file is mapped into memory: elements are read from it as they are used, and cannot be"
                            + " changed in place.",
                    TensorFiles::load)
            .row(
                    "save(path, value)",
                    "Replaces a .npy file by a tensor, a .png file by a u8 picture [height, width, channels], or a .npz or .safetensors file by a dict of tensors.",
                    TensorFiles::save)
            .row("here(path)", "The path of a file that is given from the script's folder.", TensorFiles::here);

    private TensorFiles() {}

    /// What the ending of a path says about its contents.
    private enum Format {
        NPY(".npy"),
        NPZ(".npz"),
        SAFETENSORS(".safetensors"),
        PNG(".png");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        static Format of(BuiltinCall call) {
            String path = call.text(0);
            for (Format format : values()) {
                if (path.endsWith(format.ending)) {
                    return format;
                }
            }
            throw call.error(
                            ErrorKind.VALUE,
                            "the path of a tensor file ends in .npy, .npz or .safetensors, that of a picture in .png; this is %s",
                            path)
                    .withHint(Optional.of(
                                    "in Python, safetensors.torch.save_file(state_dict, path) writes what load reads")
                            .filter(_ -> path.endsWith(".pt") || path.endsWith(".pth")));
        }
    }

    private static Object load(BuiltinCall call) {
        Format format = Format.of(call);
        TruffleFile file = call.file(0);
        if (call.flagOr(1, false)) {
            return map(call, format, file);
        }
        try (SeekableByteChannel channel = file.newByteChannel(Set.of(StandardOpenOption.READ))) {
            return switch (format) {
                case NPY -> OpCalls.toScript(call.site(), onDefaultDevice(Npy.read(channel, call.text(0))));
                case NPZ -> dict(call, Npz.read(channel, call.text(0)));
                case SAFETENSORS -> dict(call, Safetensors.read(channel, call.text(0)));
                case PNG ->
                    throw call.error(ErrorKind.VALUE, "pictures can be saved, but not loaded: %s", call.text(0));
            };
        } catch (IOException | SecurityException e) {
            throw IoBuiltins.fileError(call, "read", e);
        }
    }

    private static Object map(BuiltinCall call, Format format, TruffleFile file) {
        try {
            Path path = pathOnMachine(call, file);
            return switch (format) {
                case NPY -> OpCalls.toScript(call.site(), Npy.map(path));
                case NPZ ->
                    throw call.error(
                                    ErrorKind.VALUE, "a .npz file is compressed and cannot be mapped: %s", call.text(0))
                            .withHint(Optional.of("leave mmap out, or save the tensors as .safetensors"));
                case SAFETENSORS -> dict(call, Safetensors.map(path));
                case PNG -> throw pictureIsNotLoaded(call);
            };
        } catch (IOException | SecurityException e) {
            throw IoBuiltins.fileError(call, "map", e);
        }
    }

    private static ScriptException pictureIsNotLoaded(BuiltinCall call) {
        return call.error(ErrorKind.VALUE, "pictures can be saved, but not loaded: %s", call.text(0));
    }

    /// The path of what the script may read, where that is a file of the machine and not of a file system that the
    /// embedder made up.
    private static Path pathOnMachine(BuiltinCall call, TruffleFile file) throws IOException {
        long size = file.size();
        Path path = Path.of(file.getAbsoluteFile().getPath());
        if (!file.isReadable() || !Files.isReadable(path) || Files.size(path) != size) {
            throw call.error(ErrorKind.IO, "cannot map %s: it is no file of this machine", call.text(0));
        }
        return path;
    }

    private static Tensor onDefaultDevice(Tensor tensor) {
        return tensor.on(DefaultDevice.get());
    }

    private static DictValue dict(BuiltinCall call, Map<String, Tensor> tensors) {
        DictValue dict = new DictValue();
        tensors.forEach((name, tensor) -> dict.put(name, OpCalls.toScript(call.site(), onDefaultDevice(tensor))));
        return dict;
    }

    private static Object save(BuiltinCall call) {
        Format format = Format.of(call);
        TruffleFile file = call.file(0);
        AtomicWrite.Contents contents = switch (format) {
            case NPY -> {
                Tensor tensor = call.tensor(1);
                yield stream -> Npy.write(tensor, stream);
            }
            case PNG -> {
                Tensor picture = call.tensor(1);
                yield stream -> Png.write(picture, stream);
            }
            case NPZ -> {
                Map<String, Tensor> tensors = tensorsByName(call);
                yield stream -> Npz.write(tensors, stream);
            }
            case SAFETENSORS -> {
                Map<String, Tensor> tensors = tensorsByName(call);
                yield stream -> Safetensors.write(tensors, Map.of(), stream);
            }
        };
        try {
            AtomicWrite.replace(file, contents);
            return None.VALUE;
        } catch (IOException | SecurityException e) {
            throw IoBuiltins.fileError(call, "write", e);
        }
    }

    private static Map<String, Tensor> tensorsByName(BuiltinCall call) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        call.typed(1, DictValue.class, "a dict of tensors").entries().forEach((name, value) -> {
            if (!(name instanceof String text) || !(value instanceof Tensor tensor)) {
                throw call.error(ErrorKind.TYPE, "save: such a file holds tensors by name, and %s is none", name);
            }
            tensors.put(text, tensor);
        });
        return tensors;
    }

    private static Object here(BuiltinCall call) {
        return call.fileBesideScript(0).getPath();
    }
}
