package tdsl.tensor.ops.linalg.product;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Autocast;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.TensorOp;

/// Products of matrices and vectors. Operands of different dtypes are promoted.
public final class MatmulOps {
    private MatmulOps() {}

    /// Matrix product of the last two axes, `[..., n, k] @ [..., k, m]`; leading axes broadcast. A vector
    /// on the left is a row, on the right a column, and that axis is left out of the result.
    @TensorOp("matmul(input: Tensor, other: Tensor) -> Tensor")
    public static Op matmul() {
        return op().composite(MatmulOps::matmul)
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 4, 2))
                        .and(uniform(-2, 2, 4), uniform(-1, 2, 4, 2))
                        .and(uniform(-2, 2, 3, 4), uniform(-1, 2, 4))
                        .and(uniform(-2, 2, 4), uniform(-1, 2, 4))
                        .and(uniform(-2, 2, 2, 1, 3, 4), uniform(-1, 2, 5, 4, 2)));
    }

    /// Product of two matrices, `[n, k]` and `[k, m]`.
    @TensorOp("mm(input: Tensor, mat2: Tensor) -> Tensor")
    public static Op mm() {
        return op().autocast(Autocast.NARROW)
                .grad(c -> c.grad().mm(c.input(1).t()), c -> c.input(0).t().mm(c.grad()))
                .saves("input", "mat2")
                .onnx("MatMul")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 4, 2)));
    }

    /// Products of two batches of matrices, `[b, n, k]` and `[b, k, m]`; there may be several leading axes.
    @TensorOp("bmm(input: Tensor, mat2: Tensor) -> Tensor")
    public static Op bmm() {
        return op().autocast(Autocast.NARROW)
                .grad(
                        c -> c.grad().bmm(c.input(1).transpose(-2, -1)),
                        c -> c.input(0).transpose(-2, -1).bmm(c.grad()))
                .saves("input", "mat2")
                .onnx("MatMul")
                .samples(() -> Samples.of(uniform(-2, 2, 5, 3, 4), uniform(-1, 2, 5, 4, 2))
                        .and(uniform(-2, 2, 2, 3, 3, 4), uniform(-1, 2, 2, 3, 4, 2)));
    }

    /// `beta input + alpha (mat1 @ mat2)`; `input` broadcasts to the product's shape. With `beta` 0 it does
    /// not count, even where it is not a number.
    @TensorOp(
            value = "addmm(input: Tensor, mat1: Tensor, mat2: Tensor, beta: number = 1, alpha: number = 1) -> Tensor",
            inPlace = true)
    public static Op addmm() {
        return op().autocast(Autocast.NARROW)
                .grad(
                        c -> c.grad().mul(c.args().real(3)),
                        c -> c.grad().mm(c.input(2).t()).mul(c.args().real(4)),
                        c -> c.input(1).t().mm(c.grad()).mul(c.args().real(4)))
                .saves("mat1", "mat2")
                .samples(() -> Samples.of(uniform(-1, 1, 2), uniform(-2, 2, 3, 4), uniform(-1, 2, 4, 2))
                        .and(uniform(-1, 1, 3, 2), uniform(-2, 2, 3, 4), uniform(-1, 2, 4, 2), 0.5, -2L));
    }

    /// `beta input + alpha (batch1 @ batch2)`, of batches of matrices, `[b, n, k]` and `[b, k, m]`; `input`
    /// broadcasts to the product's shape. With `beta` 0 it does not count, even where it is not a number.
    @TensorOp(
            value =
                    "baddbmm(input: Tensor, batch1: Tensor, batch2: Tensor, beta: number = 1, alpha: number = 1) -> Tensor",
            inPlace = true)
    public static Op baddbmm() {
        return op().autocast(Autocast.NARROW)
                .grad(
                        c -> c.grad().mul(c.args().real(3)),
                        c -> c.grad()
                                .bmm(c.input(2).transpose(-2, -1))
                                .mul(c.args().real(4)),
                        c -> c.input(1)
                                .transpose(-2, -1)
                                .bmm(c.grad())
                                .mul(c.args().real(4)))
                .saves("batch1", "batch2")
                .samples(() -> Samples.of(uniform(-1, 1, 1, 2), uniform(-2, 2, 5, 3, 4), uniform(-1, 2, 5, 4, 2))
                        .and(uniform(-1, 1, 5, 3, 2), uniform(-2, 2, 5, 3, 4), uniform(-1, 2, 5, 4, 2), 0.5, -2L));
    }

    /// `beta input + alpha (mat @ vec)`: a matrix `[n, m]` and a vector `[m]`; `input` broadcasts to `[n]`.
    @TensorOp(
            value = "addmv(input: Tensor, mat: Tensor, vec: Tensor, beta: number = 1, alpha: number = 1) -> Tensor",
            inPlace = true)
    public static Op addmv() {
        return op().composite(a -> {
                    checkMatrixAndVector("addmv", a.tensor(1), a.tensor(2));
                    Tensor column = a.tensor(2).unsqueeze(1);
                    return a.tensor(0)
                            .unsqueeze(-1)
                            .addmm(a.tensor(1), column, a.value(3), a.value(4))
                            .squeeze(-1);
                })
                .samples(() -> Samples.of(uniform(-1, 1, 3), uniform(-2, 2, 3, 4), uniform(-1, 2, 4))
                        .and(uniform(-1, 1, 1), uniform(-2, 2, 3, 4), uniform(-1, 2, 4), 0.5, -2L));
    }

    /// Product of a matrix `[n, m]` and a vector `[m]`.
    @TensorOp("mv(input: Tensor, vec: Tensor) -> Tensor")
    public static Op mv() {
        return op().composite(a -> {
                    checkMatrixAndVector("mv", a.tensor(0), a.tensor(1));
                    return a.tensor(0).mm(a.tensor(1).unsqueeze(1)).squeeze(1);
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 4)));
    }

    /// Sum of the products of two vectors.
    @TensorOp("dot(input: Tensor, tensor: Tensor) -> Tensor")
    public static Op dot() {
        return op().composite(a -> {
                    if (a.tensor(0).rank() != 1 || a.tensor(1).rank() != 1) {
                        throw new ShapeException(
                                "dot: takes two vectors, not %s and %s",
                                a.tensor(0).describe(), a.tensor(1).describe());
                    }
                    return a.tensor(0).matmul(a.tensor(1));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 4), uniform(-1, 2, 4)));
    }

    /// All products of the elements of two vectors, `[n]` and `[m]` to `[n, m]`.
    @TensorOp("outer(input: Tensor, vec2: Tensor) -> Tensor")
    public static Op outer() {
        return op().composite(a -> a.tensor(0).reshape(-1, 1).mul(a.tensor(1).reshape(1, -1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3), uniform(-1, 2, 4)));
    }

    /// `x @ weight.T + bias`: weight `[out, in]` or `[in]`, bias `[out]` or none.
    @TensorOp("linear(input: Tensor, weight: Tensor, bias: Tensor? = none) -> Tensor")
    public static Op linear() {
        return op().composite(MatmulOps::linear)
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 2, 4), uniform(-1, 1, 2))
                        .and(uniform(-2, 2, 2, 3, 4), uniform(-1, 2, 2, 4), uniform(-1, 1, 2))
                        .and(uniform(-2, 2, 4), uniform(-1, 2, 2, 4), uniform(-1, 1, 2))
                        .and(uniform(-2, 2, 3, 4), uniform(-1, 2, 4)));
    }

    private static Tensor matmul(Args args) {
        Tensor left = args.tensor(0);
        Tensor right = args.tensor(1);
        if (left.rank() == 0 || right.rank() == 0) {
            throw new ShapeException("matmul: an operand has no axes: %s @ %s", left.describe(), right.describe())
                    .withHint("multiply by a number with *");
        }
        checkInnerSizes(left, right);
        if (left.rank() == 2 && right.rank() == 2) {
            return left.mm(right);
        }
        if (left.rank() == 1) {
            Tensor product = left.unsqueeze(0).matmul(right);
            return product.squeeze(right.rank() == 1 ? -1 : -2);
        }
        if (right.rank() == 1) {
            return left.matmul(right.unsqueeze(1)).squeeze(-1);
        }
        return right.rank() == 2 ? foldRows(left).mm(right).reshape(productShape(left, right)) : batched(left, right);
    }

    /// All leading axes as rows of one matrix.
    private static Tensor foldRows(Tensor left) {
        return left.rank() == 2 ? left : left.reshape(rowCount(left), left.size(left.rank() - 1));
    }

    private static long rowCount(Tensor tensor) {
        long rows = 1;
        for (int axis = 0; axis < tensor.rank() - 1; axis++) {
            rows *= tensor.size(axis);
        }
        return rows;
    }

    /// The shape of the product with one matrix on the right.
    private static long[] productShape(Tensor left, Tensor right) {
        long[] shape = left.shape();
        shape[shape.length - 1] = right.size(right.rank() - 1);
        return shape;
    }

    private static Tensor batched(Tensor left, Tensor right) {
        long[] leftBatch = Arrays.copyOf(left.shape(), left.rank() - 2);
        long[] rightBatch = Arrays.copyOf(right.shape(), right.rank() - 2);
        long[] batch = Shapes.broadcast("matmul", leftBatch, rightBatch);
        long rows = left.size(left.rank() - 2);
        long inner = right.size(right.rank() - 2);
        long columns = right.size(right.rank() - 1);
        return left.expand(append(batch, rows, inner)).bmm(right.expand(append(batch, inner, columns)));
    }

    private static long[] append(long[] batch, long rows, long columns) {
        long[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = rows;
        shape[batch.length + 1] = columns;
        return shape;
    }

    private static Tensor linear(Args args) {
        Tensor input = args.tensor(0);
        Tensor weight = args.tensor(1);
        int rank = weight.rank();
        if (input.rank() == 0 || rank < 1 || rank > 2 || input.size(input.rank() - 1) != weight.size(rank - 1)) {
            throw new ShapeException(
                            "linear: the last axis of input %s must equal the last axis of weight %s",
                            input.describe(), weight.describe())
                    .withHint("weight is [out, in] for an input of [..., in]");
        }
        if (args.isNull(2)) {
            return input.matmul(weight.t());
        }
        if (rank == 1) {
            return input.matmul(weight).add(args.tensor(2));
        }
        Tensor columns = weight.t();
        Tensor sum = args.tensor(2).addmm(foldRows(input.rank() == 1 ? input.unsqueeze(0) : input), columns);
        return input.rank() == 2 ? sum : sum.reshape(productShape(input, columns));
    }

    private static void checkMatrixAndVector(String op, Tensor matrix, Tensor vector) {
        if (matrix.rank() != 2 || vector.rank() != 1 || matrix.size(1) != vector.size(0)) {
            throw new ShapeException(
                    "%s: takes a matrix [n, m] and a vector [m], not %s and %s",
                    op, matrix.describe(), vector.describe());
        }
    }

    private static String transposed(Tensor matrices) {
        return Arrays.toString(matrices.transpose(-2, -1).shape());
    }

    private static void checkInnerSizes(Tensor left, Tensor right) {
        long leftInner = left.size(left.rank() - 1);
        int rightAxis = Math.max(0, right.rank() - 2);
        long rightInner = right.size(rightAxis);
        if (leftInner == rightInner) {
            return;
        }
        ShapeException error = new ShapeException(
                "matmul: last axis of the left operand (%d) must equal %s of the right operand (%d)",
                leftInner, right.rank() == 1 ? "the axis" : "second-to-last axis", rightInner);
        if (right.rank() >= 2 && right.size(right.rank() - 1) == leftInner) {
            error.withHint("transposed, the right operand would fit: .mT has shape %s", transposed(right));
        } else if (left.rank() >= 2 && left.size(left.rank() - 2) == rightInner) {
            error.withHint("transposed, the left operand would fit: .mT has shape %s", transposed(left));
        } else {
            error.withHint("the operands are %s and %s", left.describe(), right.describe());
        }
        throw error;
    }
}
