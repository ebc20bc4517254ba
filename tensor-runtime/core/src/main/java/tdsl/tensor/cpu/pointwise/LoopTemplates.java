package tdsl.tensor.cpu.pointwise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import tdsl.tensor.DType;
import tdsl.tensor.cpu.pointwise.formula.Element;
import tdsl.tensor.cpu.pointwise.formula.Formula;
import tdsl.tensor.cpu.pointwise.formula.FormulaTemplate;

/// Makes loops out of template classes. A loop that called its operation through an interface would only be
/// fast for the first operation that the compiler sees; here each operation gets a class of its own, a hidden
/// copy of the template, in which the operation is a constant that the compiler inlines.
public final class LoopTemplates {
    private LoopTemplates() {}

    /// A loop of the given template.
    ///
    /// @param template  has a constructor that takes a dtype, and reads its operation with {@link #operation}
    /// @param operation what the copy's operation will be
    static Loop define(Class<? extends Loop> template, Object operation, DType dtype) {
        MethodType parameters = MethodType.methodType(void.class, DType.class);
        return instantiate(MethodHandles.lookup(), template, classFile(template), operation, parameters, dtype);
    }

    /// A loop of a template whose operation says everything.
    ///
    /// @param host     of the template's package
    /// @param template has a constructor without parameters
    public static Loop define(MethodHandles.Lookup host, Class<? extends Loop> template, Object operation) {
        return instantiate(host, template, classFile(template), operation, MethodType.methodType(void.class));
    }

    /// A loop over single elements, of a template with a formula, see {@link FormulaTemplate}.
    ///
    /// @param operation what the copy's operation will be
    static Loop ofScalars(Class<? extends Loop> template, Formula formula, Element element, Object operation) {
        byte[] filled = FormulaTemplate.ofScalars(classFile(template), formula, element);
        return instantiate(MethodHandles.lookup(), template, filled, operation, MethodType.methodType(void.class));
    }

    /// As {@link #ofScalars}, over vectors.
    static Loop ofLanes(Class<? extends Loop> template, Formula formula, Element element, Object operation) {
        byte[] filled = FormulaTemplate.ofLanes(classFile(template), formula, element);
        return instantiate(MethodHandles.lookup(), template, filled, operation, MethodType.methodType(void.class));
    }

    private static Loop instantiate(
            MethodHandles.Lookup host,
            Class<?> template,
            byte[] classFile,
            Object operation,
            MethodType parameters,
            Object... arguments) {
        try {
            MethodHandles.Lookup copy = host.defineHiddenClassWithClassData(classFile, operation, true);
            MethodHandle constructor = copy.findConstructor(copy.lookupClass(), parameters);
            return (Loop) constructor.invokeWithArguments(arguments);
        } catch (Throwable failure) {
            throw new IllegalStateException("cannot instantiate loop template " + template.getName(), failure);
        }
    }

    /// For templates: the operation of the copy being initialised.
    public static <T> T operation(MethodHandles.Lookup lookup, Class<T> type) {
        try {
            return MethodHandles.classData(lookup, "_", type);
        } catch (IllegalAccessException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static byte[] classFile(Class<?> template) {
        String name = template.getName();
        try (InputStream in = template.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
