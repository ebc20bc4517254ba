package tdsl.tensor.ops;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;

/// Linear algebra.
final class LinalgOps {
    private LinalgOps() {}

    /// Matrix product of the last two axes, `[..., n, k] @ [..., k, m]`; leading axes broadcast. A vector on the left
    /// is a row, on the right a column, and that axis is left out of the result.
    @TensorOp("matmul(input: Tensor, other: Tensor) -> Tensor")
    static Op matmul() {
        return op().composite(LinalgOps::matmul)
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 4, 2))
                        .and(uniform(-2, 2, 4), uniform(-1, 2, 4, 2))
                        .and(uniform(-2, 2, 3, 4), uniform(-1, 2, 4))
                        .and(uniform(-2, 2, 4), uniform(-1, 2, 4))
                        .and(uniform(-2, 2, 2, 1, 3, 4), uniform(-1, 2, 5, 4, 2)));
    }

    /// Product of two matrices, `[n, k]` and `[k, m]`.
    @TensorOp("mm(input: Tensor, mat2: Tensor) -> Tensor")
    static Op mm() {
        return op().grad(c -> c.grad().mm(c.input(1).t()), c -> c.input(0).t().mm(c.grad()))
                .saves("input", "mat2")
                .onnx("MatMul")
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 4, 2)));
    }

    /// Products of two batches of matrices, `[b, n, k]` and `[b, k, m]`.
    @TensorOp("bmm(input: Tensor, mat2: Tensor) -> Tensor")
    static Op bmm() {
        return op().grad(
                        c -> c.grad().bmm(c.input(1).transpose(1, 2)),
                        c -> c.input(0).transpose(1, 2).bmm(c.grad()))
                .saves("input", "mat2")
                .onnx("MatMul")
                .samples(() -> Samples.of(uniform(-2, 2, 5, 3, 4), uniform(-1, 2, 5, 4, 2)));
    }

    /// Sum of the products of two vectors.
    @TensorOp("dot(input: Tensor, tensor: Tensor) -> Tensor")
    static Op dot() {
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
    static Op outer() {
        return op().composite(a -> a.tensor(0).reshape(-1, 1).mul(a.tensor(1).reshape(1, -1)))
                .samples(() -> Samples.of(uniform(-2, 2, 3), uniform(-1, 2, 4)));
    }

    /// The matrix with elements above diagonal `diagonal` set to 0.
    @TensorOp("tril(input: Tensor, diagonal: int = 0) -> Tensor")
    static Op tril() {
        return op().composite(a -> {
                    Tensor offsets = diagonalOffsets("tril", a.tensor(0));
                    return offsets.le(a.integer(1))
                            .where(a.tensor(0), a.tensor(0).zeros_like());
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)).and(uniform(-2, 2, 2, 3, 4), 1L));
    }

    /// The matrix with elements below diagonal `diagonal` set to 0.
    @TensorOp("triu(input: Tensor, diagonal: int = 0) -> Tensor")
    static Op triu() {
        return op().composite(a -> {
                    Tensor offsets = diagonalOffsets("triu", a.tensor(0));
                    return offsets.ge(a.integer(1))
                            .where(a.tensor(0), a.tensor(0).zeros_like());
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)).and(uniform(-2, 2, 2, 3, 4), -1L));
    }

    /// `x @ weight.T + bias`: weight `[out, in]`, bias `[out]` or none.
    @TensorOp("linear(input: Tensor, weight: Tensor, bias: Tensor? = none) -> Tensor")
    static Op linear() {
        return op().composite(a -> {
                    Tensor product = a.tensor(0).matmul(a.tensor(1).t());
                    return a.isNull(2) ? product : product.add(a.tensor(2));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 2, 4), uniform(-1, 1, 2)));
    }

    /// Column number less row number, for the last two axes.
    private static Tensor diagonalOffsets(String op, Tensor matrix) {
        if (matrix.rank() < 2) {
            throw new ShapeException("%s: takes a matrix or a batch of them, not %s", op, matrix.describe());
        }
        Tensor rows = Tensors.iota(matrix.size(matrix.rank() - 2), DType.INT64);
        Tensor columns = Tensors.iota(matrix.size(matrix.rank() - 1), DType.INT64);
        return columns.sub(rows.unsqueeze(1));
    }

    private static Tensor matmul(Args args) {
        Tensor left = args.tensor(0);
        Tensor right = args.tensor(1);
        if (left.rank() == 0 || right.rank() == 0) {
            throw new ShapeException("matmul: an operand has no axes: %s @ %s", left.describe(), right.describe())
                    .withHint("multiply by a number with *");
        }
        checkInnerSizes(left, right);
        if (left.rank() == 1) {
            Tensor product = left.unsqueeze(0).matmul(right);
            return product.squeeze(right.rank() == 1 ? -1 : -2);
        }
        if (right.rank() == 1) {
            return left.matmul(right.unsqueeze(1)).squeeze(-1);
        }
        if (right.rank() == 2) {
            return foldRows(left).mm(right).reshape(replaceLast(left.shape(), right.size(1)));
        }
        return batched(left, right);
    }

    /// All leading axes as rows of one matrix.
    private static Tensor foldRows(Tensor left) {
        if (left.rank() == 2) {
            return left;
        }
        long columns = left.size(left.rank() - 1);
        long rows = 1;
        for (int axis = 0; axis < left.rank() - 1; axis++) {
            rows *= left.size(axis);
        }
        return left.reshape(rows, columns);
    }

    private static long[] replaceLast(long[] shape, long size) {
        shape[shape.length - 1] = size;
        return shape;
    }

    private static Tensor batched(Tensor left, Tensor right) {
        long[] leftBatch = Arrays.copyOf(left.shape(), left.rank() - 2);
        long[] rightBatch = Arrays.copyOf(right.shape(), right.rank() - 2);
        long[] batch = Shapes.broadcast("matmul", leftBatch, rightBatch);
        long count = Shapes.elementCount(batch);
        long rows = left.size(left.rank() - 2);
        long inner = right.size(right.rank() - 2);
        long columns = right.size(right.rank() - 1);
        Tensor leftFlat = left.expand(append(batch, rows, inner)).reshape(count, rows, inner);
        Tensor rightFlat = right.expand(append(batch, inner, columns)).reshape(count, inner, columns);
        return leftFlat.bmm(rightFlat).reshape(append(batch, rows, columns));
    }

    private static long[] append(long[] batch, long rows, long columns) {
        long[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = rows;
        shape[batch.length + 1] = columns;
        return shape;
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
            error.withHint("the right operand transposed, .mT, would fit");
        } else if (left.rank() >= 2 && left.size(left.rank() - 2) == rightInner) {
            error.withHint("the left operand transposed, .mT, would fit");
        } else {
            error.withHint("the operands are %s and %s", left.describe(), right.describe());
        }
        throw error;
    }
}
