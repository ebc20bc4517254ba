import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.DispatchKey;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.library.OpLibrary;

/// Operators that are loaded at run time. To build the JAR and use it:
///
///     javac -cp tensor-runtime/core/target/classes -d build scripts/examples/oplibrary/*.java
///     jar --create --file ops.jar -C build . -C scripts/examples/oplibrary META-INF
///     scripts/tdsl -e 'load_library("ops.jar"); tensor([-1.0, 3.0]).saturate()'
public final class SaturationLibrary implements OpLibrary {
    @Override
    public List<Op> ops() {
        return List.of(saturate(), sqrt1p());
    }

    /// With a kernel of its own, below, and the rule of its gradient.
    private static Op saturate() {
        return Op.op()
                .grad(c -> c.grad().div(c.input(0).abs().add(1).square()))
                .saves("input")
                .samples(() -> Samples.of(Samples.uniform(-2, 2, 3, 4)))
                .declared("saturate(input: Tensor) -> Tensor", "Elementwise x / (1 + |x|); same shape as x.");
    }

    /// A formula of other operators, whose gradient follows from theirs.
    private static Op sqrt1p() {
        return Op.op()
                .composite(a -> a.tensor(0).add(a.real(1)).sqrt())
                .samples(() -> Samples.of(Samples.uniform(0, 2, 3, 4)))
                .declared("sqrt1p(input: Tensor, shift: float = 1.0) -> Tensor", "Elementwise √(x + shift).");
    }

    @Override
    public List<OpKernel> kernels() {
        return List.of(new OpKernel("saturate", DispatchKey.CPU, a -> {
            Tensor input = a.tensor(0);
            return input.div(input.abs().add(1));
        }));
    }
}
