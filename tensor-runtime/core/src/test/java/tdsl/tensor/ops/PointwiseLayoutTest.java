package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.error.TensorException;

/// Pointwise ops give the same elements whatever the size, offset and layout.
class PointwiseLayoutTest {
    /// Around the widths of vectors, and beyond what lies on the heap.
    private static final int[] SIZES = {0, 1, 13, 16, 207, 4098};

    /// Every pointwise op with every dtype that it takes.
    record Typed(Op op, DType dtype) {
        @Override
        public String toString() {
            return op.name() + " " + dtype;
        }

        boolean selects() {
            return op.name().equals("where");
        }

        DType resultType() {
            TypeRule rule = op.pointwise().orElseThrow();
            return rule.output(rule.compute(op.name(), dtype));
        }
    }

    static Stream<Typed> typed() {
        return OpIndex.all().stream()
                .filter(op -> op.pointwise().isPresent() && !op.isMutating())
                .flatMap(op -> Arrays.stream(DType.values()).map(dtype -> new Typed(op, dtype)))
                .filter(PointwiseLayoutTest::isPermitted);
    }

    private static boolean isPermitted(Typed typed) {
        try {
            typed.resultType();
            return true;
        } catch (TensorException _) {
            return false;
        }
    }

    /// Operands that every op is defined for: between 0.05 and 0.95, or 1 to 3 for integers.
    private static Tensor[] operands(Typed typed, long... shape) {
        Tensor[] operands = new Tensor[typed.op().signature().parameters().size()];
        for (int i = 0; i < operands.length; i++) {
            Tensor values = Samples.uniform(0.05 + i * 0.1, 0.75 + i * 0.1, shape);
            operands[i] = typed.selects() && i == 0
                    ? values.gt(0.4)
                    : typed.dtype().isFloating()
                            ? values.to(typed.dtype())
                            : values.mul(4).add(1).floor().minimum(3).to(typed.dtype());
        }
        return operands;
    }

    private static Tensor call(Typed typed, Tensor... operands) {
        return (Tensor) typed.op().call((Object[]) operands);
    }

    private static double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.elementCount()];
        Arrays.setAll(
                values,
                i -> ElementAccess.realAt(
                        tensor.storage().segment(),
                        tensor.dtype(),
                        tensor.layout().position(i)));
        return values;
    }

    private static void assertSameValues(Typed typed, Tensor expected, Tensor actual, String what) {
        assertEquals(expected.dtype(), actual.dtype());
        assertArrayEquals(expected.shape(), actual.shape());
        double[] wanted = values(expected);
        double[] got = values(actual);
        for (int i = 0; i < wanted.length; i++) {
            int at = i;
            assertTrue(
                    Double.compare(wanted[i], got[i]) == 0,
                    () -> typed + " " + what + " at element " + at + ": " + wanted[at] + " and " + got[at]);
        }
    }

    /// The elements in a storage where they lie apart from each other, so that no vector can load them.
    private static Tensor spread(Tensor tensor) {
        Tensor storage = Tensor.empty(tensor.dtype(), 3 * tensor.elementCount() + 2);
        Tensor spread = storage.index(List.of(new IndexItem.Slice(1L, -1L, 3L)));
        return spread.copy_(tensor);
    }

    @ParameterizedTest
    @MethodSource("typed")
    void everySizeAndOffsetGivesTheSameElements(Typed typed) {
        Tensor[] whole = operands(typed, SIZES[SIZES.length - 1] + SIZES.length);
        for (int i = 0; i < SIZES.length; i++) {
            int offset = i;
            int size = SIZES[i];
            Tensor[] shifted = Stream.of(whole)
                    .map(operand -> operand.narrow(0, offset, size))
                    .toArray(Tensor[]::new);
            Tensor[] apart = Stream.of(shifted).map(PointwiseLayoutTest::spread).toArray(Tensor[]::new);
            Tensor result = call(typed, shifted);
            assertEquals(typed.resultType(), result.dtype());
            assertSameValues(typed, call(typed, apart), result, "of size " + size + " from " + offset);
        }
    }

    @ParameterizedTest
    @MethodSource("typed")
    void emptyInputsGiveEmptyResults(Typed typed) {
        for (long[] shape : List.of(new long[] {0}, new long[] {2, 0, 3})) {
            Tensor result = call(typed, operands(typed, shape));
            assertArrayEquals(shape, result.shape());
            assertEquals(typed.resultType(), result.dtype());
        }
    }

    @ParameterizedTest
    @MethodSource("typed")
    void inputsWithoutAxesGiveAResultWithoutAxes(Typed typed) {
        Tensor[] operands = operands(typed);
        Tensor result = call(typed, operands);
        assertEquals(0, result.rank());
        Tensor[] single = Stream.of(operands).map(operand -> operand.reshape(1)).toArray(Tensor[]::new);
        assertSameValues(typed, call(typed, single).reshape(), result, "without axes");
    }

    @ParameterizedTest
    @MethodSource("typed")
    void broadcastingEqualsExpandedCopies(Typed typed) {
        Tensor[] operands = operands(typed, 3, 17);
        for (int turn = 0; turn < 4; turn++) {
            Tensor[] small = operands.clone();
            Tensor[] copies = operands.clone();
            for (int i = 0; i < operands.length; i++) {
                // In turn a row, a column, a single element and the whole, each operand another.
                small[i] = switch ((i + turn) % 4) {
                    case 0 -> operands[i].narrow(0, 1, 1).squeeze(0);
                    case 1 -> operands[i].narrow(1, 2, 1);
                    case 2 -> operands[i].narrow(0, 2, 1).narrow(1, 2, 1);
                    default -> operands[i];
                };
                copies[i] = small[i].expand(3, 17).clone();
            }
            Tensor actual = call(typed, small).expand(3, 17);
            assertSameValues(typed, call(typed, copies), actual, "broadcast");
        }
    }

    @ParameterizedTest
    @MethodSource("typed")
    void theResultInPlaceIsThatOfTheCopyingOp(Typed typed) {
        Op inPlace = OpIndex.find(typed.op().name() + "_");
        if (inPlace == null || typed.resultType() != typed.dtype()) {
            return;
        }
        Tensor[] operands = operands(typed, 5, 7);
        Tensor expected = call(typed, operands);
        for (Tensor target : List.of(
                operands[0].clone(),
                operands[0].transpose(0, 1).clone().transpose(0, 1),
                operands[0].flip(0, 1).clone().flip(0, 1))) {
            Tensor[] arguments = operands.clone();
            arguments[0] = target;
            assertSame(target, inPlace.call((Object[]) arguments));
            assertSameValues(typed, expected, target, "in place");
            assertEquals(1, target.base() == null ? target.storage().version() : 1);
        }
    }

    @Test
    void aChangeInPlaceFromAnOverlappingPartReadsTheOldValues() {
        Tensor numbers = Tensor.of(new long[] {1, 2, 3, 4, 5});
        numbers.narrow(0, 1, 4).add_(numbers.narrow(0, 0, 4));
        assertEquals(List.of(1L, 3L, 5L, 7L, 9L), numbers.toList());
        numbers.sub_(numbers.flip(0));
        assertEquals(List.of(-8L, -4L, 0L, 4L, 8L), numbers.toList());
    }
}
