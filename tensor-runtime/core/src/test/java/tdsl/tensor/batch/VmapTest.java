package tdsl.tensor.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tdsl.tensor.autograd.Numerical.leaf;
import static tdsl.tensor.autograd.Numerical.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.IndexItem;
import tdsl.tensor.Tensor;
import tdsl.tensor.autograd.function.FunctionContext;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.BatchedValueException;
import tdsl.tensor.error.GradException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.Tensors;

/// Functions mapped over examples, against calls with one example after the other.
class VmapTest {
    private static Tensor map(Function<List<Tensor>, Tensor> function, List<Long> dims, Tensor... inputs) {
        return Vmap.map(in -> List.of(function.apply(in)), List.of(inputs), dims, List.of(0L))
                .getFirst();
    }

    private static void checkEach(Function<List<Tensor>, Tensor> function, List<Long> dims, Tensor... inputs) {
        Tensor mapped = map(function, dims, inputs);
        List<Tensor> single = new ArrayList<>();
        int batched =
                dims.indexOf(dims.stream().filter(d -> d != null).findFirst().orElseThrow());
        for (long i = 0;
                i < inputs[batched].movedim(new long[] {dims.get(batched)}, 0).size(0);
                i++) {
            List<Tensor> given = new ArrayList<>();
            for (int j = 0; j < inputs.length; j++) {
                given.add(
                        dims.get(j) == null
                                ? inputs[j]
                                : inputs[j].narrow(dims.get(j), i, 1).squeeze(dims.get(j)));
            }
            single.add(function.apply(given));
        }
        Tensor expected = Tensors.stack(single, 0);
        assertArrayEquals(expected.shape(), mapped.shape());
        assertEquals(expected.dtype(), mapped.dtype());
        assertArrayEquals(values(expected), values(mapped), 1e-12);
    }

    private final Tensor batch = Samples.uniform(-2, 2, 3, 4, 5);
    private final Tensor shared = Samples.uniform(-1, 1, 4, 5);

    private static List<Long> dims(Long... dims) {
        return Arrays.asList(dims);
    }

    @Test
    void examplesLieAlongAnyAxisAndSharedTensorsTakePart() {
        for (long axis : new long[] {0, 1, 2, -1}) {
            checkEach(in -> in.get(0).mul(2).sum(new long[] {0}), dims(axis), batch);
        }
        checkEach(in -> in.get(0).add(in.get(1)).mul(in.get(1)), dims(0L, null), batch, shared);
        checkEach(in -> in.get(0).add(in.get(1)), dims(0L, 1L), batch, Samples.uniform(0, 1, 5, 3));
    }

    @Test
    void outputsGetTheirExamplesAtTheAxisAskedFor() {
        List<Tensor> outputs =
                Vmap.map(in -> List.of(in.get(0).exp(), in.get(0).sum()), List.of(batch), dims(0L), List.of(2L, 0L));
        assertArrayEquals(new long[] {4, 5, 3}, outputs.get(0).shape());
        assertArrayEquals(new long[] {3}, outputs.get(1).shape());
    }

    @Test
    void whatDependsOnNoExampleIsRepeated() {
        assertArrayEquals(
                new long[] {3, 4, 5}, map(_ -> shared, dims(0L), batch).shape());
    }

    @Test
    void exampleWithoutAxesCountsAsAScalarForItsDType() {
        Tensor single = Tensor.of(new float[] {1, 2}).to(DType.FLOAT32);
        checkEach(in -> in.get(1).mul(in.get(0)), dims(0L, null), Samples.uniform(0, 1, 3), single);
        assertEquals(
                DType.FLOAT32,
                map(in -> in.get(1).mul(in.get(0)), dims(0L, null), Samples.uniform(0, 1, 3), single)
                        .dtype());
    }

    @Test
    void matrixProductsWorkWithEitherSideMapped() {
        Tensor matrices = Samples.uniform(-1, 1, 3, 5, 2);
        checkEach(
                in -> in.get(0).matmul(in.get(1)),
                dims(0L, null),
                batch,
                matrices.narrow(0, 0, 1).squeeze(0));
        checkEach(in -> in.get(0).matmul(in.get(1)), dims(null, 0L), shared, matrices);
        checkEach(in -> in.get(0).matmul(in.get(1)), dims(0L, 0L), batch, matrices);
        checkEach(in -> in.get(0).matmul(in.get(1)), dims(null, 0L), Samples.uniform(0, 1, 5), matrices);
        checkEach(in -> in.get(0).unsqueeze(0).bmm(in.get(1).unsqueeze(0)), dims(0L, 0L), batch, matrices);
    }

    @Test
    void indexingKeepsNumPysPlacesOfAxes() {
        Tensor large = Samples.uniform(-1, 1, 3, 4, 5, 2);
        IndexItem rows = new IndexItem.By(Tensor.of(new long[] {2, 0, 1}));
        IndexItem flags = new IndexItem.By(Tensor.of(new long[][] {{0}, {1}}));
        IndexItem all = IndexItem.Slice.ALL;
        checkEach(in -> in.get(0).index(List.of(rows)), dims(0L), large);
        checkEach(in -> in.get(0).index(List.of(all, rows)), dims(0L), large);
        checkEach(in -> in.get(0).index(List.of(rows, all, flags)), dims(0L), large);
        checkEach(in -> in.get(0).index(List.of(new IndexItem.At(1), all, rows)), dims(0L), large.transpose(-1, -2));
        checkEach(
                in -> in.get(0).index(List.of(new IndexItem.Slice(null, null, -1L), new IndexItem.NewAxis())),
                dims(1L),
                large);
    }

    @Test
    void positionsMayDifferBetweenExamples() {
        Tensor positions = Tensor.of(new long[][] {{0, 2}, {1, 1}, {3, 0}});
        checkEach(in -> in.get(0).index(List.of(new IndexItem.By(in.get(1)))), dims(0L, 0L), batch, positions);
        checkEach(in -> in.get(0).index_select(0, in.get(1)), dims(null, 0L), shared, positions);
    }

    @Test
    void examplesAreChangedInPlaceEachForItself() {
        checkEach(
                in -> {
                    Tensor copy = in.get(0).clone();
                    copy.index(List.of(new IndexItem.At(1))).mul_(in.get(1));
                    copy.assign(
                            List.of(IndexItem.Slice.ALL, new IndexItem.Slice(null, null, 2L)),
                            in.get(1).sum());
                    copy.assign(List.of(new IndexItem.By(Tensor.of(new long[] {0, 2}))), Tensor.weakScalar(7L));
                    return copy;
                },
                dims(0L, 0L),
                batch,
                Samples.uniform(1, 2, 3, 5));
    }

    @Test
    void aSharedTensorCannotTakeValuesOfExamples() {
        TensorException error = assertThrows(
                TensorException.class, () -> map(in -> shared.clone().add_(in.get(0)), dims(0L), batch));
        assertEquals(
                "add_: in vmap, a tensor that is the same for all examples cannot take values that differ",
                error.getMessage());
    }

    @Test
    void whatDependsOnValuesIsRefused() {
        assertThrows(
                BatchedValueException.class,
                () -> map(in -> Tensor.of(in.get(0).sum().item()), dims(0L), batch));
        assertThrows(
                ShapeException.class, () -> map(in -> (Tensor) in.get(0).gt(1.5).nonzero(), dims(0L), batch));
        assertThrows(
                GradException.class,
                () -> map(
                        in -> {
                            in.get(0).sum().backward();
                            return in.get(0);
                        },
                        dims(0L),
                        leaf(3, 2)));
        assertThrows(TensorException.class, () -> map(in -> in.get(0).requiresGrad(true), dims(0L), batch));
    }

    @Test
    void argumentsAreChecked() {
        assertThrows(ShapeException.class, () -> map(List::getFirst, dims(0L, 0L), batch, shared));
        assertThrows(ValueException.class, () -> map(List::getFirst, dims((Long) null), batch));
        assertThrows(ValueException.class, () -> map(List::getFirst, dims(0L), Tensor.empty(DType.FLOAT64, 0, 2)));
    }

    @Test
    void mapsNest() {
        Tensor other = Samples.uniform(-1, 1, 2, 5);
        checkEach(
                in -> map(inner -> inner.get(0).mul(inner.get(1)).sum(), dims(0L, null), in.get(0), in.get(1)),
                dims(0L, null),
                batch,
                Samples.uniform(-1, 1, 5));
        Tensor outer = map(
                a -> map(b -> a.get(0).mul(b.get(0)).sum(), dims(0L), other), dims(0L), Samples.uniform(0, 1, 3, 5));
        assertArrayEquals(values(Samples.uniform(0, 1, 3, 5).matmul(other.transpose(-2, -1))), values(outer), 1e-12);
    }

    @Test
    void functionsWithTheirOwnGradientAreCalledForEachExample() {
        tdsl.tensor.autograd.function.Function doubled = new tdsl.tensor.autograd.function.Function() {
            @Override
            public String name() {
                return "doubled";
            }

            @Override
            public Object forward(FunctionContext context, Object[] arguments) {
                Tensor input = (Tensor) arguments[0];
                return input.mul(input.rank() == 2 ? 2 : 1000);
            }

            @Override
            public List<Tensor> backward(FunctionContext context, List<Tensor> gradients) {
                return List.of(gradients.getFirst().mul(2));
            }
        };
        Tensor input = leaf(3, 4, 5);
        Tensor mapped = map(in -> (Tensor) doubled.apply(in.get(0)), dims(0L), input);
        assertArrayEquals(values(input.detach().mul(2)), values(mapped), 1e-12);
        mapped.sum().backward();
        assertEquals(2, values(input.grad())[7]);
    }

    private static Tensor drawn(Function<Tensor, Tensor> function, Randomness randomness, Tensor input) {
        Tensors.manual_seed(7);
        return Vmap.map(
                        in -> List.of(function.apply(in.getFirst())),
                        List.of(input),
                        List.of(0L),
                        List.of(0L),
                        randomness)
                .getFirst();
    }

    @Test
    void randomNumbersAreAnErrorUnlessSomethingSaysWhatTheyMean() {
        ValueException error =
                assertThrows(ValueException.class, () -> drawn(x -> x.dropout(0.5), Randomness.ERROR, batch));
        assertEquals(
                "give vmap randomness=\"same\" or \"different\"", error.hint().orElseThrow());
        // After one example after the other, too.
        assertThrows(
                ValueException.class, () -> drawn(x -> x.abs().multinomial(2), Randomness.ERROR, batch.select(2, 0)));
        assertEquals(0.0, Tensors.rand(2).mul(0).sum().item());
    }

    @Test
    void theSameRandomNumbersServeAllExamples() {
        List<Function<Tensor, Tensor>> functions = List.of(
                x -> Tensors.rand(3),
                x -> x.mul(0).add(1).bernoulli(0.5),
                x -> x.mul(0).add(3).poisson(),
                x -> Tensors.randperm(6),
                x -> x.mul(0).add(1).flatten().multinomial(5));
        for (Function<Tensor, Tensor> function : functions) {
            Tensor numbers = drawn(function, Randomness.SAME, batch);
            for (int i = 1; i < 3; i++) {
                assertArrayEquals(values(numbers.select(0, 0)), values(numbers.select(0, i)));
            }
        }
    }

    @Test
    void eachExampleHasRandomNumbersOfItsOwn() {
        List<Function<Tensor, Tensor>> functions = List.of(
                x -> Tensors.rand(3),
                x -> x.mul(0).add(1).bernoulli(0.5),
                x -> x.mul(0).add(30).poisson(),
                x -> Tensors.randperm(20),
                x -> x.mul(0).add(1).flatten().multinomial(5));
        for (Function<Tensor, Tensor> function : functions) {
            Tensor numbers = drawn(function, Randomness.DIFFERENT, batch);
            assertFalse(Arrays.equals(values(numbers.select(0, 0)), values(numbers.select(0, 1))));
        }
    }

    @Test
    void mappingsWithinMappingsDecideForThemselves() {
        Tensor numbers = drawn(
                x -> Vmap.map(_ -> List.of(Tensors.rand(2)), List.of(x), List.of(0L), List.of(0L), Randomness.SAME)
                        .getFirst(),
                Randomness.DIFFERENT,
                batch);
        assertArrayEquals(new long[] {3, 4, 2}, numbers.shape());
        assertArrayEquals(values(numbers.select(1, 0)), values(numbers.select(1, 1)));
        assertFalse(Arrays.equals(values(numbers.select(0, 0)), values(numbers.select(0, 1))));
    }
}
