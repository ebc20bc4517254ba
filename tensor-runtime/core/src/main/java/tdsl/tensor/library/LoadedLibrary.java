package tdsl.tensor.library;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.FileException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.OpIndex;

/// The operators of a JAR, loaded as `torch.ops.load_library` loads those of a shared library. Its code runs
/// without restrictions. Operators are known to whoever has this object; kernels of other operators are
/// replaced for the whole process, and stay so.
public final class LoadedLibrary {
    private final String name;
    private final Map<String, Op> ops = new LinkedHashMap<>();

    private LoadedLibrary(String name) {
        this.name = name;
    }

    /// Loads a JAR.
    ///
    /// @throws FileException  if it cannot be read or offers no library
    /// @throws ValueException if an operator has the name of another, or a kernel is for none
    public static LoadedLibrary load(Path jar) {
        if (!Files.isReadable(jar)) {
            throw new FileException("load_library: cannot read %s", jar);
        }
        LoadedLibrary loaded = new LoadedLibrary(jar.getFileName().toString());
        try {
            URL[] classes = {jar.toUri().toURL()};
            // Left open: the library's classes are loaded as its kernels run.
            URLClassLoader loader = new URLClassLoader(classes, OpLibrary.class.getClassLoader());
            List<OpLibrary> libraries = ServiceLoader.load(OpLibrary.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
            if (libraries.isEmpty()) {
                throw new FileException("load_library: %s has no %s", jar, OpLibrary.class.getName())
                        .withHint("it is named in META-INF/services/" + OpLibrary.class.getName());
            }
            libraries.forEach(loaded::add);
        } catch (IOException | ServiceConfigurationError | LinkageError e) {
            throw new FileException("load_library: %s: %s", jar, e.getMessage());
        }
        return loaded;
    }

    private void add(OpLibrary library) {
        for (Op op : library.ops()) {
            if (OpIndex.find(op.name()) != null || ops.putIfAbsent(op.name(), op) != null) {
                throw new ValueException("load_library: there is an operator %s already", op.name())
                        .withHint("a kernel alone can take the place of another");
            }
        }
        for (OpLibrary.OpKernel kernel : library.kernels()) {
            Op op = ops.containsKey(kernel.op()) ? ops.get(kernel.op()) : OpIndex.find(kernel.op());
            if (op == null) {
                throw new ValueException("load_library: a kernel is for %s, which is no operator", kernel.op());
            }
            op.install(kernel.key(), kernel.kernel());
        }
    }

    /// The file's name.
    public String name() {
        return name;
    }

    /// The operators that the library added, by name.
    public Map<String, Op> ops() {
        return Map.copyOf(ops);
    }

    /// An operator that the library added.
    ///
    /// @throws ValueException if there is none with this name
    public Op op(String operator) {
        Op op = ops.get(operator);
        if (op == null) {
            throw new ValueException("%s has no operator %s; it has %s", name, operator, ops.keySet());
        }
        return op;
    }
}
