package tdsl.tensor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;

/// How operands of different dtypes combine, against `torch.result_type` as recorded from PyTorch 2.13.
class TypePromotionTest {
    private static final Map<String, List<String[]>> TABLES = tables();

    /// The rows of every table of `promotions.txt`, the first row naming the columns.
    private static Map<String, List<String[]>> tables() {
        Map<String, List<String[]>> tables = new HashMap<>();
        List<String[]> rows = List.of();
        for (String line :
                resource().lines().filter(line -> !line.startsWith("#")).toList()) {
            String[] words = line.split(" ");
            if (words[0].equals(">")) {
                rows = new ArrayList<>();
                tables.put(words[1] + " " + words[2], rows);
                words = Arrays.copyOfRange(words, 2, words.length);
            }
            rows.add(words);
        }
        return tables;
    }

    private static String resource() {
        try (InputStream in = TypePromotionTest.class.getResourceAsStream("promotions.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Tensor withAxes(DType dtype) {
        return Tensor.empty(dtype, 2).zero_();
    }

    private static Tensor withoutAxes(DType dtype) {
        return Tensor.empty(dtype).zero_();
    }

    private static Tensor number(String text) {
        return Tensor.weakScalar(text.equals("true") ? (Object) true : text.contains(".") ? (Object) 1.5 : (Object) 1L);
    }

    private static DType dtype(String label) {
        return DType.find(label).orElseThrow();
    }

    private static Tensor operand(String kind, String name) {
        return switch (kind) {
            case "axes" -> withAxes(dtype(name));
            case "scalar" -> withoutAxes(dtype(name));
            default -> number(name);
        };
    }

    @ParameterizedTest
    @CsvSource({"axes, axes", "scalar, scalar", "axes, scalar", "axes, number", "scalar, number"})
    void operandsOfEveryPairOfDTypesCombineAsInPyTorch(String leftKind, String rightKind) {
        List<String[]> table = TABLES.get(leftKind + " " + rightKind);
        String[] columns = table.getFirst();
        for (String[] row : table.subList(1, table.size())) {
            Tensor left = operand(leftKind, row[0]);
            for (int i = 1; i < row.length; i++) {
                Tensor right = operand(rightKind, columns[i]);
                DType expected = dtype(row[i]);
                assertEquals(expected, TypeRule.promote(left, right), () -> left.describe() + right.describe());
                assertEquals(expected, TypeRule.promote(right, left), () -> right.describe() + left.describe());
                assertEquals(expected, left.add(right).dtype());
            }
        }
    }

    @Test
    void everyDTypeIsInTheTables() {
        assertEquals(
                Arrays.stream(DType.values()).map(DType::label).toList(),
                Arrays.asList(TABLES.get("axes axes").getFirst()).subList(1, DType.values().length + 1));
    }

    @Test
    void aTensorIsChangedInPlaceOnlyByResultsThatPyTorchCastsToIt() {
        for (String[] row : TABLES.get("in_place *").subList(1, DType.values().length + 1)) {
            List<String> castable = Arrays.asList(row).subList(1, row.length);
            for (DType other : DType.values()) {
                DType result = DType.promote(dtype(row[0]), other);
                Tensor target = withAxes(dtype(row[0]));
                if (castable.contains(result.label())) {
                    assertEquals(target.dtype(), target.add_(withAxes(other)).dtype());
                } else {
                    assertThrows(DTypeException.class, () -> target.add_(withAxes(other)));
                }
            }
        }
    }

    @Test
    void ofThreeOperandsEachKindCountsOnce() {
        Tensor integers = withAxes(DType.INT32);
        assertEquals(DType.FLOAT64, TypeRule.promote(integers, withoutAxes(DType.FLOAT64), Tensor.weakScalar(1.5)));
        assertEquals(DType.FLOAT32, TypeRule.promote(integers, withoutAxes(DType.INT64), Tensor.weakScalar(1.5)));
        assertEquals(DType.INT32, TypeRule.promote(integers, withoutAxes(DType.INT64), Tensor.weakScalar(1L)));
        assertEquals(DType.FLOAT32, TypeRule.promote(Tensor.weakScalar(1L), Tensor.weakScalar(1.5)));
    }

    @Test
    void aNumberKeepsItsDigitsBesideDoubles() {
        assertEquals(0.1, Tensor.of(new double[] {0}, 1).add(0.1).item());
        assertEquals(0.1, Tensor.of(new double[] {0}, new long[0]).add(0.1).item());
    }

    @Test
    void floatingFunctionsKeepFloatingDTypesAndMakeIntegersSinglePrecision() {
        for (DType dtype : DType.values()) {
            if (dtype.isFloating()) {
                assertEquals(dtype, withAxes(dtype).exp().dtype());
                assertEquals(dtype, withAxes(dtype).mean().dtype());
                continue;
            }
            assertEquals(DType.FLOAT32, withAxes(dtype).exp().dtype());
            assertEquals(DType.FLOAT32, withAxes(dtype).add(1).div(2).dtype());
            assertEquals(DType.FLOAT32, withAxes(dtype).mean().dtype());
        }
    }

    @Test
    void comparisonsAreBool() {
        for (DType dtype : DType.values()) {
            assertEquals(DType.BOOL, withAxes(dtype).lt(1.5).dtype());
            assertEquals(DType.BOOL, withAxes(dtype).logical_not().dtype());
        }
    }

    @Test
    void operandsThatAnOpDoesNotTakeAreNamed() {
        assertMessage(
                "sub: bool operands are not supported",
                () -> withAxes(DType.BOOL).sub(withAxes(DType.BOOL)));
        assertMessage(
                "bitwise_and: takes integer or bool operands, not f32",
                () -> withAxes(DType.FLOAT32).bitwise_and(1));
        assertMessage(
                "bitwise_left_shift: takes integer operands, not bool",
                () -> withAxes(DType.BOOL).bitwise_left_shift(withAxes(DType.BOOL)));
        assertMessage(
                "add_: the result is f32, which i64[2] cannot hold",
                () -> withAxes(DType.INT64).add_(1.5));
        assertMessage(
                "where: the condition must be bool, not i64[2]",
                () -> withAxes(DType.INT64).where(withAxes(DType.INT64), withAxes(DType.INT64)));
    }

    private static void assertMessage(String message, Runnable action) {
        assertEquals(message, assertThrows(DTypeException.class, action::run).getMessage());
    }

    @Test
    void aChangeInPlaceKeepsTheTargetsDType() {
        Tensor single = withAxes(DType.FLOAT32);
        assertEquals(DType.FLOAT32, single.add_(withAxes(DType.FLOAT64).add(1)).dtype());
        assertEquals(List.of(1.0, 1.0), single.toList());
        Tensor small = withAxes(DType.UINT8);
        assertEquals(DType.UINT8, small.add_(withAxes(DType.INT64).add(258)).dtype());
        assertEquals(List.of(2L, 2L), small.toList());
        assertEquals(
                List.of(DType.FLOAT32, DType.FLOAT64),
                Stream.of(DType.FLOAT32, DType.FLOAT64)
                        .map(dtype ->
                                withAxes(dtype).mul_(withAxes(DType.INT64)).dtype())
                        .toList());
    }
}
