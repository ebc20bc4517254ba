package tdsl.tensor.dispatch;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import tdsl.tensor.error.ValueException;

/// How exactly this thread multiplies matrices of f32, by PyTorch's names. GPUs have units that multiply numbers of 11
/// significant bits (TF32) several times as fast; sums are f32 all the same. The processor always computes in f32.
public enum MatmulPrecision {
    /// In f32.
    HIGHEST,
    /// In TF32 where a device has it.
    HIGH,
    /// The same here. PyTorch may compute in bf16.
    MEDIUM;

    private static final ThreadLocal<MatmulPrecision> CURRENT = ThreadLocal.withInitial(() -> HIGHEST);

    public static MatmulPrecision current() {
        return CURRENT.get();
    }

    public static void set(MatmulPrecision precision) {
        CURRENT.set(precision);
    }

    /// @throws ValueException if there is no such precision
    public static MatmulPrecision named(String name) {
        return Arrays.stream(values())
                .filter(precision -> precision.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new ValueException(
                        "there is no precision \"%s\", only %s",
                        name,
                        Arrays.stream(values())
                                .map(precision -> "\"" + precision + "\"")
                                .collect(Collectors.joining(", "))));
    }

    /// Whether products may be of TF32.
    public boolean allowsTf32() {
        return this != HIGHEST;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
