package tdsl.tensor.ops.linalg;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Layout;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.LinalgException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.error.ValueException;

/// What the functions of linear algebra require of their matrices, and how they say so.
public final class MatrixChecks {
    private MatrixChecks() {}

    /// @throws ShapeException unless there are two axes or more
    /// @throws DTypeException unless the elements are f32 or f64
    public static void requireMatrices(String op, Tensor matrices) {
        if (matrices.rank() < 2) {
            throw new ShapeException("%s: takes a matrix or a batch of them, not %s", op, matrices.describe());
        }
        requireFloating(op, matrices);
    }

    private static void requireFloating(String op, Tensor tensor) {
        if (tensor.dtype() != DType.FLOAT32 && tensor.dtype() != DType.FLOAT64) {
            throw new DTypeException("%s: takes f32 or f64, not %s", op, tensor.dtype())
                    .withHint("convert with .to(f32)");
        }
    }

    /// @throws ShapeException unless the last two sizes are equal
    public static void requireSquare(String op, Tensor matrices) {
        requireMatrices(op, matrices);
        long[] shape = matrices.shape();
        if (shape[shape.length - 1] != shape[shape.length - 2]) {
            throw new ShapeException("%s: takes square matrices, not %s", op, matrices.describe());
        }
    }

    /// Checks the operands of `A X = B`, or with `left` false, of `X A = B`, where B is matrices.
    public static void requireSystem(String op, Tensor matrices, Tensor right, boolean left) {
        requireSquare(op, matrices);
        requireMatrices(op, right);
        requireSize(op, matrices, right, right.rank() - (left ? 2 : 1), left);
    }

    /// Checks the operands of `A X = B`, where B may also be vectors, or with `left` false, of `X A = B`.
    public static void requireSystemOrVectors(String op, Tensor matrices, Tensor right, boolean left) {
        requireSquare(op, matrices);
        if (!isVector(matrices, right)) {
            requireSystem(op, matrices, right, left);
            return;
        }
        requireFloating(op, right);
        if (!left) {
            throw new ShapeException(
                    "%s: with left=false, B must be matrices, not the vectors %s", op, right.describe());
        }
        requireSize(op, matrices, right, right.rank() - 1, true);
    }

    private static void requireSize(String op, Tensor matrices, Tensor right, int axis, boolean left) {
        if (right.size(axis) != matrices.size(matrices.rank() - 1)) {
            throw new ShapeException(
                            "%s: A is %s, so B must have as many %s, but it is %s",
                            op, matrices.describe(), left ? "rows" : "columns", right.describe())
                    .withHint(left ? "A X = B: A [n, n], B [n, k]" : "X A = B: A [n, n], B [k, n]");
        }
    }

    /// Whether the right side of a system is one vector for each matrix, by PyTorch's rule: it has one
    /// axis, or the shape of the matrices without their last axis.
    public static boolean isVector(Tensor matrices, Tensor right) {
        return right.rank() == 1
                || right.rank() == matrices.rank() - 1
                        && right.layout().hasShape(Arrays.copyOf(matrices.shape(), right.rank()));
    }

    /// Whether `mode` asks for a square Q.
    ///
    /// @throws ValueException if there is no such mode
    public static boolean isCompleteQr(String mode) {
        return switch (mode) {
            case "complete" -> true;
            case "reduced", "r" -> false;
            default ->
                throw new ValueException("qr: mode must be \"reduced\", \"complete\" or \"r\", not \"%s\"", mode);
        };
    }

    /// Whether `triangle` names the upper one.
    public static boolean isUpper(String op, String triangle) {
        return switch (triangle) {
            case "U", "u" -> true;
            case "L", "l" -> false;
            default -> throw new ValueException("%s: UPLO must be \"L\" or \"U\", not \"%s\"", op, triangle);
        };
    }

    /// One matrix in words: `f32[2, 2]`, or `matrix [1, 0] of f32[3, 2, 2, 2]` where there are several.
    ///
    /// @param number of the matrix, counted over the leading axes
    public static String describe(Tensor matrices, long number) {
        long[] batch = Arrays.copyOf(matrices.shape(), matrices.rank() - 2);
        return batch.length == 0
                ? matrices.describe()
                : "matrix %s of %s".formatted(Shapes.format(position(batch, number)), matrices.describe());
    }

    private static long[] position(long[] batch, long number) {
        long[] index = new long[batch.length];
        for (int axis = batch.length - 1; axis >= 0; axis--) {
            index[axis] = number % batch[axis];
            number /= batch[axis];
        }
        return index;
    }

    /// The error that iterations earn which need not end, since an element is infinite or not a number.
    public static TensorException notFinite(String op, Tensor matrices) {
        return new LinalgException("%s: %s has elements that are not finite", op, matrices.describe())
                .withHint("find them with x.isfinite()");
    }

    /// @param number of the matrix, counted over the leading axes
    public static TensorException notConverged(String op, Tensor matrices, long number) {
        return new LinalgException("%s: the iteration did not converge for %s", op, describe(matrices, number))
                .withHint("the matrix is ill-conditioned or has too many equal values; f64 may help");
    }

    /// @param outcome for each matrix 0, or the number of the pivot, from 1, that is 0
    /// @throws LinalgException naming the first matrix that is singular
    public static void requireRegular(String op, Tensor matrices, Tensor outcome) {
        Tensor info = outcome.on(Device.CPU);
        long failed = firstFailure(info);
        if (failed >= 0) {
            throw new LinalgException(
                            "%s: %s is singular: pivot %d of its LU factorisation is 0",
                            op, describe(matrices, failed), (Long) ElementAccess.get(info, failed) - 1)
                    .withHint("pinv gives a generalised inverse, lstsq a least-squares solution");
        }
    }

    /// @param outcome for each matrix 0, or the order of the leading minor that is not positive
    /// @throws LinalgException naming the first matrix that is not positive definite
    public static void requirePositiveDefinite(String op, Tensor matrices, Tensor outcome) {
        Tensor info = outcome.on(Device.CPU);
        long failed = firstFailure(info);
        if (failed >= 0) {
            throw new LinalgException(
                            "%s: %s is not positive definite: its leading minor of order %d is not positive",
                            op, describe(matrices, failed), (Long) ElementAccess.get(info, failed))
                    .withHint("adding a small multiple of the identity, x + 1e-6 * eye(n), often helps");
        }
    }

    private static long firstFailure(Tensor info) {
        for (long i = 0; i < info.elementCount(); i++) {
            if ((Long) ElementAccess.get(info, i) != 0) {
                return i;
            }
        }
        return -1;
    }

    /// The shape of a product.
    ///
    /// @param rank 2 for matrices, 3 for batches of them, which may have more than one leading axis
    /// @throws ShapeException if they do not multiply
    public static long[] productShape(String op, Tensor left, Tensor right, int rank) {
        if (!areMultipliable(left.layout(), right.layout(), rank)) {
            throw new ShapeException("%s: %s and %s do not multiply", op, left.describe(), right.describe())
                    .withHint(rank == 2 ? "it takes [n, k] and [k, m]" : "it takes [b, n, k] and [b, k, m]");
        }
        long[] shape = left.shape();
        shape[shape.length - 1] = right.size(shape.length - 1);
        return shape;
    }

    private static boolean areMultipliable(Layout left, Layout right, int rank) {
        int last = left.rank() - 1;
        boolean fits = (rank == 2 ? left.rank() == 2 : left.rank() >= rank)
                && right.rank() == left.rank()
                && left.size(last) == right.size(last - 1);
        for (int axis = 0; fits && axis < last - 1; axis++) {
            fits = left.size(axis) == right.size(axis);
        }
        return fits;
    }
}
