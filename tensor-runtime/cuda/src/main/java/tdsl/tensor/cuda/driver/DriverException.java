package tdsl.tensor.cuda.driver;

import java.util.Set;

/// A call of the driver failed, perhaps for what a kernel did that was started long before.
public final class DriverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Errors after which nothing more can be done in a context: CUDA_ERROR_ECC_UNCORRECTABLE, …_ILLEGAL_ADDRESS,
    /// …_LAUNCH_TIMEOUT, …_ASSERT, …_HARDWARE_STACK_ERROR, …_ILLEGAL_INSTRUCTION, …_MISALIGNED_ADDRESS,
    /// …_INVALID_ADDRESS_SPACE, …_INVALID_PC, …_LAUNCH_FAILED, …_CONTEXT_IS_DESTROYED.
    private static final Set<Integer> FATAL = Set.of(214, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719);

    private static final int NOT_FOUND = 500;

    private final int code;

    /// @param call the function of the driver
    /// @param name the driver's name of the error
    public DriverException(String call, int code, String name, String description) {
        super("%s failed: %s (%s)".formatted(call, description, name));
        this.code = code;
    }

    /// Whether what was asked for does not exist.
    public boolean isNotFound() {
        return code == NOT_FOUND;
    }

    /// Whether the context is of no use any more.
    public boolean isFatal() {
        return FATAL.contains(code);
    }
}
