package tdsl.tensor.cuda.linalg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/// The functions of cuBLAS that are used, from a libcublas.so of any version: the one that the property `tdsl.cublas`
/// names (empty for none), or else what the dynamic linker finds.
final class CublasLibrary {
    private static final Logger LOG = Logger.getLogger(CublasLibrary.class.getName());
    private static final List<String> NAMES = List.of(
            "libcublas.so",
            "libcublas.so.13",
            "libcublas.so.12",
            "libcublas.so.11",
            "/usr/local/cuda/lib64/libcublas.so");

    private final MethodHandle create;
    private final MethodHandle setStream;
    private final MethodHandle setWorkspace;
    private final MethodHandle multiply;

    private CublasLibrary(SymbolLookup library) {
        create = function(library, "cublasCreate_v2", ADDRESS);
        setStream = function(library, "cublasSetStream_v2", JAVA_LONG, JAVA_LONG);
        setWorkspace = function(library, "cublasSetWorkspace_v2", JAVA_LONG, JAVA_LONG, JAVA_LONG);
        multiply = function(
                library,
                "cublasGemmStridedBatchedEx",
                JAVA_LONG,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                JAVA_LONG,
                JAVA_INT,
                JAVA_INT,
                JAVA_LONG,
                JAVA_LONG,
                JAVA_INT,
                JAVA_INT,
                JAVA_LONG,
                ADDRESS,
                JAVA_LONG,
                JAVA_INT,
                JAVA_INT,
                JAVA_LONG,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(SymbolLookup library, String name, MemoryLayout... parameters) {
        MemorySegment address =
                library.find(name).orElseThrow(() -> new IllegalArgumentException("it has no function " + name));
        return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    /// The library; empty, and the reason logged, if there is none.
    static Optional<CublasLibrary> find() {
        String chosen = System.getProperty("tdsl.cublas");
        if (chosen != null && chosen.isEmpty()) {
            return Optional.empty();
        }
        for (String name : chosen == null ? NAMES : List.of(chosen)) {
            Optional<CublasLibrary> found = open(name, chosen != null);
            if (found.isPresent()) {
                return found;
            }
        }
        LOG.fine("no cuBLAS: matrices are multiplied by kernels of this project");
        return Optional.empty();
    }

    @SuppressWarnings("restricted")
    private static Optional<CublasLibrary> open(String name, boolean wasChosen) {
        try {
            CublasLibrary library = new CublasLibrary(SymbolLookup.libraryLookup(name, Arena.global()));
            LOG.fine(() -> "cuBLAS: " + name);
            return Optional.of(library);
        } catch (IllegalArgumentException e) {
            if (wasChosen) {
                LOG.warning("cuBLAS off: " + name + ": " + e.getMessage());
            }
            return Optional.empty();
        }
    }

    /// A call of the library.
    @FunctionalInterface
    private interface Call {
        int run() throws Throwable;
    }

    /// @throws CublasException unless the call succeeds
    private static void check(String function, Call call) {
        int status;
        try {
            status = call.run();
        } catch (Throwable e) {
            throw new IllegalStateException("the call of " + function + " failed", e);
        }
        if (status != 0) {
            throw new CublasException(function, status);
        }
    }

    /// A handle for the context of this thread, whose work runs in a stream and may use a workspace.
    long create(long stream, long workspace, long workspaceBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(JAVA_LONG);
            check("cublasCreate", () -> (int) create.invokeExact(handle));
            long created = handle.get(JAVA_LONG, 0);
            check("cublasSetStream", () -> (int) setStream.invokeExact(created, stream));
            check("cublasSetWorkspace", () -> (int) setWorkspace.invokeExact(created, workspace, workspaceBytes));
            return created;
        }
    }

    /// A matrix as cuBLAS sees it, by columns.
    ///
    /// @param operation 0 as it is, 1 transposed
    /// @param stride    from one matrix of the batch to the next
    record Matrix(long address, int operation, int type, int leading, long stride) {}

    /// `out = alpha left right + beta out`, all by columns.
    ///
    /// @param scalars alpha and beta, in the dtype that is computed in
    void multiply(
            long handle,
            int rows,
            int columns,
            int inner,
            MemorySegment alpha,
            MemorySegment beta,
            Matrix left,
            Matrix right,
            Matrix out,
            int batch,
            int computeType) {
        check("cublasGemmStridedBatchedEx", () -> (int) multiply.invokeExact(
                handle,
                left.operation(),
                right.operation(),
                rows,
                columns,
                inner,
                alpha,
                left.address(),
                left.type(),
                left.leading(),
                left.stride(),
                right.address(),
                right.type(),
                right.leading(),
                right.stride(),
                beta,
                out.address(),
                out.type(),
                out.leading(),
                out.stride(),
                batch,
                computeType,
                Cublas.DEFAULT_ALGORITHM));
    }

    /// A call that failed.
    static final class CublasException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CublasException(String function, int status) {
            super("%s failed with status %d".formatted(function, status));
        }
    }
}
