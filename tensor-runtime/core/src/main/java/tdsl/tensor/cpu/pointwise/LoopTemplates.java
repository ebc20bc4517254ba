package tdsl.tensor.cpu.pointwise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import tdsl.tensor.cpu.pointwise.bytecode.Element;
import tdsl.tensor.cpu.pointwise.bytecode.FormulaTemplate;
import tdsl.tensor.formula.Formula;

/// Makes loops out of template classes, which have a constructor without parameters. A loop that called its
/// operation through an interface would only be fast for the first operation that the compiler sees; here each
/// operation gets a class of its own, a hidden copy of the template with the operation in it.
public final class LoopTemplates {
    private LoopTemplates() {}

    /// A loop of the given template.
    ///
    /// @param data what the copy gets from {@link #data}
    public static Loop define(Class<? extends Loop> template, Object data) {
        return instantiate(template, classFile(template), data);
    }

    /// A loop over single elements, of a template with a formula, see {@link FormulaTemplate}.
    ///
    /// @param data what the copy gets from {@link #data}
    public static Loop ofScalars(Class<? extends Loop> template, Formula formula, Element element, Object data) {
        return instantiate(template, FormulaTemplate.ofScalars(classFile(template), formula, element), data);
    }

    /// As {@link #ofScalars}, over vectors.
    public static Loop ofLanes(Class<? extends Loop> template, Formula formula, Element element, Object data) {
        return instantiate(template, FormulaTemplate.ofLanes(classFile(template), formula, element), data);
    }

    private static Loop instantiate(Class<?> template, byte[] classFile, Object data) {
        try {
            MethodHandles.Lookup copy = MethodHandles.privateLookupIn(template, MethodHandles.lookup())
                    .defineHiddenClassWithClassData(classFile, data, true);
            MethodHandle constructor = copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class));
            return (Loop) constructor.invoke();
        } catch (Throwable failure) {
            throw new IllegalStateException("cannot instantiate loop template " + template.getName(), failure);
        }
    }

    /// For templates: what the copy being initialised was made with, a constant for the compiler.
    public static <T> T data(MethodHandles.Lookup lookup, Class<T> type) {
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
