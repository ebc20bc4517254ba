package tdsl.tensor.ops.shape;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Diagonals and triangles of matrices, and matrices made of them. Diagonal 0 is the main one, positive
/// ones are above it.
public final class DiagonalOps {
    private DiagonalOps() {}

    /// The matrix with elements above diagonal `diagonal` set to 0.
    @TensorOp("tril(input: Tensor, diagonal: int = 0) -> Tensor")
    public static Op tril() {
        return op().composite(a -> {
                    Tensor offsets = diagonalOffsets("tril", a.tensor(0));
                    return offsets.le(a.integer(1))
                            .where(a.tensor(0), a.tensor(0).zeros_like());
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)).and(uniform(-2, 2, 2, 3, 4), 1L));
    }

    /// The matrix with elements below diagonal `diagonal` set to 0.
    @TensorOp("triu(input: Tensor, diagonal: int = 0) -> Tensor")
    public static Op triu() {
        return op().composite(a -> {
                    Tensor offsets = diagonalOffsets("triu", a.tensor(0));
                    return offsets.ge(a.integer(1))
                            .where(a.tensor(0), a.tensor(0).zeros_like());
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)).and(uniform(-2, 2, 2, 3, 4), -1L));
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

    /// Diagonal `offset` of the matrices in the axes `dim1` and `dim2`, as a view; it is the last axis of
    /// the result.
    @TensorOp("diagonal(input: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor")
    public static Op diagonal() {
        return op().view(a -> {
                    int rank = a.tensor(0).rank();
                    int first = Shapes.axis("diagonal", a.integer(2), rank);
                    int second = Shapes.axis("diagonal", a.integer(3), rank);
                    if (first == second) {
                        throw new ValueException("diagonal: dim1 and dim2 are the same axis, %d", first);
                    }
                    return a.tensor(0).layout().diagonal(a.integer(1), first, second);
                })
                .grad(c -> {
                    Args args = c.args();
                    Tensor whole = c.grad().new_zeros(c.shape(0));
                    whole.diagonal(args.integer(1), args.integer(2), args.integer(3))
                            .copy_(c.grad());
                    return whole;
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4))
                        .and(uniform(-2, 2, 3, 4), 2L)
                        .and(uniform(-2, 2, 3, 2, 3), -1L, 0L, -1L)
                        .and(uniform(-2, 2, 2, 3), 5L));
    }

    /// Of a matrix, diagonal `diagonal` as a view; of a vector, the matrix with that diagonal and zeros
    /// elsewhere.
    @TensorOp("diag(input: Tensor, diagonal: int = 0) -> Tensor")
    public static Op diag() {
        return op().composite(a -> switch (a.tensor(0).rank()) {
                    case 1 -> a.tensor(0).diag_embed(a.integer(1));
                    case 2 -> a.tensor(0).diagonal(a.integer(1));
                    default ->
                        throw new ShapeException(
                                        "diag: takes a matrix or a vector, not %s",
                                        a.tensor(0).describe())
                                .withHint("for batches there are diagonal and diag_embed");
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3)).and(uniform(-2, 2, 3, 4), 1L));
    }

    /// Matrices, in the new axes `dim1` and `dim2`, with the last axis of `input` as diagonal `offset`
    /// and zeros elsewhere.
    @TensorOp("diag_embed(input: Tensor, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor")
    public static Op diag_embed() {
        return op().composite(DiagonalOps::embed)
                .grad(c -> c.grad()
                        .diagonal(
                                c.args().integer(1),
                                c.args().integer(2),
                                c.args().integer(3)))
                .samples(() -> Samples.of(uniform(-2, 2, 3))
                        .and(uniform(-2, 2, 2, 3), 1L)
                        .and(uniform(-2, 2, 2, 3), -2L, 0L, 2L));
    }

    private static Tensor embed(Args a) {
        Tensor input = a.tensor(0);
        if (input.rank() == 0) {
            throw new ShapeException("diag_embed: takes a vector or a batch of them, not %s", input.describe());
        }
        int rank = input.rank() + 1;
        int first = Shapes.axis("diag_embed", a.integer(2), rank);
        int second = Shapes.axis("diag_embed", a.integer(3), rank);
        if (first == second) {
            throw new ValueException("diag_embed: dim1 and dim2 are the same axis, %d", first);
        }
        long[] shape = new long[rank];
        int next = 0;
        long size = input.size(input.rank() - 1) + Math.abs(a.integer(1));
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = axis == first || axis == second ? size : input.size(next++);
        }
        Tensor result = input.new_zeros(shape);
        result.diagonal(a.integer(1), first, second).copy_(input);
        return result;
    }

    /// The matrix with the elements, in row-major order, as diagonal `offset` and zeros elsewhere.
    @TensorOp("diagflat(input: Tensor, offset: int = 0) -> Tensor")
    public static Op diagflat() {
        return op().composite(a -> a.tensor(0).reshape(-1).diag_embed(a.integer(1)))
                .samples(() -> Samples.of(uniform(-2, 2, 2, 2)).and(uniform(-2, 2, 3), -1L));
    }

    /// Sum of the main diagonal of a matrix. Integers add up in i64.
    @TensorOp("trace(input: Tensor) -> Tensor")
    public static Op trace() {
        return op().composite(a -> {
                    if (a.tensor(0).rank() != 2) {
                        throw new ShapeException(
                                        "trace: takes a matrix, not %s",
                                        a.tensor(0).describe())
                                .withHint("of a batch: x.diagonal(dim1=-2, dim2=-1).sum(-1)");
                    }
                    return a.tensor(0).diagonal().sum();
                })
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4)));
    }

    /// The indices of the elements of a matrix with `row` rows and `col` columns on and below diagonal
    /// `offset`, in row-major order: row numbers and column numbers, `[2, count]` in i64.
    @TensorOp("tril_indices(row: int, col: int, offset: int = 0, dtype: dtype? = none) -> Tensor")
    public static Op tril_indices() {
        return op().composite(a -> triangleIndices("tril_indices", a, false));
    }

    /// The indices of the elements of a matrix with `row` rows and `col` columns on and above diagonal
    /// `offset`, in row-major order: row numbers and column numbers, `[2, count]` in i64.
    @TensorOp("triu_indices(row: int, col: int, offset: int = 0, dtype: dtype? = none) -> Tensor")
    public static Op triu_indices() {
        return op().composite(a -> triangleIndices("triu_indices", a, true));
    }

    private static Tensor triangleIndices(String op, Args a, boolean upper) {
        if (a.integer(0) < 0 || a.integer(1) < 0) {
            throw new ValueException("%s: %d rows and %d columns", op, a.integer(0), a.integer(1));
        }
        Tensor rows = Tensors.iota(a.integer(0), DType.INT64).unsqueeze(1);
        Tensor columns = Tensors.iota(a.integer(1), DType.INT64);
        Tensor offsets = columns.sub(rows);
        Tensor chosen = upper ? offsets.ge(a.integer(2)) : offsets.le(a.integer(2));
        return chosen.argwhere().t().contiguous().to(a.dtypeOr(3, DType.INT64));
    }

    /// The matrix with the given matrices along its diagonal and zeros elsewhere; vectors count as rows,
    /// and tensors without axes as matrices of one element.
    @TensorOp("block_diag(tensors: Tensor...) -> Tensor")
    public static Op block_diag() {
        return op().composite(a -> blockDiagonal(a.tensors(0)))
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 1, 2)))
                        .and(List.of(uniform(-2, 2, 2), uniform(-1, 2, 2, 1))));
    }

    private static Tensor blockDiagonal(List<Tensor> tensors) {
        long rows = 0;
        long columns = 0;
        for (Tensor tensor : tensors) {
            if (tensor.rank() > 2) {
                throw new ShapeException("block_diag: takes matrices, not %s", tensor.describe());
            }
            rows += tensor.rank() == 2 ? tensor.size(0) : 1;
            columns += tensor.rank() == 0 ? 1 : tensor.size(tensor.rank() - 1);
        }
        DType dtype = tensors.isEmpty() ? DType.FLOAT32 : TypeRule.promote(tensors.toArray(Tensor[]::new));
        Tensor result = Tensors.zeros(new long[] {tensors.isEmpty() ? 1 : rows, columns}, dtype);
        long row = 0;
        long column = 0;
        for (Tensor tensor : tensors) {
            Tensor block = tensor.rank() == 2 ? tensor : tensor.reshape(1, -1);
            result.narrow(0, row, block.size(0))
                    .narrow(1, column, block.size(1))
                    .copy_(block);
            row += block.size(0);
            column += block.size(1);
        }
        return result;
    }

    /// The powers `N` − 1 to 0 of the elements, or if `increasing` 0 to `N` − 1, along a new last axis; `N` is the
    /// last size unless it is given.
    @TensorOp("vander(x: Tensor, N: int? = none, increasing: bool = false) -> Tensor")
    public static Op vander() {
        return op().composite(a -> {
                    Tensor input = a.tensor(0);
                    if (input.rank() == 0) {
                        throw new ShapeException("vander: takes a vector or a batch of them, not %s", input.describe());
                    }
                    long count = a.integerOr(1, input.size(input.rank() - 1));
                    if (count < 0) {
                        throw new ValueException("vander: N must not be negative, got %d", count);
                    }
                    Tensor powers = input.unsqueeze(-1).pow(Tensors.iota(count, DType.INT64));
                    return a.flag(2) ? powers : powers.flip(-1);
                })
                .samples(() -> Samples.of(uniform(0.5, 2, 3)).and(uniform(0.5, 2, 2, 3), 2L));
    }

    /// Writes a number to the main diagonal, of more than two axes (then all of one size) to the elements with equal
    /// indices; with `wrap` a tall matrix has a diagonal again below each that ended.
    @TensorOp("fill_diagonal_(input: Tensor, fill_value: Tensor, wrap: bool = false) -> Tensor")
    public static Op fill_diagonal_() {
        return op().composite(a -> {
            Tensor input = a.tensor(0);
            if (input.rank() < 2) {
                throw new ShapeException(
                        "fill_diagonal_: needs two axes at least, but the tensor is %s", input.describe());
            }
            Tensor rows = Tensors.iota(input.size(0), DType.INT64);
            Tensor isDiagonal = rows.eq(rows);
            for (int axis = 1; axis < input.rank(); axis++) {
                if (input.rank() > 2 && input.size(axis) != input.size(0)) {
                    throw new ShapeException(
                            "fill_diagonal_: more than two axes must be of one size, not %s", input.describe());
                }
                // A diagonal that ended begins again after a row without it.
                long period = input.size(axis) + 1;
                Tensor place = a.flag(2) && input.rank() == 2 ? rows.remainder(period) : rows;
                Tensor isHere = place.unsqueeze(1).eq(Tensors.iota(input.size(axis), DType.INT64));
                isDiagonal = isDiagonal.unsqueeze(-1).logical_and(between(isHere, axis));
            }
            return input.masked_fill_(isDiagonal, a.tensor(1));
        });
    }

    /// A matrix over the first and this axis, with axes of size 1 between.
    private static Tensor between(Tensor matrix, int axis) {
        long[] shape = new long[axis + 1];
        Arrays.fill(shape, 1);
        shape[0] = matrix.size(0);
        shape[axis] = matrix.size(1);
        return matrix.reshape(shape);
    }
}
