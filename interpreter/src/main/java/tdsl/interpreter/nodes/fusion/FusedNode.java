package tdsl.interpreter.nodes.fusion;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.UnexpectedResultException;
import java.util.Arrays;
import tdsl.interpreter.nodes.ExpressionNode;
import tdsl.interpreter.values.functions.OpCalls;
import tdsl.tensor.Tensor;
import tdsl.tensor.fusion.FusedExpression;

/// A tree of pointwise operators and calls. With tensors among its leaves it is evaluated as one program, which
/// stores nothing in between; otherwise, and wherever that does not work, by its calls. As long as only numbers
/// were seen, the calls are all that runs.
public final class FusedNode extends ExpressionNode {
    private static final int MOST_VARIANTS = 8;

    private final FusionPart.Call root;
    private final KnownValues known;
    /// Leaves from here on are evaluated earlier than the calls would; they have no effects.
    private final int firstEarlyLeaf;

    /// In order of evaluation; they are part of the calls.
    @CompilationFinal(dimensions = 1)
    private final LeafNode[] leaves;

    @Child
    private ExpressionNode calls;

    @CompilationFinal
    private Seen seen = Seen.NOTHING;

    /// By which leaves are plain numbers.
    @CompilationFinal(dimensions = 1)
    private FusionVariant[] variants = {};

    /// What values the leaves had so far.
    private enum Seen {
        NOTHING,
        NO_TENSORS,
        TENSORS
    }

    public FusedNode(
            ExpressionNode calls, FusionPart.Call root, LeafNode[] leaves, int firstEarlyLeaf, KnownValues known) {
        this.calls = calls;
        this.root = root;
        this.leaves = leaves;
        this.firstEarlyLeaf = firstEarlyLeaf;
        this.known = known;
    }

    @Override
    public Object executeGeneric(VirtualFrame frame) {
        if (seen != Seen.NO_TENSORS) {
            return executeFused(frame);
        }
        known.expectNone();
        Object result = calls.executeGeneric(frame);
        if (result instanceof Tensor) {
            note(Seen.TENSORS);
        }
        return result;
    }

    @Override
    public long executeLong(VirtualFrame frame) throws UnexpectedResultException {
        if (seen != Seen.NO_TENSORS) {
            return super.executeLong(frame);
        }
        known.expectNone();
        return calls.executeLong(frame);
    }

    @Override
    public double executeDouble(VirtualFrame frame) throws UnexpectedResultException {
        if (seen != Seen.NO_TENSORS) {
            return super.executeDouble(frame);
        }
        known.expectNone();
        return calls.executeDouble(frame);
    }

    @Override
    public boolean executeBoolean(VirtualFrame frame) throws UnexpectedResultException {
        if (seen != Seen.NO_TENSORS) {
            return super.executeBoolean(frame);
        }
        known.expectNone();
        return calls.executeBoolean(frame);
    }

    private void note(Seen values) {
        CompilerDirectives.transferToInterpreterAndInvalidate();
        seen = values;
        known.expectSome();
    }

    @ExplodeLoop
    private Object executeFused(VirtualFrame frame) {
        Object[] values = new Object[leaves.length];
        boolean anyTensor = false;
        boolean allFit = true;
        long numbers = 0;
        for (int i = 0; i < leaves.length; i++) {
            Object value = leafOrNull(frame, i);
            if (value == null) {
                return executeCalls(frame, values);
            }
            values[i] = value;
            if (value instanceof Tensor) {
                anyTensor = true;
            } else {
                numbers |= 1L << i;
                allFit &= isNumber(value);
            }
        }
        if (!anyTensor) {
            if (seen == Seen.NOTHING) {
                note(Seen.NO_TENSORS);
            }
            return executeCalls(frame, values);
        }
        if (seen == Seen.NOTHING) {
            note(Seen.TENSORS);
        }
        // An instrument that watches the calls wants them to happen.
        Object result = allFit && !(calls instanceof WrapperNode) ? execute(frame, numbers, values) : null;
        return result != null ? result : executeCalls(frame, values);
    }

    /// The value of a leaf; null if it failed and the calls before it may have to fail first.
    private Object leafOrNull(VirtualFrame frame, int number) {
        if (number < firstEarlyLeaf) {
            return leaves[number].evaluate(frame);
        }
        try {
            return leaves[number].evaluate(frame);
        } catch (AbstractTruffleException _) {
            return null;
        }
    }

    private static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    /// Compiled code knows which variant it executes, and with that the nodes that take the frame.
    ///
    /// @return null where only the calls give the value
    @ExplodeLoop
    private Object execute(VirtualFrame frame, long numbers, Object[] values) {
        for (FusionVariant variant : variants) {
            if (variant.numbers() == numbers) {
                return execute(frame, variant, values);
            }
        }
        if (variants.length == MOST_VARIANTS) {
            return null;
        }
        CompilerDirectives.transferToInterpreterAndInvalidate();
        return execute(frame, addVariant(numbers), values);
    }

    private FusionVariant addVariant(long numbers) {
        FusionVariant variant = new FusionVariant(root, numbers);
        FusionVariant[] more = Arrays.copyOf(variants, variants.length + 1);
        more[variants.length] = variant;
        variants = more;
        return variant;
    }

    private Object execute(VirtualFrame frame, FusionVariant variant, Object[] values) {
        FusedExpression expression = variant.expression();
        if (expression == null) {
            return null;
        }
        Object[] inputs = variant.hasNumberCalls()
                ? inputsWithNumberCalls(frame, variant, values)
                : variant.inputs(frame, values);
        return inputs == null ? null : evaluate(expression, inputs);
    }

    private Object[] inputsWithNumberCalls(VirtualFrame frame, FusionVariant variant, Object[] values) {
        known.set(frame, values);
        try {
            return variant.inputs(frame, values);
        } catch (AbstractTruffleException _) {
            return null;
        } finally {
            known.clear(frame);
        }
    }

    @TruffleBoundary
    private Object evaluate(FusedExpression expression, Object[] inputs) {
        Tensor result = expression.evaluate(inputs);
        return result == null ? null : OpCalls.toScript(calls, result);
    }

    /// Evaluates call by call, for leaves of which some were evaluated before.
    private Object executeCalls(VirtualFrame frame, Object[] values) {
        if (seen == Seen.TENSORS) {
            return executeWithValues(frame, values);
        }
        CompilerDirectives.transferToInterpreterAndInvalidate();
        known.beginUse();
        try {
            return executeWithValues(frame, values);
        } finally {
            known.endUse();
        }
    }

    private Object executeWithValues(VirtualFrame frame, Object[] values) {
        known.set(frame, values);
        try {
            return calls.executeGeneric(frame);
        } finally {
            known.clear(frame);
        }
    }
}
