package tdsl.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.TensorException;

/// `x[items]` and `x[items] = value` on many random cases, against {@link IndexReference}.
class IndexFuzzTest {
    private static final int CASES = 150_000;
    private static final int GRADIENT_CASES = 10_000;
    private static final DType[] DTYPES = DType.values();

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(20260);
    private final RandomIndices indices = new RandomIndices(random);

    /// One case: a view of a storage in which every element is its position modulo 127, which every dtype but
    /// bool holds.
    private record Case(Tensor whole, Tensor view, List<IndexItem> items) {
        long storedAt(long[] index) {
            return positionOf(index) % 127;
        }

        int positionOf(long[] index) {
            long position = view.layout().offset();
            for (int axis = 0; axis < index.length; axis++) {
                position += index[axis] * view.layout().stride(axis);
            }
            return (int) position;
        }

        @Override
        public String toString() {
            return view.describe() + " " + view.layout() + " at "
                    + items.stream().map(Case::describe).collect(Collectors.joining(", ", "[", "]"));
        }

        private static String describe(IndexItem item) {
            return item instanceof IndexItem.By(Tensor tensor)
                    ? tensor.describe() + " " + tensor.toList()
                    : item.toString();
        }
    }

    private Case nextCase() {
        long[] shape = indices.shape(random.nextInt(5));
        Layout layout = indices.layout(shape);
        DType dtype = DTYPES[1 + random.nextInt(DTYPES.length - 1)];
        Tensor whole = Tensor.empty(dtype, RandomIndices.storageSize(layout));
        for (int i = 0; i < whole.elementCount(); i++) {
            ElementAccess.setInteger(whole, i, i % 127);
        }
        return new Case(whole, whole.viewAs(layout), indices.items(shape));
    }

    @Test
    void readsWhatNumPysRulesChoose() {
        int valid = 0;
        for (int i = 0; i < CASES; i++) {
            Case one = nextCase();
            IndexReference.Choice expected;
            try {
                expected = IndexReference.of(one.view().shape(), one.items());
            } catch (IndexReference.InvalidIndex _) {
                assertThrows(TensorException.class, () -> one.view().index(one.items()), one::toString);
                continue;
            }
            valid++;
            Tensor actual = one.view().index(one.items());
            assertArrayEquals(expected.shape(), actual.shape(), one::toString);
            assertEquals(one.view().dtype(), actual.dtype());
            long[] wanted =
                    expected.elements().stream().mapToLong(one::storedAt).toArray();
            assertArrayEquals(wanted, values(actual), one::toString);
            boolean basic = one.items().stream().noneMatch(IndexItem.By.class::isInstance);
            assertEquals(basic, actual.storage() == one.whole().storage(), one::toString);
        }
        assertTrue(valid > CASES * 3 / 4, "most cases are valid: " + valid);
    }

    @Test
    void writesWhereNumPysRulesChoose() {
        for (int i = 0; i < CASES; i++) {
            Case one = nextCase();
            IndexReference.Choice chosen;
            try {
                chosen = IndexReference.of(one.view().shape(), one.items());
            } catch (IndexReference.InvalidIndex _) {
                Tensor value = Tensor.weakScalar(1L);
                assertThrows(TensorException.class, () -> one.view().assign(one.items(), value), one::toString);
                continue;
            }
            long[] stored = values(one.whole());
            Tensor value = valueFor(chosen.shape());
            writeBroadcast(one, chosen, value, stored);
            one.view().assign(one.items(), value);
            assertArrayEquals(stored, values(one.whole()), () -> one + " = " + value.describe());
        }
    }

    @Test
    void gradientsGoToTheElementsThatWereChosen() {
        for (int i = 0; i < GRADIENT_CASES; i++) {
            long[] shape = indices.shape(random.nextInt(4));
            List<IndexItem> items = indices.items(shape);
            IndexReference.Choice chosen;
            try {
                chosen = IndexReference.of(shape, items);
            } catch (IndexReference.InvalidIndex _) {
                continue;
            }
            Tensor leaf = Tensor.empty(DType.FLOAT64, shape).zero_().requiresGrad(true);
            Tensor weights = Samples.uniform(1, 2, chosen.shape());
            leaf.index(items).mul(weights).sum().backward();
            double[] expected = new double[(int) leaf.elementCount()];
            for (int k = 0; k < chosen.elements().size(); k++) {
                expected[numberOf(chosen.elements().get(k), shape)] += (Double) ElementAccess.get(weights, k);
            }
            for (int k = 0; k < expected.length; k++) {
                double wanted = expected[k];
                assertEquals(wanted, (Double) ElementAccess.get(leaf.grad(), k), 1e-12, items::toString);
            }
        }
    }

    private static int numberOf(long[] index, long[] shape) {
        int number = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            number = (int) (number * shape[axis] + index[axis]);
        }
        return number;
    }

    /// A value that broadcasts to this shape: axes of size 1, missing or additional leading axes.
    private Tensor valueFor(long[] shape) {
        int dropped = random.nextInt(3) == 0 ? random.nextInt(shape.length + 1) : 0;
        long[] own = Arrays.copyOfRange(shape, dropped, shape.length);
        for (int axis = 0; axis < own.length; axis++) {
            own[axis] = random.nextInt(5) == 0 ? 1 : own[axis];
        }
        if (random.nextInt(8) == 0) {
            long[] longer = new long[shape.length + 1];
            Arrays.fill(longer, 1);
            System.arraycopy(own, 0, longer, longer.length - own.length, own.length);
            own = longer;
        }
        Layout layout = indices.layout(own);
        DType dtype = random.nextBoolean() ? DType.INT64 : DType.FLOAT32;
        Tensor value = Tensor.empty(dtype, RandomIndices.storageSize(layout)).viewAs(layout);
        for (int i = 0; i < value.elementCount(); i++) {
            ElementAccess.setInteger(value, i, random.nextInt(127));
        }
        return value;
    }

    /// In the order of the result, so that of several writes to one element the last stays.
    private static void writeBroadcast(Case one, IndexReference.Choice chosen, Tensor value, long[] stored) {
        long[] values = values(value);
        List<long[]> places = IndexReference.allIndices(chosen.shape());
        for (int i = 0; i < places.size(); i++) {
            int number = 0;
            int skipped = chosen.shape().length - value.rank();
            for (int axis = 0; axis < value.rank(); axis++) {
                long at = axis + skipped < 0 || value.size(axis) == 1 ? 0 : places.get(i)[axis + skipped];
                number = (int) (number * value.size(axis) + at);
            }
            stored[one.positionOf(chosen.elements().get(i))] = values[number];
        }
    }

    private static long[] values(Tensor tensor) {
        long[] values = new long[(int) tensor.elementCount()];
        Arrays.setAll(values, i -> ((Number) ElementAccess.get(tensor, i)).longValue());
        return values;
    }
}
