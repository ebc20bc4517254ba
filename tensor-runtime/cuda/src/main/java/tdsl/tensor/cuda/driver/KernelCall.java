package tdsl.tensor.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The driver's `cuLaunchKernel`, called without JCuda, which takes more than twice as long.
final class KernelCall {
    /// What the last argument of the call lists: names, each with a value, and an end.
    private static final long BUFFER_POINTER = 1;

    private static final long BUFFER_SIZE = 2;
    private static final long END = 0;

    private final MethodHandle function;
    private final ThreadLocal<Extra> extras = ThreadLocal.withInitial(Extra::new);

    @SuppressWarnings("restricted")
    KernelCall(SymbolLookup driver) {
        ValueLayout pointer = ValueLayout.JAVA_LONG;
        ValueLayout number = ValueLayout.JAVA_INT;
        function = Linker.nativeLinker()
                .downcallHandle(
                        driver.findOrThrow("cuLaunchKernel"),
                        FunctionDescriptor.of(
                                number, pointer, number, number, number, number, number, number, number, pointer,
                                pointer, pointer));
    }

    /// The last argument of the calls of one thread.
    private static final class Extra {
        private final MemorySegment list = Arena.ofAuto().allocate(6 * Long.BYTES, Long.BYTES);
        private final long address = list.address();

        private void set(long parameters, long parameterBytes) {
            list.setAtIndex(ValueLayout.JAVA_LONG, 1, parameters);
            list.setAtIndex(ValueLayout.JAVA_LONG, 5, parameterBytes);
        }

        Extra() {
            list.setAtIndex(ValueLayout.JAVA_LONG, 0, BUFFER_POINTER);
            list.setAtIndex(ValueLayout.JAVA_LONG, 2, BUFFER_SIZE);
            list.setAtIndex(ValueLayout.JAVA_LONG, 3, address + 5 * Long.BYTES);
            list.setAtIndex(ValueLayout.JAVA_LONG, 4, END);
        }
    }

    /// @return the driver's error code
    int run(
            long kernel,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            long stream,
            long parameters,
            long parameterBytes) {
        Extra extra = extras.get();
        extra.set(parameters, parameterBytes);
        try {
            return (int) function.invokeExact(
                    kernel, gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes, stream, 0L, extra.address);
        } catch (Throwable failure) {
            throw new AssertionError("cuLaunchKernel failed to be called", failure);
        }
    }
}
