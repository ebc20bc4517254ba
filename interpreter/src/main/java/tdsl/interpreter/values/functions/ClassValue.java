package tdsl.interpreter.values.functions;

import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.CachedLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.Node;
import tdsl.interpreter.TdslContext;
import tdsl.interpreter.values.Boundary;
import tdsl.interpreter.values.Cell;

/// A class of a script; calling it makes an object.
@ExportLibrary(InteropLibrary.class)
public final class ClassValue extends CallableValue {
    private final ClassDefinition definition;
    private final Cell[] captured;

    @CompilationFinal(dimensions = 1)
    private final FunctionValue[] methods;

    /// @param captured what the constructor captured where the class was declared
    public ClassValue(ClassDefinition definition, Cell[] captured, FunctionValue[] methods) {
        this.definition = definition;
        this.captured = captured;
        this.methods = methods;
    }

    public ClassDefinition definition() {
        return definition;
    }

    public Cell[] captured() {
        return captured;
    }

    public FunctionValue method(int index) {
        return methods[index];
    }

    /// A method by name; null if there is none.
    @TruffleBoundary
    public FunctionValue findMethod(String method) {
        int index = definition.methodIndex(method);
        return index < 0 ? null : methods[index];
    }

    @Override
    public String name() {
        return definition.name();
    }

    @Override
    @TruffleBoundary
    public Object call(Node site, Object[] positional, String[] names, Object[] named) {
        ObjectValue object = new ObjectValue(this);
        FunctionCode constructor = definition.constructor();
        Object[] arguments =
                constructor.parameters().bind(site, positional, names, named, constructor.parameterOffset());
        arguments[0] = captured;
        arguments[1] = object;
        constructor.callTarget().call(site, arguments);
        return object;
    }

    @Override
    public String toString() {
        return "<class " + name() + definition.constructor().parameters().shortForm() + ">";
    }

    @ExportMessage
    boolean isInstantiable() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object instantiate(Object[] arguments, @CachedLibrary("this") InteropLibrary library) {
        return TdslContext.get(library).entered(() -> call(library, Boundary.toScript(arguments)));
    }

    @ExportMessage
    boolean isMetaObject() {
        return true;
    }

    @ExportMessage(name = "getMetaSimpleName")
    @ExportMessage(name = "getMetaQualifiedName")
    Object getMetaName() {
        return name();
    }

    @ExportMessage
    boolean isMetaInstance(Object instance) {
        return instance instanceof ObjectValue object && object.type() == this;
    }
}
