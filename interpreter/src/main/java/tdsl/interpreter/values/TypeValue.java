package tdsl.interpreter.values;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import java.util.function.Predicate;
import tdsl.interpreter.diagnostics.ErrorKind;
import tdsl.interpreter.diagnostics.ScriptException;
import tdsl.interpreter.values.functions.CallableValue;
import tdsl.tensor.DType;

/// A built-in type: `int`, `list`. It tells values apart after `is` and in annotations; most can be called to
/// convert.
@ExportLibrary(InteropLibrary.class)
public final class TypeValue extends CallableValue {
    private final String name;
    private final Predicate<Object> test;
    private CallableValue constructor;

    TypeValue(String name, Predicate<Object> test) {
        this.name = name;
        this.test = test;
    }

    /// Says what calling this type does; once, while the builtins are set up.
    public void constructWith(CallableValue conversion) {
        constructor = conversion;
    }

    public boolean contains(Object value) {
        return test.test(value);
    }

    /// Whether the name of this type stands for a dtype too, as `bool` does.
    public boolean isNameOf(DType dtype) {
        return name.equals(dtype.label());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        if (constructor == null) {
            throw new ScriptException(ErrorKind.TYPE, "the type " + name + " cannot be called", site);
        }
        return constructor.call(site, positional, names, named);
    }

    @Override
    public String toString() {
        return name;
    }

    @ExportMessage
    boolean isMetaObject() {
        return true;
    }

    @ExportMessage(name = "getMetaSimpleName")
    @ExportMessage(name = "getMetaQualifiedName")
    Object getMetaName() {
        return name;
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMetaInstance(Object instance) {
        return contains(Boundary.toScript(instance));
    }
}
