package tdsl.tensor.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Asks Linux to back large blocks with huge pages: the first use of a block then takes a five-hundredth of the page
/// faults, and its addresses fit the processor's translation cache.
final class HugePages {
    static final long SIZE = 2 << 20;

    /// From `<sys/mman.h>`.
    private static final int MADV_HUGEPAGE = 14;

    private static final Optional<MethodHandle> MADVISE = findAdvise();

    private HugePages() {}

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> findAdvise() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty();
        }
        FunctionDescriptor type = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> function = linker.defaultLookup().find("madvise");
        return function.map(symbol -> linker.downcallHandle(symbol, type));
    }

    /// Advises for the huge pages inside a block. It is advice: where it is not taken, the block works all the same.
    static void advise(long address, long bytes) {
        long begin = (address + SIZE - 1) & -SIZE;
        long end = (address + bytes) & -SIZE;
        if (MADVISE.isPresent() && begin < end) {
            try {
                int _ = (int) MADVISE.get().invokeExact(begin, end - begin, MADV_HUGEPAGE);
            } catch (Throwable failure) {
                throw new AssertionError("madvise failed to be called", failure);
            }
        }
    }
}
