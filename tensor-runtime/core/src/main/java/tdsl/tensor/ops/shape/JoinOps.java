package tdsl.tensor.ops.shape;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.List;
import java.util.function.UnaryOperator;
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

/// Tensors joined to one.
public final class JoinOps {
    private JoinOps() {}

    /// Tensors joined along an existing axis; their other sizes are equal.
    @TensorOp("cat(tensors: Tensor[], dim: int = 0) -> Tensor")
    public static Op cat() {
        return op().composite(JoinOps::cat)
                .gradOfList(c -> {
                    long dim = c.args().integer(1);
                    long[] sizes = c.shapes().stream()
                            .mapToLong(shape -> shape[Shapes.axis("cat", dim, shape.length)])
                            .toArray();
                    return sizes.length == 1 ? List.of(c.grad()) : c.grad().split(sizes, dim);
                })
                .onnx("Concat")
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 4, 3)))
                        .and(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 2, 1)), 1L));
    }

    /// As cat.
    @TensorOp("concat(tensors: Tensor[], dim: int = 0) -> Tensor")
    public static Op concat() {
        return op().composite(a -> Tensors.cat(a.tensors(0), a.integer(1)))
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 2, 1)), 1L));
    }

    /// As cat.
    @TensorOp("concatenate(tensors: Tensor[], dim: int = 0) -> Tensor")
    public static Op concatenate() {
        return op().composite(a -> Tensors.cat(a.tensors(0), a.integer(1)))
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 2, 1)), 1L));
    }

    /// Tensors of one shape joined along a new axis.
    @TensorOp("stack(tensors: Tensor[], dim: int = 0) -> Tensor")
    public static Op stack() {
        return op().composite(a -> {
                    if (a.tensors(0).isEmpty()) {
                        throw new ValueException("stack: the list of tensors is empty");
                    }
                    long[] shape = a.tensors(0).getFirst().shape();
                    for (Tensor tensor : a.tensors(0)) {
                        if (!tensor.layout().hasShape(shape)) {
                            throw new ShapeException(
                                    "stack: all tensors must have one shape, but there are %s and %s",
                                    Shapes.format(shape), Shapes.format(tensor.shape()));
                        }
                    }
                    return Tensors.cat(
                            a.tensors(0).stream()
                                    .map(t -> t.unsqueeze(a.integer(1)))
                                    .toList(),
                            a.integer(1));
                })
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 2, 3)), 1L));
    }

    /// Joined along the second axis; vectors along their only one.
    @TensorOp("hstack(tensors: Tensor[]) -> Tensor")
    public static Op hstack() {
        return op().composite(a -> horizontal(a.tensors(0)))
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 2, 1))));
    }

    /// Joined along the first axis; vectors are rows.
    @TensorOp("vstack(tensors: Tensor[]) -> Tensor")
    public static Op vstack() {
        return op().composite(a -> Tensors.cat(all(a.tensors(0), Tensor::atleast_2d)))
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 3))));
    }

    /// Joined along the third axis, after atleast_3d.
    @TensorOp("dstack(tensors: Tensor[]) -> Tensor")
    public static Op dstack() {
        return op().composite(a -> Tensors.cat(all(a.tensors(0), Tensor::atleast_3d), 2))
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 2, 3))));
    }

    /// Joined along the second axis; vectors are columns.
    @TensorOp("column_stack(tensors: Tensor[]) -> Tensor")
    public static Op column_stack() {
        return op().composite(a -> Tensors.cat(all(a.tensors(0), JoinOps::asColumn), 1))
                .samples(() -> Samples.of(List.of(uniform(-2, 2, 2, 3), uniform(-1, 2, 2))));
    }

    private static Tensor cat(Args a) {
        List<Tensor> tensors = a.tensors(0);
        if (tensors.isEmpty()) {
            throw new ValueException("cat: the list of tensors is empty");
        }
        Tensor first = tensors.getFirst();
        int axis = Shapes.axis("cat", a.integer(1), first.rank());
        long[] shape = first.shape();
        shape[axis] = 0;
        for (int i = 0; i < tensors.size(); i++) {
            checkJoins(first, tensors.get(i), i, axis);
            shape[axis] += tensors.get(i).size(axis);
        }
        Tensor result = Tensor.empty(a.device(), TypeRule.promote(tensors.toArray(Tensor[]::new)), shape);
        long start = 0;
        for (Tensor tensor : tensors) {
            result.narrow(axis, start, tensor.size(axis)).copy_(tensor);
            start += tensor.size(axis);
        }
        return result;
    }

    private static void checkJoins(Tensor first, Tensor other, int index, int axis) {
        boolean joins = first.rank() == other.rank();
        for (int i = 0; joins && i < first.rank(); i++) {
            joins = i == axis || first.size(i) == other.size(i);
        }
        if (!joins) {
            throw new ShapeException(
                    "cat: tensor 0 is %s and tensor %d is %s: they must agree except at axis %d",
                    first.describe(), index, other.describe(), axis);
        }
    }

    private static Tensor horizontal(List<Tensor> tensors) {
        List<Tensor> parts = all(tensors, Tensor::atleast_1d);
        return Tensors.cat(parts, !parts.isEmpty() && parts.getFirst().rank() == 1 ? 0 : 1);
    }

    private static Tensor asColumn(Tensor tensor) {
        return tensor.rank() < 2 ? tensor.reshape(-1, 1) : tensor;
    }

    private static List<Tensor> all(List<Tensor> tensors, UnaryOperator<Tensor> change) {
        return tensors.stream().map(change).toList();
    }
}
