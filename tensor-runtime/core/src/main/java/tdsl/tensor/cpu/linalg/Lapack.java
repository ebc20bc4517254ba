package tdsl.tensor.cpu.linalg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import tdsl.tensor.DType;

/// The routines of LAPACK that the kernels need, in f32 and f64. Matrices are in native memory, column by
/// column without gaps. Every routine returns LAPACK's `info`: 0, or where a positive number counts from 1,
/// what went wrong.
///
/// Names and arguments are explained in the LAPACK Users' Guide, https://www.netlib.org/lapack/lug.
final class Lapack {
    private static final int COLUMN_MAJOR = 102;

    private static final Routine GETRF = new Routine("getrf", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    private static final Routine GETRS =
            new Routine("getrs", JAVA_BYTE, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final Routine POTRF = new Routine("potrf", JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT);
    private static final Routine GEQRF =
            new Routine("geqrf", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final Routine ORGQR =
            new Routine("orgqr", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final Routine GESDD = new Routine(
            "gesdd", JAVA_BYTE, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT,
            ADDRESS, JAVA_INT, ADDRESS);
    private static final Routine SYEVD = new Routine(
            "syevd", JAVA_BYTE, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);

    private Lapack() {}

    /// A routine in both precisions, each looked up when it is first called.
    private static final class Routine {
        private final String name;
        private final FunctionDescriptor descriptor;
        private MethodHandle single;
        private MethodHandle twofold;

        Routine(String name, MemoryLayout... arguments) {
            this.name = name;
            MemoryLayout[] all = new MemoryLayout[arguments.length + 1];
            all[0] = JAVA_INT;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            this.descriptor = FunctionDescriptor.of(JAVA_INT, all);
        }

        synchronized MethodHandle in(DType dtype) {
            if (dtype == DType.FLOAT32) {
                single = single == null ? OpenBlas.function("LAPACKE_s" + name + "_work", descriptor) : single;
                return single;
            }
            twofold = twofold == null ? OpenBlas.function("LAPACKE_d" + name + "_work", descriptor) : twofold;
            return twofold;
        }

        IllegalStateException failed(Throwable failure) {
            return new IllegalStateException("LAPACK's " + name + " failed", failure);
        }
    }

    /// LU with row exchanges in place; `info` is the number of the first pivot that is 0.
    static int getrf(DType dtype, int rows, int columns, MemorySegment matrix, MemorySegment pivots) {
        try {
            return (int) GETRF.in(dtype).invokeExact(COLUMN_MAJOR, rows, columns, matrix, leading(rows), pivots);
        } catch (Throwable failure) {
            throw GETRF.failed(failure);
        }
    }

    /// Solves with what {@link #getrf} has made; the solution replaces `right`.
    static int getrs(
            DType dtype,
            boolean transposed,
            int size,
            int columns,
            MemorySegment factors,
            MemorySegment pivots,
            MemorySegment right) {
        try {
            return (int) GETRS.in(dtype)
                    .invokeExact(
                            COLUMN_MAJOR,
                            letter(transposed ? 'T' : 'N'),
                            size,
                            columns,
                            factors,
                            leading(size),
                            pivots,
                            right,
                            leading(size));
        } catch (Throwable failure) {
            throw GETRS.failed(failure);
        }
    }

    /// Cholesky's factor in place of one triangle; `info` is the order of the first leading minor not
    /// positive.
    static int potrf(DType dtype, boolean upper, int size, MemorySegment matrix) {
        try {
            return (int)
                    POTRF.in(dtype).invokeExact(COLUMN_MAJOR, letter(upper ? 'U' : 'L'), size, matrix, leading(size));
        } catch (Throwable failure) {
            throw POTRF.failed(failure);
        }
    }

    /// QR in place: R, and below it the reflectors that {@link #orgqr} multiplies.
    static int geqrf(DType dtype, int rows, int columns, MemorySegment matrix, MemorySegment tau, Workspace space) {
        try {
            MethodHandle routine = GEQRF.in(dtype);
            MemorySegment query = space.query();
            int info = (int) routine.invokeExact(COLUMN_MAJOR, rows, columns, matrix, leading(rows), tau, query, -1);
            MemorySegment work = space.work(query);
            info = (int) routine.invokeExact(
                    COLUMN_MAJOR, rows, columns, matrix, leading(rows), tau, work, space.count(work));
            return info;
        } catch (Throwable failure) {
            throw GEQRF.failed(failure);
        }
    }

    /// The first `columns` columns of Q in place of `count` reflectors.
    static int orgqr(
            DType dtype, int rows, int columns, int count, MemorySegment matrix, MemorySegment tau, Workspace space) {
        try {
            MethodHandle routine = ORGQR.in(dtype);
            MemorySegment query = space.query();
            int info = (int)
                    routine.invokeExact(COLUMN_MAJOR, rows, columns, count, matrix, leading(rows), tau, query, -1);
            MemorySegment work = space.work(query);
            info = (int) routine.invokeExact(
                    COLUMN_MAJOR, rows, columns, count, matrix, leading(rows), tau, work, space.count(work));
            return info;
        } catch (Throwable failure) {
            throw ORGQR.failed(failure);
        }
    }

    /// Singular values, and vectors: `job` is A for all, S for as many as there are values, N for none.
    /// Destroys `matrix`; `info` is positive where the iteration does not converge.
    static int gesdd(
            DType dtype,
            char job,
            int rows,
            int columns,
            MemorySegment matrix,
            MemorySegment values,
            MemorySegment left,
            MemorySegment right,
            Workspace space) {
        int rightRows = job == 'A' ? columns : Math.min(rows, columns);
        try {
            MethodHandle routine = GESDD.in(dtype);
            MemorySegment query = space.query();
            MemorySegment integers = space.integers(8L * Math.min(rows, columns));
            int info = (int) routine.invokeExact(
                    COLUMN_MAJOR,
                    letter(job),
                    rows,
                    columns,
                    matrix,
                    leading(rows),
                    values,
                    left,
                    leading(rows),
                    right,
                    leading(rightRows),
                    query,
                    -1,
                    integers);
            MemorySegment work = space.work(query);
            info = (int) routine.invokeExact(
                    COLUMN_MAJOR,
                    letter(job),
                    rows,
                    columns,
                    matrix,
                    leading(rows),
                    values,
                    left,
                    leading(rows),
                    right,
                    leading(rightRows),
                    work,
                    space.count(work),
                    integers);
            return info;
        } catch (Throwable failure) {
            throw GESDD.failed(failure);
        }
    }

    /// Eigenvalues of a symmetric matrix, of which one triangle is read, and the vectors in its place if
    /// wanted.
    static int syevd(
            DType dtype,
            boolean vectors,
            boolean upper,
            int size,
            MemorySegment matrix,
            MemorySegment values,
            Workspace space) {
        byte job = letter(vectors ? 'V' : 'N');
        byte triangle = letter(upper ? 'U' : 'L');
        try {
            MethodHandle routine = SYEVD.in(dtype);
            MemorySegment query = space.query();
            MemorySegment integers = space.integers(3 + 5L * size);
            int integerCount = (int) (integers.byteSize() / Integer.BYTES);
            int info = (int) routine.invokeExact(
                    COLUMN_MAJOR,
                    job,
                    triangle,
                    size,
                    matrix,
                    leading(size),
                    values,
                    query,
                    -1,
                    integers,
                    integerCount);
            MemorySegment work = space.work(query);
            info = (int) routine.invokeExact(
                    COLUMN_MAJOR,
                    job,
                    triangle,
                    size,
                    matrix,
                    leading(size),
                    values,
                    work,
                    space.count(work),
                    integers,
                    integerCount);
            return info;
        } catch (Throwable failure) {
            throw SYEVD.failed(failure);
        }
    }

    /// Elements from one column to the next; LAPACK wants at least 1.
    private static int leading(int rows) {
        return Math.max(1, rows);
    }

    private static byte letter(char letter) {
        return (byte) letter;
    }
}
