package tdsl.tensor.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.TypeException;
import tdsl.tensor.ops.OpIndex;

/// How arguments as a user writes them find their parameters.
class SignatureTest {
    private final Tensor x = Tensor.of(new double[2][3]);

    private static Object[] bind(String op, List<?> positional, Map<String, ?> named) {
        return OpIndex.find(op).signature().bind(positional, named);
    }

    private static Object[] bind(String op, Object... positional) {
        return bind(op, Arrays.asList(positional), Map.of());
    }

    private static TypeException refused(String op, List<?> positional, Map<String, ?> named) {
        return assertThrows(TypeException.class, () -> bind(op, positional, named));
    }

    private static void assertRefused(String message, String op, Object... positional) {
        assertEquals(message, refused(op, Arrays.asList(positional), Map.of()).getMessage());
    }

    @Test
    void aCheckOfCountsKnowsThatSizesAreOneArgument() {
        OpIndex.find("zeros").signature().check(2, List.of("dtype"));
        Signature sum = OpIndex.find("sum").signature();
        assertThrows(TypeException.class, () -> sum.check(2, List.of("dim")));
    }

    @Test
    void variadicSizesAreCollectedOrGivenAsAList() {
        for (Object[] bound : List.of(
                bind("reshape", x, 3L, 2L),
                bind("reshape", x, List.of(3L, 2L)),
                bind("reshape", List.of(x), Map.of("shape", List.of(3L, 2L))))) {
            assertSame(x, bound[0]);
            assertArrayEquals(new long[] {3, 2}, (long[]) bound[1]);
        }
        assertArrayEquals(new long[] {6}, (long[]) bind("reshape", x, 6L)[1]);
        assertArrayEquals(new long[0], (long[]) bind("reshape", x, List.of())[1]);
        assertArrayEquals(new long[] {4, 5}, (long[]) bind("zeros", List.of(4L, 5L), Map.of("dtype", DType.INT64))[0]);
    }

    @Test
    void aBadSizeAmongVariadicOnesIsNamed() {
        assertRefused("reshape: element 1 of 'shape' must be an int, not a float", "reshape", x, 3L, 2.0);
        assertRefused("reshape: element 0 of 'shape' must be an int, not a string", "reshape", x, List.of("3"));
        assertRefused("zeros: element 2 of 'shape' must be an int, not a dtype", "zeros", 4L, 5L, DType.INT64);
        assertRefused("reshape: element 1 of 'shape' must be an int, not none", "reshape", x, 3L, null);
    }

    @Test
    void moreArgumentsAfterAListAreTooMany() {
        assertRefused("reshape: 3 arguments given, but it takes at most 2", "reshape", x, List.of(3L), 2L);
    }

    @Test
    void missingArgumentsAreNamedWithTheSignature() {
        TypeException error = refused("reshape", List.of(x), Map.of());
        assertEquals("reshape: missing argument 'shape'", error.getMessage());
        assertEquals(
                "signature: reshape(input: Tensor, shape: int[]...) -> Tensor",
                error.hint().orElseThrow());
    }

    @Test
    void namedArgumentsGoToTheirParametersAndDefaultsFillTheRest() {
        Object[] bound = bind("sum", List.of(x), Map.of("keepdim", true, "dim", -1L));
        assertArrayEquals(new long[] {-1}, (long[]) bound[1]);
        assertEquals(true, bound[2]);
        assertNull(bound[3]);
        assertNull(bind("sum", x)[1]);
        assertNull(bind("sum", x, null)[1]);
    }

    @Test
    void unknownNamesSuggestTheNearest() {
        TypeException near = refused("sum", List.of(x), Map.of("keepdims", true));
        assertEquals("sum: no parameter is called 'keepdims'", near.getMessage());
        assertEquals("did you mean 'keepdim'?", near.hint().orElseThrow());
        TypeException far = refused("sum", List.of(x), Map.of("banana", true));
        assertEquals(
                "signature: sum(input: Tensor, dim: int[]? = none, keepdim: bool = false, dtype: dtype? = none)"
                        + " -> Tensor",
                far.hint().orElseThrow());
    }

    @Test
    void anArgumentGivenTwiceIsRefused() {
        assertEquals(
                "sum: argument 'dim' is given twice",
                refused("sum", List.of(x, 0L), Map.of("dim", 1L)).getMessage());
        assertEquals(
                "reshape: argument 'shape' is given twice",
                refused("reshape", List.of(x, 3L, 2L), Map.of("shape", List.of(6L)))
                        .getMessage());
    }

    @Test
    void wrongTypesNameOpParameterAndValue() {
        assertRefused("exp: argument 'input' must be a tensor or number, not a string", "exp", "text");
        assertRefused("sum: argument 'keepdim' must be a bool, not an int", "sum", x, 0L, 1L);
        assertRefused("sum: argument 'dim' must be an int or a list of ints or none, not a float", "sum", x, 0.5);
        assertRefused("transpose: argument 'dim0' must be an int, not f32[2, 3]", "transpose", x, x, 0L);
        assertRefused("cat: element 1 of 'tensors' must be a tensor, not a string", "cat", List.of(x, "y"));
        assertRefused("exp: argument 'input' must be a tensor or number, not none", "exp", (Object) null);
    }

    @Test
    void numbersBecomeWeakTensors() {
        Tensor number = (Tensor) bind("add", x, 2L)[1];
        assertEquals(2L, number.item());
        assertEquals(DType.FLOAT32, ((Tensor) OpIndex.find("add").call(bind("add", x, 2.5))).dtype());
    }

    @Test
    void oneElementTensorsServeAsNumbers() {
        assertEquals(1L, bind("transpose", x, Tensor.of(1L), 0L)[1]);
        List<Object> shape = new ArrayList<>(List.of(Tensor.of(3L), 2L));
        assertArrayEquals(new long[] {3, 2}, (long[]) bind("reshape", x, shape)[1]);
        assertArrayEquals(new long[] {3, 2}, (long[]) bind("reshape", x, Tensor.of(3L), Tensor.of(2L))[1]);
    }
}
