package tdsl.tensor.ops.neural;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;

import java.util.Arrays;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Elements added around tensors.
public final class PaddingOps {
    private PaddingOps() {}

    /// The input with elements added at both ends of its last axes: `pad` is (before, after) of the last axis,
    /// then of the one before it, and so on; negative numbers take elements away. With `mode` "constant" they
    /// are `value`, with "reflect" the mirror image without the edge, with "replicate" the edge, with
    /// "circular" the other end.
    @TensorOp("pad(input: Tensor, pad: int[], mode: string = \"constant\", value: float = 0.0) -> Tensor")
    public static Op pad() {
        return op().composite(a -> switch (a.text(2)) {
                    case "constant" -> a.tensor(0).constant_pad_nd(a.integers(1), a.real(3));
                    case "reflect", "replicate", "circular" -> repeated(a);
                    default ->
                        throw new ValueException(
                                "pad: mode must be \"constant\", \"reflect\", \"replicate\" or \"circular\", not \"%s\"",
                                a.text(2));
                })
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 4), List.of(1L, 2L, -1L, 1L))
                        .and(uniform(-2, 2, 2, 3, 4), List.of(2L, 1L, 1L, 2L), "reflect")
                        .and(uniform(-2, 2, 2, 3, 4), List.of(2L, -1L, 0L, 4L), "replicate")
                        .and(uniform(-2, 2, 2, 3, 4), List.of(4L, -1L, 3L, 1L), "circular"));
    }

    /// The input with `value` added at both ends of its last axes, as `pad` with mode "constant".
    @TensorOp("constant_pad_nd(input: Tensor, pad: int[], value: float = 0.0) -> Tensor")
    public static Op constant_pad_nd() {
        return op().composite(PaddingOps::constant)
                .grad(c -> c.grad()
                        .constant_pad_nd(Arrays.stream(c.args().integers(1))
                                .map(count -> -count)
                                .toArray()))
                .onnx("Pad")
                .samples(() -> Samples.of(uniform(-2, 2, 2, 3, 4), List.of(1L, 2L, -1L, 1L), 0.5)
                        .and(uniform(-2, 2, 3), List.of(-2L, 3L)));
    }

    private static Tensor constant(Args args) {
        Tensor input = args.tensor(0);
        long[] pad = args.integers(1);
        checkPairs(input, pad);
        long[] shape = input.shape();
        Tensor kept = input;
        for (int pair = 0; pair < pad.length / 2; pair++) {
            int axis = input.rank() - 1 - pair;
            long before = pad[2 * pair];
            long after = pad[2 * pair + 1];
            shape[axis] = paddedSize(input, axis, before, after);
            long start = Math.min(input.size(axis), Math.max(0, -before));
            long length = Math.max(0, input.size(axis) - start - Math.max(0, -after));
            kept = kept.narrow(axis, start, length);
        }
        Tensor out = Tensor.empty(input.device(), input.dtype(), shape);
        out.fill_(Tensor.weakScalar(args.real(2)));
        Tensor inner = out;
        for (int pair = 0; pair < pad.length / 2; pair++) {
            int axis = input.rank() - 1 - pair;
            inner = inner.narrow(axis, Math.min(out.size(axis), Math.max(0, pad[2 * pair])), kept.size(axis));
        }
        inner.copy_(kept);
        return out;
    }

    private static Tensor repeated(Args args) {
        Tensor result = args.tensor(0);
        long[] pad = args.integers(1);
        checkPairs(result, pad);
        for (int pair = 0; pair < pad.length / 2; pair++) {
            int axis = result.rank() - 1 - pair;
            if (pad[2 * pair] != 0 || pad[2 * pair + 1] != 0) {
                Tensor sources = sources(args.text(2), result, axis, pad[2 * pair], pad[2 * pair + 1]);
                result = result.index_select(axis, sources);
            }
        }
        return result;
    }

    /// Where each element of a padded axis comes from.
    private static Tensor sources(String mode, Tensor input, int axis, long before, long after) {
        long size = input.size(axis);
        long most = Math.max(before, after);
        boolean fits = switch (mode) {
            case "reflect" -> most < size;
            case "circular" -> most <= size;
            default -> size > 0;
        };
        if (!fits) {
            throw new ShapeException(
                    "pad: %d elements cannot be added to axis %d of %s by mode \"%s\"",
                    most, axis, input.describe(), mode);
        }
        Tensor places = Tensors.iota(paddedSize(input, axis, before, after), DType.INT64)
                .sub(before);
        return switch (mode) {
            case "reflect" -> {
                Tensor mirrored = places.abs();
                yield mirrored.neg().add(size - 1).abs().neg().add(size - 1);
            }
            case "replicate" -> places.clamp(Tensor.weakScalar(0L), Tensor.weakScalar(size - 1));
            default -> places.remainder(size);
        };
    }

    private static long paddedSize(Tensor input, int axis, long before, long after) {
        long size = input.size(axis) + before + after;
        if (size < 0) {
            throw new ShapeException(
                    "pad: %d and %d elements cannot be taken from axis %d of %s",
                    -before, -after, axis, input.describe());
        }
        return size;
    }

    private static void checkPairs(Tensor input, long[] pad) {
        if (pad.length % 2 != 0 || pad.length > 2 * input.rank()) {
            throw new ValueException(
                    "pad: pad must be pairs of ints, at most one for each axis of %s, not %d ints",
                    input.describe(), pad.length);
        }
    }
}
