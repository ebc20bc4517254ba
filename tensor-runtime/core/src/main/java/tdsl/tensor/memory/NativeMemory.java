package tdsl.tensor.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The C allocator. Unlike an arena's memory, its blocks are not cleared, which for large ones would double their
/// cost.
final class NativeMemory {
    static final long ALIGNMENT = 64;

    private static final MethodHandle MALLOC =
            function("malloc", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = function("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

    private NativeMemory() {}

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        SymbolLookup lookup = Linker.nativeLinker().defaultLookup();
        return Linker.nativeLinker().downcallHandle(lookup.findOrThrow(name), descriptor);
    }

    /// @return the block's address as `malloc` gave it, with room to align `bytes` inside; 0 if there is no memory
    static long allocate(long bytes) {
        try {
            long address = (long) MALLOC.invokeExact(bytes + ALIGNMENT);
            if (address != 0 && bytes >= 2 * HugePages.SIZE) {
                HugePages.advise(address, bytes + ALIGNMENT);
            }
            return address;
        } catch (Throwable failure) {
            throw new AssertionError("malloc failed to be called", failure);
        }
    }

    static void free(long address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable failure) {
            throw new AssertionError("free failed to be called", failure);
        }
    }

    /// The aligned part of a block; `free` runs when the arena closes.
    @SuppressWarnings("restricted")
    static MemorySegment segment(long address, long bytes, Arena arena, Runnable free) {
        long aligned = (address + ALIGNMENT - 1) & -ALIGNMENT;
        return MemorySegment.ofAddress(aligned).reinterpret(bytes, arena, _ -> free.run());
    }
}
