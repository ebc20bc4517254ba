package tdsl.tensor.ops.neural;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.ops.Tensors;

class NormalizedRowsTest {
    private static final long[] SHAPE = {4};
    private static final Tensor INPUT = Tensors.randn(3, 4);

    @Test
    void layerNormRefusesAWeightThatIsTooShort() {
        Tensor weight = Tensors.ones(1);
        ShapeException error = assertThrows(ShapeException.class, () -> INPUT.layer_norm(SHAPE, weight, null, 1e-5));
        assertTrue(error.getMessage().contains("weight and bias must be [4]"), error.getMessage());
    }

    @Test
    void layerNormRefusesAShapeThatTheInputDoesNotEndWith() {
        assertThrows(ShapeException.class, () -> INPUT.layer_norm(new long[] {3}, null, null, 1e-5));
    }

    @Test
    void layerNormRefusesIntegers() {
        assertThrows(DTypeException.class, () -> INPUT.to(DType.INT32).layer_norm(SHAPE, null, null, 1e-5));
    }

    @Test
    void attentionRefusesIntegers() {
        Tensor integers = INPUT.to(DType.INT32);
        assertThrows(
                DTypeException.class,
                () -> integers.scaled_dot_product_attention(integers, integers, null, 0.0, false, null, false));
    }
}
