package tdsl.interpreter.builtins;

import com.oracle.truffle.api.TruffleFile;
import com.oracle.truffle.api.nodes.Node;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.runtime.Iteration;
import tdsl.interpreter.values.Kinds;
import tdsl.interpreter.values.None;
import tdsl.interpreter.values.text.Display;
import tdsl.tensor.Tensor;

/// One call of a builtin: its arguments, checked as they are taken.
///
/// @param site the call in the script
/// @param arguments one per parameter, null where the default is meant
public record BuiltinCall(Builtin builtin, Node site, Object[] arguments) {
    /// The argument as it is; null if it was not given.
    public Object value(int index) {
        return arguments[index];
    }

    /// True unless the argument was left out or is none.
    public boolean has(int index) {
        return arguments[index] != null && arguments[index] != None.VALUE;
    }

    public long integer(int index) {
        return switch (arguments[index]) {
            case Long number -> number;
            case Tensor tensor when tensor.elementCount() == 1 && tensor.item() instanceof Long number -> number;
            default -> throw wrongType(index, "an int");
        };
    }

    public long integerOr(int index, long absent) {
        return has(index) ? integer(index) : absent;
    }

    public double real(int index) {
        return switch (arguments[index]) {
            case Long number -> number;
            case Double number -> number;
            case Tensor tensor
            when tensor.elementCount() == 1 && tensor.item() instanceof Number number -> number.doubleValue();
            default -> throw wrongType(index, "a number");
        };
    }

    public String text(int index) {
        return typed(index, String.class, "a string");
    }

    public String textOr(int index, String absent) {
        return has(index) ? text(index) : absent;
    }

    public boolean flagOr(int index, boolean absent) {
        return has(index) ? typed(index, Boolean.class, "a bool") : absent;
    }

    public Tensor tensor(int index) {
        return typed(index, Tensor.class, "a tensor");
    }

    /// A tensor, or a list or tuple of tensors, as a list.
    public List<Tensor> tensors(int index) {
        if (value(index) instanceof Tensor single) {
            return List.of(single);
        }
        List<Tensor> tensors = new ArrayList<>();
        for (Object element : list(index)) {
            if (!(element instanceof Tensor tensor)) {
                throw wrongType(index, "tensors");
            }
            tensors.add(tensor);
        }
        return tensors;
    }

    /// An argument that must be of a Java class.
    ///
    /// @param expected the class in words
    public <T> T typed(int index, Class<T> type, String expected) {
        if (!type.isInstance(arguments[index])) {
            throw wrongType(index, expected);
        }
        return type.cast(arguments[index]);
    }

    public Iterator<Object> iterator(int index) {
        return Iteration.iterator(site, arguments[index]);
    }

    public List<Object> list(int index) {
        return Iteration.toList(site, arguments[index]);
    }

    /// The list of a `*rest` parameter.
    public List<Object> rest(int index) {
        return list(index);
    }

    /// The file that a path names.
    ///
    /// @throws ScriptException IOError if there can be no such file, or it is out of bounds
    public TruffleFile file(int index) {
        return file(text(index), context()::file);
    }

    /// As {@link #file}, for a path that is relative to the folder of the script.
    public TruffleFile fileBesideScript(int index) {
        return file(text(index), path -> context().fileBeside(site, path));
    }

    private TruffleFile file(String path, Function<String, TruffleFile> finder) {
        try {
            return finder.apply(path);
        } catch (SecurityException | IllegalArgumentException e) {
            throw error(ErrorKind.IO, "%s is no path: %s", Display.quoted(path), e.getMessage());
        }
    }

    public TdslContext context() {
        return TdslContext.get(site);
    }

    public ScriptException error(ErrorKind kind, String format, Object... values) {
        return new ScriptException(kind, builtin.name() + ": " + format.formatted(values), site);
    }

    private ScriptException wrongType(int index, String expected) {
        String parameter = builtin.parameters().names().get(index);
        return error(ErrorKind.TYPE, "%s must be %s, not %s", parameter, expected, Kinds.describe(arguments[index]));
    }
}
