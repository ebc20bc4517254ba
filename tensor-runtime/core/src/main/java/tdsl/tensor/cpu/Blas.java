package tdsl.tensor.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/// Matrix products by OpenBLAS. Its own threads are off: kernels divide the work themselves, so that the result does
/// not
/// depend on how many threads there are.
public final class Blas {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;

    private static final SymbolLookup LIBRARY = load();
    private static final MethodHandle SGEMM = gemm("cblas_sgemm", JAVA_FLOAT, false);
    private static final MethodHandle SGEMM_HEAP = gemm("cblas_sgemm", JAVA_FLOAT, true);
    private static final MethodHandle DGEMM = gemm("cblas_dgemm", JAVA_DOUBLE, false);
    private static final MethodHandle DGEMM_HEAP = gemm("cblas_dgemm", JAVA_DOUBLE, true);

    private Blas() {}

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

    @SuppressWarnings("restricted")
    private static MethodHandle gemm(String name, MemoryLayout scalar, boolean onHeap) {
        FunctionDescriptor descriptor = FunctionDescriptor.ofVoid(
                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, scalar, ADDRESS, JAVA_INT, ADDRESS,
                JAVA_INT, scalar, ADDRESS, JAVA_INT);
        Linker.Option[] options = onHeap ? new Linker.Option[] {Linker.Option.critical(true)} : new Linker.Option[0];
        return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), descriptor, options);
    }

    /// A matrix in memory.
    ///
    /// @param segment    starts at the first element
    /// @param transposed whether columns, not rows, are contiguous
    /// @param leading    elements from one contiguous row or column to the next
    public record Matrix(MemorySegment segment, boolean transposed, int leading) {}

    /// `c = a b + beta c` in f32: a is m×k, b is k×n, c is m×n with contiguous rows.
    public static void sgemm(int m, int n, int k, Matrix a, Matrix b, float beta, Matrix c) {
        try {
            (isNative(a, b, c) ? SGEMM : SGEMM_HEAP)
                    .invokeExact(
                            ROW_MAJOR,
                            transpose(a),
                            transpose(b),
                            m,
                            n,
                            k,
                            1f,
                            a.segment(),
                            a.leading(),
                            b.segment(),
                            b.leading(),
                            beta,
                            c.segment(),
                            c.leading());
        } catch (Throwable failure) {
            throw new IllegalStateException("cblas_sgemm failed", failure);
        }
    }

    /// `c = a b + beta c` in f64: a is m×k, b is k×n, c is m×n with contiguous rows.
    public static void dgemm(int m, int n, int k, Matrix a, Matrix b, double beta, Matrix c) {
        try {
            (isNative(a, b, c) ? DGEMM : DGEMM_HEAP)
                    .invokeExact(
                            ROW_MAJOR,
                            transpose(a),
                            transpose(b),
                            m,
                            n,
                            k,
                            1d,
                            a.segment(),
                            a.leading(),
                            b.segment(),
                            b.leading(),
                            beta,
                            c.segment(),
                            c.leading());
        } catch (Throwable failure) {
            throw new IllegalStateException("cblas_dgemm failed", failure);
        }
    }

    private static int transpose(Matrix matrix) {
        return matrix.transposed() ? TRANSPOSE : NO_TRANSPOSE;
    }

    /// Heap memory can only be passed to a call during which the collector waits; it is small.
    private static boolean isNative(Matrix a, Matrix b, Matrix c) {
        return a.segment().isNative() && b.segment().isNative() && c.segment().isNative();
    }
}
