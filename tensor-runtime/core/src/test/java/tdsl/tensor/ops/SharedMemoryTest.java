package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;

/// Every op that writes in place: a target whose elements share memory is refused, and arguments in the
/// memory of the target are read as they were before.
class SharedMemoryTest {
    /// The ops with an underscore, on the samples of those without.
    static Stream<Arguments> calls() {
        List<Arguments> calls = new ArrayList<>();
        for (Op op : OpIndex.all()) {
            Op base = op.name().endsWith("_")
                    ? OpIndex.find(op.name().substring(0, op.name().length() - 1))
                    : null;
            if (base == null || !op.isMutating() || base.samples().isEmpty()) {
                continue;
            }
            for (Samples.Call call : base.samples().get().calls()) {
                Object[] bound = base.signature().bind(call.positional(), call.named());
                if (fitsInPlace(base, bound)) {
                    calls.add(Arguments.of(Named.of(op.name(), op), base, bound));
                }
            }
        }
        return calls.stream();
    }

    private static boolean fitsInPlace(Op base, Object[] bound) {
        Tensor target = (Tensor) bound[0];
        Tensor result = (Tensor) base.call(bound);
        return target.rank() > 0
                && target.elementCount() > 1
                && result.layout().hasShape(target.shape())
                && result.dtype() == target.dtype();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aTargetWhoseElementsShareMemoryIsRefused(Op op, Op base, Object[] bound) {
        Tensor target = (Tensor) bound[0];
        Tensor repeated = target.reshape(-1).narrow(0, 0, 1).clone().expand(target.shape());
        assertThrows(ShapeException.class, () -> op.call(with(bound, 0, repeated)));
        long[] shape = target.shape();
        if (shape.length > 1) {
            long[] strides = new long[shape.length];
            Arrays.fill(strides, 1);
            Tensor overlapping = target.reshape(-1).clone().as_strided(shape, strides);
            assertThrows(ShapeException.class, () -> op.call(with(bound, 0, overlapping)));
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void argumentsInTheMemoryOfTheTargetAreReadAsTheyWere(Op op, Op base, Object[] bound) {
        Tensor target = (Tensor) bound[0];
        for (int i = 1; i < bound.length; i++) {
            boolean mayShare = bound[i] instanceof Tensor other
                    && !other.isWeak()
                    && other.dtype() == target.dtype()
                    && other.elementCount() > 1;
            if (!mayShare) {
                continue;
            }
            Tensor other = (Tensor) bound[i];
            // One after the other, but for one element that belongs to both.
            long count = target.elementCount();
            Tensor memory = Tensor.empty(target.dtype(), count + other.elementCount() - 1);
            memory.narrow(0, 0, count).copy_(target.reshape(-1));
            memory.narrow(0, count - 1, other.elementCount()).copy_(other.reshape(-1));
            check(op, base, bound, i, memory, memory.narrow(0, count - 1, other.elementCount()));
            // The same elements, in reverse order.
            if (other.elementCount() == count) {
                check(op, base, bound, i, memory, memory.narrow(0, 0, count).flip(0));
            }
        }
    }

    @Test
    void copiesWithinOneTensorReadItAsItWas() {
        Tensor vector = Samples.uniform(-1, 1, 9);
        Tensor before = vector.clone();
        vector.narrow(0, 1, 8).copy_(vector.narrow(0, 0, 8));
        OpCalls.assertClose(before.narrow(0, 0, 8), vector.narrow(0, 1, 8), 0, "to the right");
        vector.copy_(before).narrow(0, 0, 8).copy_(vector.narrow(0, 1, 8));
        OpCalls.assertClose(before.narrow(0, 1, 8), vector.narrow(0, 0, 8), 0, "to the left");
        vector.copy_(before).copy_(vector.flip(0));
        OpCalls.assertClose(before.flip(0), vector, 0, "reversed");
        Tensor square = vector.copy_(before).view(3, 3);
        square.copy_(square.transpose(0, 1));
        OpCalls.assertClose(before.view(3, 3).transpose(0, 1), square, 0, "transposed");
        vector.copy_(before).copy_(vector.narrow(0, 4, 1));
        OpCalls.assertClose(before.narrow(0, 4, 1).expand(9), vector, 0, "one element");
    }

    @Test
    void fillsAndCopiesRefuseTargetsWhoseElementsShareMemory() {
        Tensor windows = Samples.uniform(-1, 1, 5).unfold(0, 3, 1);
        assertThrows(ShapeException.class, () -> windows.copy_(windows.clone()));
        assertThrows(ShapeException.class, () -> windows.fill_(1));
        assertThrows(ShapeException.class, () -> windows.zero_());
        assertThrows(ShapeException.class, () -> windows.normal_());
        assertThrows(ShapeException.class, () -> windows.random_(5L));
        // Windows that lie beside each other do not.
        Samples.uniform(-1, 1, 6).unfold(0, 3, 3).zero_();
    }

    private static void check(Op op, Op base, Object[] bound, int argument, Tensor memory, Tensor shared) {
        Tensor target = (Tensor) bound[0];
        long[] sharedShape = ((Tensor) bound[argument]).shape();
        Tensor before = memory.clone();
        Tensor own = memory.narrow(0, 0, target.elementCount()).view(target.shape());
        Tensor other =
                shared.layout().reshape(sharedShape) == null ? shared.reshape(sharedShape) : shared.view(sharedShape);
        Object[] apart = with(with(bound, 0, own.clone()), argument, other.clone());
        Tensor expected = (Tensor) base.call(apart);
        op.call(with(with(bound, 0, own), argument, other));
        OpCalls.assertClose(expected, own, 0, op.name());
        memory.copy_(before);
    }

    private static Object[] with(Object[] arguments, int index, Object value) {
        Object[] changed = arguments.clone();
        changed[index] = value;
        return changed;
    }
}
