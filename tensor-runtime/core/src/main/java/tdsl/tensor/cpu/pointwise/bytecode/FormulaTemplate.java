package tdsl.tensor.cpu.pointwise.bytecode;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.function.BiFunction;
import tdsl.tensor.formula.Formula;

/// Puts a formula into a template: a class in whose code every call of its static method `formula` is replaced by
/// the steps of the formula. To leave the calls and replace the method would not do, since the compiler inlines
/// only short methods.
public final class FormulaTemplate {
    private FormulaTemplate() {}

    /// @param classFile of a template whose `formula` takes two doubles, or two longs for integers
    public static byte[] ofScalars(byte[] classFile, Formula formula, Element element) {
        return fill(classFile, formula, (code, _) -> new ScalarCode(code, element));
    }

    /// @param classFile of a template whose `formula` takes two vectors, and which has the species that
    ///                  {@link VectorCode} reads
    public static byte[] ofLanes(byte[] classFile, Formula formula, Element element) {
        return fill(classFile, formula, (code, template) -> new VectorCode(code, element, template));
    }

    private static byte[] fill(
            byte[] classFile, Formula formula, BiFunction<CodeBuilder, ClassDesc, FormulaCode> writer) {
        ClassModel template = ClassFile.of().parse(classFile);
        ClassDesc name = template.thisClass().asSymbol();
        return ClassFile.of().transformClass(template, ClassTransform.transformingMethodBodies((code, instruction) -> {
            if (instruction instanceof InvokeInstruction call && isPlaceholder(call)) {
                writer.apply(code, name).write(formula);
            } else {
                code.with(instruction);
            }
        }));
    }

    private static boolean isPlaceholder(InvokeInstruction call) {
        return call.opcode() == Opcode.INVOKESTATIC && call.name().equalsString("formula");
    }
}
