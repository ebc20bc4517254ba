package tdsl.interpreter.embedding;

import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.HostAccess.TargetMappingPrecedence;
import org.graalvm.polyglot.Value;
import tdsl.tensor.Tensor;

/// Tensors on their way between scripts and the Java program that embeds them. They are never copied: the program sees
/// what scripts write, and the other way round.
///
/// Into a script, a tensor goes as it is: `context.getBindings("tdsl").putMember("x", tensor)` or
/// `function.execute(tensor)`. Functions of Java that a script calls are given {@link Tensor}s, too.
public final class TensorValues {
    private static final String HOST_TENSOR = "hostTensor";

    private TensorValues() {}

    /// Whether a value is a tensor, of a script or of Java.
    public static boolean isTensor(Value value) {
        return value.isHostObject() ? value.asHostObject() instanceof Tensor : value.canInvokeMember(HOST_TENSOR);
    }

    /// The tensor in a value.
    ///
    /// @throws ClassCastException if it is none
    public static Tensor of(Value value) {
        if (!isTensor(value)) {
            throw new ClassCastException("not a tensor: " + value);
        }
        return (value.isHostObject() ? value : value.invokeMember(HOST_TENSOR)).asHostObject();
    }

    /// Adds what lets `value.as(Tensor.class)` work, and other languages pass tensors to methods of Java.
    ///
    /// @return the builder, for {@link org.graalvm.polyglot.Context.Builder#allowHostAccess}
    public static HostAccess.Builder allow(HostAccess.Builder access) {
        return access.targetTypeMapping(
                Value.class, Tensor.class, TensorValues::isTensor, TensorValues::of, TargetMappingPrecedence.HIGHEST);
    }
}
