package tdsl.tensor.fusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import tdsl.tensor.DType;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.ops.OpIndex;
import tdsl.tensor.ops.Tensors;

/// A random tree of pointwise calls with leaves of random shape, layout and dtype.
final class RandomExpression {
    private static final String[] UNARY = {
        "neg",
        "abs",
        "exp",
        "tanh",
        "relu",
        "sigmoid",
        "square",
        "silu",
        "gelu",
        "sqrt",
        "sin",
        "softplus",
        "floor",
        "leaky_relu",
        "isnan",
        "logical_not",
        "bitwise_not",
        "reciprocal"
    };
    private static final String[] BINARY = {
        "add",
        "sub",
        "mul",
        "div",
        "maximum",
        "minimum",
        "pow",
        "lt",
        "eq",
        "logical_and",
        "bitwise_and",
        "bitwise_xor",
        "remainder",
        "floor_divide",
        "atan2"
    };
    private static final String[] REDUCTIONS = {"sum", "mean", "amax", "amin"};
    private static final long[][] SHAPES = {{}, {0}, {1}, {13}, {207}, {4098}, {3, 5}, {7, 300}, {2, 3, 4}, {1100, 3}};

    private final Random random;
    private final List<Object> leaves = new ArrayList<>();
    private final List<FusedExpression.Call> calls = new ArrayList<>();

    private RandomExpression(long seed) {
        random = new Random(seed);
    }

    /// @param floating whether all tensors are floating and every operation has a gradient
    static RandomExpression of(long seed, boolean floating) {
        RandomExpression expression = new RandomExpression(seed);
        expression.build(floating);
        return expression;
    }

    private void build(boolean floating) {
        long[] shape = SHAPES[random.nextInt(SHAPES.length)];
        int leafCount = 1 + random.nextInt(4);
        for (int i = 0; i < leafCount; i++) {
            leaves.add(i > 0 && random.nextInt(4) == 0 ? number() : tensor(part(shape), floating));
        }
        List<Object> operands = new ArrayList<>();
        for (int i = 0; i < leafCount; i++) {
            operands.add(new FusedExpression.Leaf(leafCount - 1 - i));
        }
        int callCount = leafCount + 1 + random.nextInt(7);
        for (int i = 0; i < callCount; i++) {
            addCall(operands, floating);
            operands.add(new FusedExpression.Result(i));
        }
        if (random.nextInt(3) == 0) {
            Op reduction = OpIndex.find(REDUCTIONS[random.nextInt(floating ? 2 : REDUCTIONS.length)]);
            Object[] arguments = new Object[reduction.signature().parameters().size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = reduction.signature().parameters().get(i).defaultValue();
            }
            arguments[0] = operands.getLast();
            calls.add(new FusedExpression.Call(reduction, arguments, null));
        }
    }

    /// Mostly a call that succeeds.
    private void addCall(List<Object> operands, boolean floating) {
        for (int attempt = 0; ; attempt++) {
            calls.add(call(operands, floating));
            try {
                unfused(leaves);
                return;
            } catch (TensorException _) {
                if (attempt > 20 || random.nextInt(100) == 0) {
                    return;
                }
                calls.removeLast();
            }
        }
    }

    /// A shape that broadcasts to this one.
    private long[] part(long[] shape) {
        if (random.nextInt(3) > 0) {
            return shape;
        }
        long[] part = Arrays.copyOfRange(shape, random.nextInt(shape.length + 1), shape.length);
        for (int i = 0; i < part.length; i++) {
            part[i] = random.nextInt(3) == 0 ? 1 : part[i];
        }
        return part;
    }

    private Object number() {
        return switch (random.nextInt(3)) {
            case 0 -> (long) random.nextInt(1, 4);
            case 1 -> random.nextDouble() * 2;
            default -> random.nextBoolean();
        };
    }

    private Tensor tensor(long[] shape, boolean floating) {
        DType[] types = floating ? new DType[] {DType.FLOAT32, DType.FLOAT64, DType.FLOAT16} : DType.values();
        DType type = random.nextInt(2) == 0 ? DType.FLOAT32 : types[random.nextInt(types.length)];
        // Every other one has its last axis backwards, and steps over every second element.
        boolean strided = shape.length > 0 && random.nextInt(3) == 0;
        long[] stored = shape.clone();
        if (strided) {
            stored[stored.length - 1] *= 2;
        }
        Tensor values = Tensors.empty(stored, DType.FLOAT64, null);
        for (long i = 0; i < values.elementCount(); i++) {
            values.storage()
                    .segment()
                    .setAtIndex(java.lang.foreign.ValueLayout.JAVA_DOUBLE, i, random.nextGaussian() * 2);
        }
        Tensor converted = (type.isFloating() ? values : values.abs()).to(type);
        if (!strided) {
            return converted;
        }
        List<IndexItem> items = new ArrayList<>();
        for (int axis = 0; axis < shape.length - 1; axis++) {
            items.add(IndexItem.Slice.ALL);
        }
        items.add(new IndexItem.Slice(null, null, -2L));
        return converted.index(items);
    }

    private FusedExpression.Call call(List<Object> operands, boolean floating) {
        if (calls.size() >= leaves.size() && random.nextInt(8) == 0) {
            Object condition = operands.getLast();
            Op compare = OpIndex.find(random.nextBoolean() ? "where" : "clamp");
            Object[] arguments = compare.name().equals("where")
                    ? new Object[] {condition, any(operands), any(operands)}
                    : new Object[] {any(operands), Tensor.weakScalar(-0.5), Tensor.weakScalar(1L)};
            return new FusedExpression.Call(compare, arguments, null);
        }
        boolean unary = calls.size() >= leaves.size() && random.nextBoolean();
        // The first entries have gradients that are finite nearly everywhere.
        String[] names = unary ? UNARY : BINARY;
        Op op = OpIndex.find(names[random.nextInt(floating ? (unary ? 9 : 6) : names.length)]);
        Object[] arguments = new Object[op.signature().parameters().size()];
        arguments[0] = calls.size() < leaves.size() || random.nextInt(3) > 0 ? operands.getLast() : any(operands);
        for (int i = 1; i < arguments.length; i++) {
            boolean leafIsLeft = calls.size() < leaves.size();
            arguments[i] = op.signature().parameters().get(i).required()
                    ? leafIsLeft ? new FusedExpression.Leaf(calls.size()) : any(operands)
                    : op.signature().parameters().get(i).defaultValue();
        }
        return new FusedExpression.Call(op, arguments, null);
    }

    private Object any(List<Object> operands) {
        return operands.get(random.nextInt(operands.size()));
    }

    List<Object> leaves() {
        return leaves;
    }

    FusedExpression fused() {
        return new FusedExpression(calls);
    }

    /// The value by one ordinary call after the other, without those that it does not depend on.
    Tensor unfused(List<Object> values) {
        boolean[] needed = needed();
        List<Tensor> results = new ArrayList<>();
        for (FusedExpression.Call call : calls) {
            if (!needed[results.size()]) {
                results.add(null);
                continue;
            }
            Object[] arguments = call.arguments().clone();
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof FusedExpression.Leaf leaf) {
                    Object value = values.get(leaf.number());
                    arguments[i] = value instanceof Tensor ? value : Tensor.weakScalar(value);
                } else if (arguments[i] instanceof FusedExpression.Result result) {
                    arguments[i] = results.get(result.call());
                }
            }
            results.add((Tensor) call.op().call(arguments));
        }
        return results.getLast();
    }

    private boolean[] needed() {
        boolean[] needed = new boolean[calls.size()];
        needed[needed.length - 1] = true;
        for (int i = needed.length - 1; i >= 0; i--) {
            for (Object argument : needed[i] ? calls.get(i).arguments() : new Object[0]) {
                if (argument instanceof FusedExpression.Result result) {
                    needed[result.call()] = true;
                }
            }
        }
        return needed;
    }

    /// Whether all leaves that are tensors have the same shape.
    boolean broadcastsNothing() {
        long[] shape = null;
        for (Object leaf : leaves) {
            if (leaf instanceof Tensor tensor) {
                if (shape != null && !Arrays.equals(shape, tensor.shape())) {
                    return false;
                }
                shape = tensor.shape();
            }
        }
        return true;
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            lines.add("leaf " + i + ": " + (leaves.get(i) instanceof Tensor t ? t.describe() : leaves.get(i)));
        }
        for (FusedExpression.Call call : calls) {
            lines.add(call.op().name() + Arrays.toString(call.arguments()));
        }
        return String.join("\n", lines);
    }
}
