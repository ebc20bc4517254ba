package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.check.GradCheck;
import tdsl.tensor.autograd.transform.Pullback;
import tdsl.tensor.autograd.transform.Transforms;
import tdsl.tensor.batch.Vmap;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.DTypeException;

/// What must hold for every op of the table, on the samples of its row.
class OpTableTest {
    /// Ops whose result's shape or kind depends on values, which is refused in vmap.
    private static final Set<String> VALUE_DEPENDENT =
            Set.of("nonzero", "masked_select", "unique", "bincount", "allclose", "equal");

    static Stream<Arguments> calls() {
        return OpIndex.all().stream().filter(op -> op.samples().isPresent()).flatMap(op -> {
            List<Samples.Call> calls = op.samples().get().calls();
            List<Arguments> arguments = new ArrayList<>();
            for (int i = 0; i < calls.size(); i++) {
                arguments.add(Arguments.of(Named.of(op.name() + " " + i, op), calls.get(i)));
            }
            return arguments.stream();
        });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void gradientEqualsFiniteDifferences(Op op, Samples.Call call) {
        Object[] bound = bind(op, call);
        if (OpCalls.isDifferentiable(op, bound)) {
            GradCheck.gradcheck(OpCalls.function(op, bound), OpCalls.leaves(bound), GradCheck.Options.DEFAULT);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void secondDerivativeEqualsFiniteDifferences(Op op, Samples.Call call) {
        Object[] bound = bind(op, call);
        if (OpCalls.isDifferentiable(op, bound)) {
            GradCheck.gradgradcheck(OpCalls.function(op, bound), OpCalls.leaves(bound), GradCheck.Options.DEFAULT);
        }
    }

    /// Mapped over examples, an op gives for each what it gives for that alone.
    @ParameterizedTest
    @MethodSource("calls")
    void vmapEqualsCallsForEachExample(Op op, Samples.Call call) {
        Object[] bound = bind(op, call);
        if (OpCalls.leaves(bound).isEmpty() || VALUE_DEPENDENT.contains(op.name())) {
            return;
        }
        List<Tensor> single = OpCalls.leaves(bound).stream().map(Tensor::detach).toList();
        List<Tensor> other = single.stream().map(tensor -> tensor.mul(0.75)).toList();
        Function<List<Tensor>, List<Tensor>> function = OpCalls.function(op, bound);
        List<Tensor> stacked = new ArrayList<>();
        for (int i = 0; i < single.size(); i++) {
            stacked.add(Tensors.stack(List.of(single.get(i), other.get(i)), 0));
        }
        List<Tensor> mapped = Vmap.map(function, stacked, Collections.nCopies(stacked.size(), 0L), List.of(0L));
        for (int i = 0; i < mapped.size(); i++) {
            Tensor expected = Tensors.stack(
                    List.of(function.apply(single).get(i), function.apply(other).get(i)), 0);
            OpCalls.assertClose(expected, mapped.get(i), 1e-12, op.name());
        }
    }

    /// All rows of a jacobian computed at once, by mapping backward, are those computed one after the other.
    @ParameterizedTest
    @MethodSource("calls")
    void jacobianByVmapEqualsBackwardOfEachElement(Op op, Samples.Call call) {
        Object[] bound = bind(op, call);
        if (!OpCalls.isDifferentiable(op, bound)) {
            return;
        }
        Function<List<Tensor>, List<Tensor>> function = OpCalls.function(op, bound);
        List<Tensor> leaves = OpCalls.leaves(bound);
        List<Tensor> jacobians = Transforms.jacobian(in -> function.apply(in).getFirst(), leaves);
        Tensor output = function.apply(leaves).getFirst();
        Pullback pullback = Pullback.of(in -> List.of(function.apply(in).getFirst()), leaves);
        for (int i = 0; i < output.elementCount(); i++) {
            Tensor cotangent = output.detach().zeros_like();
            cotangent.reshape(-1).narrow(0, i, 1).fill_(1);
            List<Tensor> rows = pullback.pull(List.of(cotangent));
            for (int j = 0; j < rows.size(); j++) {
                Tensor row =
                        jacobians.get(j).reshape(-1, rows.get(j).elementCount()).narrow(0, i, 1);
                OpCalls.assertClose(rows.get(j).reshape(1, -1), row, 1e-12, op.name());
            }
        }
    }

    /// Layout does not matter: transposed, reversed and spread inputs give what contiguous ones give.
    @ParameterizedTest
    @MethodSource("calls")
    void layoutOfInputsDoesNotChangeTheResult(Op op, Samples.Call call) {
        Object[] bound = bind(op, call);
        List<Tensor> expected = OpCalls.outputs(op, bound);
        for (Relayout relayout : Relayout.values()) {
            List<Tensor> actual = OpCalls.outputs(op, OpCalls.mapTensors(bound, relayout::apply));
            for (int i = 0; i < expected.size(); i++) {
                OpCalls.assertClose(expected.get(i), actual.get(i), 1e-12, op.name() + " " + relayout);
            }
        }
    }

    /// f32 gives what f64 gives, up to rounding.
    @ParameterizedTest
    @MethodSource("calls")
    void singlePrecisionAgreesWithDouble(Op op, Samples.Call call) {
        checkPrecision(op, call, DType.FLOAT32, 2e-5);
    }

    /// f16 and bf16 give what f64 gives for the same numbers, up to a few roundings, or an error that names
    /// the dtype.
    @ParameterizedTest
    @MethodSource("calls")
    void halfPrecisionAgreesWithDouble(Op op, Samples.Call call) {
        unlessRefused(DType.FLOAT16, () -> checkPrecision(op, call, DType.FLOAT16, 0x1p-9));
        unlessRefused(DType.BFLOAT16, () -> checkPrecision(op, call, DType.BFLOAT16, 0x1p-6));
    }

    private static void unlessRefused(DType dtype, Runnable check) {
        try {
            check.run();
        } catch (DTypeException refusal) {
            assertTrue(refusal.getMessage().endsWith("takes f32 or f64, not " + dtype), refusal.getMessage());
        }
    }

    /// Gradients have the dtype of their argument, and the value that they have in f64 up to some roundings.
    @ParameterizedTest
    @MethodSource("calls")
    void gradientsOfHalfPrecisionAgreeWithDouble(Op op, Samples.Call call) {
        for (int argument : OpCalls.differentiableArguments(op, bind(op, call))) {
            unlessRefused(DType.FLOAT16, () -> checkHalfGradient(op, call, argument));
        }
    }

    private static void checkHalfGradient(Op op, Samples.Call call, int argument) {
        Object[] narrow = converted(bind(op, call), DType.FLOAT64, DType.FLOAT16);
        Object[] wide = converted(narrow, DType.FLOAT16, DType.FLOAT64);
        Tensor expected = OpCalls.gradient(op, wide, argument);
        Tensor actual = OpCalls.gradient(op, narrow, argument);
        assertEquals(DType.FLOAT16, actual.dtype());
        OpCalls.assertClose(expected, actual.to(DType.FLOAT64), 0x1p-6, op.name());
    }

    private static Object[] converted(Object[] arguments, DType from, DType to) {
        return OpCalls.mapTensors(arguments, tensor -> tensor.dtype() == from ? tensor.to(to) : tensor);
    }

    private static void checkPrecision(Op op, Samples.Call call, DType dtype, double tolerance) {
        Object[] narrow = converted(bind(op, call), DType.FLOAT64, dtype);
        Object[] rounded = converted(narrow, dtype, DType.FLOAT64);
        List<Tensor> expected = OpCalls.outputs(op, rounded);
        List<Tensor> actual = OpCalls.outputs(op, narrow);
        for (int i = 0; i < expected.size(); i++) {
            OpCalls.assertClose(
                    expected.get(i), actual.get(i).to(expected.get(i).dtype()), tolerance, op.name() + " in " + dtype);
        }
    }

    /// How a tensor can lie in memory without another value.
    enum Relayout {
        TRANSPOSED {
            @Override
            Tensor apply(Tensor tensor) {
                return tensor.rank() < 2
                        ? tensor
                        : tensor.transpose(0, -1).clone().transpose(0, -1);
            }
        },
        REVERSED {
            @Override
            Tensor apply(Tensor tensor) {
                return tensor.rank() == 0 ? tensor : tensor.flip(0).clone().flip(0);
            }
        },
        EVERY_SECOND {
            @Override
            Tensor apply(Tensor tensor) {
                if (tensor.rank() == 0) {
                    return tensor;
                }
                long[] shape = tensor.shape();
                shape[shape.length - 1] *= 2;
                Tensor spread = tensor.new_zeros(shape);
                List<IndexItem> everySecond = List.of(new IndexItem.Ellipsis(), new IndexItem.Slice(null, null, 2L));
                spread.assign(everySecond, tensor);
                return spread.index(everySecond);
            }
        },
        LARGE {
            @Override
            Tensor apply(Tensor tensor) {
                // Part of a storage so large that it lies off the heap.
                long[] shape = new long[tensor.rank() + 1];
                System.arraycopy(tensor.shape(), 0, shape, 1, tensor.rank());
                shape[0] = 1 + 8192 / Math.max(1, tensor.elementCount());
                Tensor large = tensor.new_zeros(shape);
                large.index(List.of(new IndexItem.At(0))).copy_(tensor);
                return large.index(List.of(new IndexItem.At(0)));
            }
        };

        abstract Tensor apply(Tensor tensor);
    }

    private static Object[] bind(Op op, Samples.Call call) {
        return op.signature().bind(call.positional(), call.named());
    }
}
