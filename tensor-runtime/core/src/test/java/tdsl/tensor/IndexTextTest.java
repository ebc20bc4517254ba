package tdsl.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tdsl.tensor.error.IndexException;
import tdsl.tensor.ops.Tensors;

class IndexTextTest {
    private static final Tensor X = Tensors.arange(0, 24, 1).reshape(2, 3, 4);

    @Test
    void textMeansWhatTheItemsMean() {
        assertEquals(
                List.of(List.of(List.of(17.0, 16.0), List.of(21.0, 20.0))),
                X.slice("1:, 1:3, 1::-1").toList());
        assertEquals(List.of(3.0, 7.0, 11.0), X.slice("0, ..., -1").toList());
        assertArrayEquals(
                new long[] {1, 2, 3, 1, 4},
                X.slice("newaxis, :, ..., none, ::-1").shape());
        assertEquals(X.storage(), X.slice(" 1 , : : 2 ").storage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1:2:3:4", "1..2", "1,", "1.5", "--1", "99999999999999999999"})
    void whatCannotBeReadIsNamed(String text) {
        IndexException error = assertThrows(IndexException.class, () -> X.slice(text));
        assertTrue(error.getMessage().contains("in the index '" + text + "'"), error.getMessage());
    }
}
