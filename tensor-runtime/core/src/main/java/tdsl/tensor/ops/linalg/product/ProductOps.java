package tdsl.tensor.ops.linalg.product;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tdsl.tensor.Shapes;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Products of tensors with any number of axes, and of more than two.
public final class ProductOps {
    private ProductOps() {}

    /// Sums of products in Einstein's notation: for each operand a letter per axis, and after `->` those of
    /// the result, as in `einsum("bij,bjk->bik", x, y)`. Letters that the result lacks are summed over; a
    /// letter twice in one operand takes the diagonal; `...` stands for any axes, which broadcast, as do
    /// axes of size 1. Without `->` the result has the axes of `...` and the letters that occur once, in
    /// alphabetical order. Several operands are multiplied pair by pair in an order that takes few
    /// multiplications.
    @TensorOp("einsum(equation: string, operands: Tensor...) -> Tensor")
    public static Op einsum() {
        return op().composite(Widening.of(a -> Einsum.of(a.text(0), a.tensors(1))))
                .samples(() -> Samples.of("ij,jk->ik", List.of(uniform(-1, 2, 2, 3), uniform(-2, 1, 3, 2)))
                        .and("bij,bjk", List.of(uniform(-1, 2, 2, 2, 3), uniform(-2, 1, 2, 3, 2)))
                        .and("...ij,...jk->...ki", List.of(uniform(-1, 2, 2, 1, 2, 3), uniform(-2, 1, 2, 3, 2)))
                        .and("iij->j", List.of(uniform(-1, 2, 3, 3, 2)))
                        .and("i,i->i", List.of(uniform(-1, 2, 3), uniform(-2, 1, 3)))
                        .and("i,j", List.of(uniform(-1, 2, 3), uniform(-2, 1, 2)))
                        .and(
                                "ab,bc,cd,de->ae",
                                List.of(
                                        uniform(-1, 2, 2, 3),
                                        uniform(-2, 1, 3, 2),
                                        uniform(-1, 1, 2, 2),
                                        uniform(-2, 2, 2, 3)))
                        .and("ijk,il->kj", List.of(uniform(-1, 2, 2, 3, 2), uniform(-2, 1, 2, 3))));
    }

    /// As `dot`.
    @TensorOp("vdot(input: Tensor, other: Tensor) -> Tensor")
    public static Op vdot() {
        return op().composite(a -> a.tensor(0).dot(a.tensor(1)))
                .samples(() -> Samples.of(uniform(-1, 2, 3), uniform(-2, 1, 3)));
    }

    /// As `outer`.
    @TensorOp("ger(input: Tensor, vec2: Tensor) -> Tensor")
    public static Op ger() {
        return op().composite(a -> a.tensor(0).outer(a.tensor(1)))
                .samples(() -> Samples.of(uniform(-1, 2, 3), uniform(-2, 1, 2)));
    }

    /// Sums of products over the last `dims` axes of `input` and the first of `other`, or over the axes
    /// that `dims` lists for both: `[[1, 2], [0, 1]]`. The result has the other axes of `input` and then
    /// those of `other`.
    @TensorOp("tensordot(input: Tensor, other: Tensor, dims: value? = none) -> Tensor")
    public static Op tensordot() {
        return op().composite(ProductOps::tensordot)
                .samples(() -> Samples.of(uniform(-1, 2, 2, 3, 4), uniform(-2, 1, 3, 4, 2))
                        .and(uniform(-1, 2, 2, 3), uniform(-2, 1, 3, 4), 1L)
                        .and(uniform(-1, 2, 2), uniform(-2, 1, 3), 0L)
                        .and(uniform(-1, 2, 2, 3, 4), uniform(-2, 1, 4, 2), List.of(List.of(2L, 0L), List.of(0L, 1L))));
    }

    private static Tensor tensordot(Args a) {
        Tensor left = a.tensor(0);
        Tensor right = a.tensor(1);
        int[] leftAxes;
        int[] rightAxes;
        switch (a.value(2) == null ? (Object) 2L : a.value(2)) {
            case Long count -> {
                if (count < 0 || count > Math.min(left.rank(), right.rank())) {
                    throw new ValueException(
                            "tensordot: dims is %d, but the operands are %s and %s",
                            count, left.describe(), right.describe());
                }
                leftAxes = new int[Math.toIntExact(count)];
                rightAxes = leftAxes.clone();
                Arrays.setAll(leftAxes, i -> left.rank() - leftAxes.length + i);
                Arrays.setAll(rightAxes, i -> i);
            }
            case List<?> both
            when both.size() == 2 -> {
                leftAxes = Shapes.axes("tensordot", integers(both.getFirst()), left.rank());
                rightAxes = Shapes.axes("tensordot", integers(both.getLast()), right.rank());
            }
            default -> throw dimsExpected();
        }
        checkAxes(left, right, leftAxes, rightAxes);
        return Einsum.overAxes(left, right, leftAxes, rightAxes);
    }

    private static void checkAxes(Tensor left, Tensor right, int[] leftAxes, int[] rightAxes) {
        if (leftAxes.length != rightAxes.length) {
            throw new ValueException(
                    "tensordot: dims lists %d axes for input and %d for other", leftAxes.length, rightAxes.length);
        }
        for (int i = 0; i < leftAxes.length; i++) {
            if (left.size(leftAxes[i]) != right.size(rightAxes[i])) {
                throw new ShapeException(
                        "tensordot: axis %d of %s and axis %d of %s differ in size",
                        leftAxes[i], left.describe(), rightAxes[i], right.describe());
            }
        }
    }

    private static long[] integers(Object list) {
        return switch (list) {
            case Long single -> new long[] {single};
            case List<?> several
            when several.stream().allMatch(Long.class::isInstance) ->
                several.stream().mapToLong(element -> (Long) element).toArray();
            case null, default -> throw dimsExpected();
        };
    }

    private static TypeException dimsExpected() {
        TypeException error = new TypeException("tensordot: dims must be an int, or a list of two lists of ints");
        error.withHint("dims=2 sums over the last two axes of input and the first two of other");
        return error;
    }

    /// Sums of products over the last axis of both: `[..., k]` and `[*, k]` to `[..., *]`. With an operand
    /// without axes, the elementwise product.
    @TensorOp("inner(input: Tensor, other: Tensor) -> Tensor")
    public static Op inner() {
        return op().composite(a -> {
                    Tensor left = a.tensor(0);
                    Tensor right = a.tensor(1);
                    if (left.rank() == 0 || right.rank() == 0) {
                        return left.mul(right);
                    }
                    int[] leftAxes = {left.rank() - 1};
                    int[] rightAxes = {right.rank() - 1};
                    if (left.size(leftAxes[0]) != right.size(rightAxes[0])) {
                        throw new ShapeException(
                                "inner: the last axes of %s and %s differ in size", left.describe(), right.describe());
                    }
                    return Einsum.overAxes(left, right, leftAxes, rightAxes);
                })
                .samples(() -> Samples.of(uniform(-1, 2, 2, 3), uniform(-2, 1, 4, 3))
                        .and(uniform(-1, 2, 3), uniform(-2, 1, 3))
                        .and(uniform(-1, 2, 2, 3), uniform(-2, 1)));
    }

    /// Sums of products along `dim`; the other axes broadcast.
    @TensorOp("vecdot(x: Tensor, y: Tensor, dim: int = -1) -> Tensor")
    public static Op vecdot() {
        return op().composite(Widening.of(a -> {
                    Tensor product = a.tensor(0).mul(a.tensor(1));
                    int axis = Shapes.axis("vecdot", a.integer(2), product.rank());
                    return product.sum(new long[] {axis}, false, product.dtype());
                }))
                .samples(() -> Samples.of(uniform(-1, 2, 2, 3), uniform(-2, 1, 3))
                        .and(uniform(-1, 2, 2, 3), uniform(-2, 1, 2, 3), 0L));
    }

    /// Kronecker's product: every element of `input` times the whole of `other`, as blocks.
    @TensorOp("kron(input: Tensor, other: Tensor) -> Tensor")
    public static Op kron() {
        return op().composite(a -> {
                    int rank = Math.max(a.tensor(0).rank(), a.tensor(1).rank());
                    // Axis i of the result is (i of input, i of other).
                    long[] left = new long[2 * rank];
                    long[] right = new long[2 * rank];
                    long[] shape = new long[rank];
                    for (int axis = 0; axis < rank; axis++) {
                        left[2 * axis] = sizeFromEnd(a.tensor(0), rank - axis);
                        left[2 * axis + 1] = 1;
                        right[2 * axis] = 1;
                        right[2 * axis + 1] = sizeFromEnd(a.tensor(1), rank - axis);
                        shape[axis] = left[2 * axis] * right[2 * axis + 1];
                    }
                    return a.tensor(0)
                            .reshape(left)
                            .mul(a.tensor(1).reshape(right))
                            .reshape(shape);
                })
                .samples(() -> Samples.of(uniform(-1, 2, 2, 3), uniform(-2, 1, 3, 2))
                        .and(uniform(-1, 2, 2), uniform(-2, 1, 2, 2)));
    }

    /// The size of the axis with this number from the end, counted from 1; 1 where there is none.
    private static long sizeFromEnd(Tensor tensor, int number) {
        return number > tensor.rank() ? 1 : tensor.size(tensor.rank() - number);
    }

    /// The vector products along `dim`, which has size 3; the other axes broadcast.
    @TensorOp("cross(input: Tensor, other: Tensor, dim: int = -1) -> Tensor")
    public static Op cross() {
        return op().composite(Widening.of(ProductOps::cross))
                .samples(() -> Samples.of(uniform(-1, 2, 2, 3), uniform(-2, 1, 3))
                        .and(uniform(-1, 2, 3, 2), uniform(-2, 1, 3, 2), 0L));
    }

    private static Tensor cross(Args a) {
        long[] shape =
                Shapes.broadcast("cross", a.tensor(0).shape(), a.tensor(1).shape());
        int axis = Shapes.axis("cross", a.integer(2), shape.length);
        if (shape[axis] != 3) {
            throw new ShapeException(
                    "cross: axis %d must have size 3: %s and %s",
                    a.integer(2), a.tensor(0).describe(), a.tensor(1).describe());
        }
        List<Tensor> x = a.tensor(0).expand(shape).split(new long[] {1}, axis);
        List<Tensor> y = a.tensor(1).expand(shape).split(new long[] {1}, axis);
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int next = (i + 1) % 3;
            int last = (i + 2) % 3;
            parts.add(x.get(next).mul(y.get(last)).sub(x.get(last).mul(y.get(next))));
        }
        return Tensors.cat(parts, axis);
    }

    /// `x1ᵀ W x2 + bias` for each matrix W of `weight`, `[out, in1, in2]`: input1 `[..., in1]`, input2
    /// `[..., in2]`, bias `[out]` or none; the result is `[..., out]`.
    @TensorOp("bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor? = none) -> Tensor")
    public static Op bilinear() {
        return op().composite(Widening.of(a -> {
                    Tensor weight = a.tensor(2);
                    if (weight.rank() != 3
                            || sizeFromEnd(a.tensor(0), 1) != weight.size(1)
                            || sizeFromEnd(a.tensor(1), 1) != weight.size(2)) {
                        throw new ShapeException(
                                        "bilinear: inputs %s and %s do not fit weight %s",
                                        a.tensor(0).describe(), a.tensor(1).describe(), weight.describe())
                                .withHint("inputs are [..., in1] and [..., in2], weight is [out, in1, in2]");
                    }
                    Tensor product = Tensors.einsum("...i,oij,...j->...o", List.of(a.tensor(0), weight, a.tensor(1)));
                    return a.isNull(3) ? product : product.add(a.tensor(3));
                }))
                .samples(() -> Samples.of(uniform(-1, 2, 2, 3), uniform(-2, 1, 2, 2), uniform(-1, 1, 4, 3, 2))
                        .and(uniform(-1, 2, 3), uniform(-2, 1, 2), uniform(-1, 1, 4, 3, 2), uniform(0, 1, 4)));
    }

    /// The product of several matrices, in the order that takes the fewest multiplications. The first may
    /// be a vector, which counts as a row, and the last one, which counts as a column.
    @TensorOp("multi_dot(tensors: Tensor[]) -> Tensor")
    public static Op multi_dot() {
        return op().composite(Widening.of(a -> MatrixChain.multiply("multi_dot", a.tensors(0))))
                .samples(() -> Samples.of(List.of(uniform(-1, 2, 2, 3), uniform(-2, 1, 3, 2), uniform(-1, 1, 2, 4)))
                        .and(List.of(uniform(-1, 2, 3), uniform(-2, 1, 3, 2), uniform(-1, 1, 2))));
    }

    /// As multi_dot.
    @TensorOp("chain_matmul(matrices: Tensor...) -> Tensor")
    public static Op chain_matmul() {
        return op().composite(Widening.of(a -> MatrixChain.multiply("chain_matmul", a.tensors(0))))
                .samples(() -> Samples.of(List.of(uniform(-1, 2, 2, 3), uniform(-2, 1, 3, 2), uniform(-1, 1, 2, 4))));
    }

    /// `beta input + alpha Σ batch1[i] @ batch2[i]`, of batches of matrices, `[b, n, k]` and `[b, k, m]`.
    @TensorOp("addbmm(input: Tensor, batch1: Tensor, batch2: Tensor, beta: number = 1, alpha: number = 1) -> Tensor")
    public static Op addbmm() {
        return op().composite(a -> {
                    Tensor left = a.tensor(1);
                    Tensor right = a.tensor(2);
                    if (left.rank() != 3
                            || right.rank() != 3
                            || left.size(0) != right.size(0)
                            || left.size(2) != right.size(1)) {
                        throw new ShapeException(
                                "addbmm: %s and %s do not multiply", left.describe(), right.describe());
                    }
                    // The sum over the batch is one longer inner axis.
                    Tensor rows = left.permute(1, 0, 2).reshape(left.size(1), left.size(0) * left.size(2));
                    Tensor columns = right.reshape(right.size(0) * right.size(1), right.size(2));
                    return a.tensor(0).addmm(rows, columns, a.value(3), a.value(4));
                })
                .samples(() -> Samples.of(uniform(-1, 1, 2, 2), uniform(-1, 2, 3, 2, 3), uniform(-2, 1, 3, 3, 2))
                        .and(uniform(-1, 1, 2), uniform(-1, 2, 3, 2, 3), uniform(-2, 1, 3, 3, 2), 0.5, -1L));
    }

    /// `beta input + alpha outer(vec1, vec2)`.
    @TensorOp("addr(input: Tensor, vec1: Tensor, vec2: Tensor, beta: number = 1, alpha: number = 1) -> Tensor")
    public static Op addr() {
        return op().composite(Widening.of(a -> {
                    Tensor product = a.tensor(1).outer(a.tensor(2)).mul(Tensor.weakScalar(a.value(4)));
                    boolean ignored = a.real(3) == 0;
                    return ignored ? product : product.add(a.tensor(0).mul(Tensor.weakScalar(a.value(3))));
                }))
                .samples(() -> Samples.of(uniform(-1, 1, 2, 3), uniform(-1, 2, 2), uniform(-2, 1, 3))
                        .and(uniform(-1, 1, 3), uniform(-1, 2, 2), uniform(-2, 1, 3), 0.5, -2L));
    }
}
