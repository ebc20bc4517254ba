package tdsl.tensor.dispatch;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;

/// A kernel or formula that computes with f16 and bf16 arguments in f32, and rounds its floating results once.
public final class Widening implements Kernel {
    private final Kernel kernel;

    private Widening(Kernel kernel) {
        this.kernel = kernel;
    }

    public static Kernel of(Kernel kernel) {
        return new Widening(kernel);
    }

    @Override
    public Object run(Args args) {
        Tensor[] floating = Arrays.stream(args.values())
                .filter(value ->
                        value instanceof Tensor tensor && tensor.dtype().isFloating())
                .toArray(Tensor[]::new);
        DType narrow = floating.length == 0 ? null : TypeRule.promote(floating);
        if (narrow == null || narrow.arithmetic() == narrow) {
            return kernel.run(args);
        }
        Object[] widened = args.values().clone();
        for (int i = 0; i < widened.length; i++) {
            if (widened[i] instanceof Tensor tensor && tensor.dtype() == narrow) {
                widened[i] = tensor.to(narrow.arithmetic());
            }
        }
        return rounded(kernel.run(new Args(widened)), narrow);
    }

    private static Object rounded(Object result, DType dtype) {
        return switch (result) {
            case Tensor tensor -> tensor.dtype().isFloating() ? tensor.to(dtype) : tensor;
            case List<?> results ->
                results.stream().map(element -> rounded(element, dtype)).toList();
            case null, default -> result;
        };
    }
}
