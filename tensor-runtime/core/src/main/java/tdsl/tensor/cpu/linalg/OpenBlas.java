package tdsl.tensor.cpu.linalg;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/// The functions of the OpenBLAS library, LAPACK's among them. Its own threads are off: kernels divide the work
/// themselves, so that results do not depend on how many threads there are.
final class OpenBlas {
    private static final SymbolLookup LIBRARY = load();

    private OpenBlas() {}

    @SuppressWarnings("restricted")
    private static SymbolLookup load() {
        Loader.load(openblas_nolapack.class);
        SymbolLookup library = SymbolLookup.loaderLookup();
        try {
            Linker.nativeLinker()
                    .downcallHandle(
                            library.findOrThrow("openblas_set_num_threads"), FunctionDescriptor.ofVoid(JAVA_INT))
                    .invokeExact(1);
        } catch (Throwable failure) {
            throw new IllegalStateException("cannot set up OpenBLAS", failure);
        }
        return library;
    }

    /// A function that takes native memory only.
    @SuppressWarnings("restricted")
    static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), descriptor);
    }

    /// The same function for memory on the heap too. The collector waits while it runs, so the work must be small.
    @SuppressWarnings("restricted")
    static MethodHandle functionOnHeap(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker()
                .downcallHandle(LIBRARY.findOrThrow(name), descriptor, Linker.Option.critical(true));
    }
}
