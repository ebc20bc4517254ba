package tdsl.tensor.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;

/// How operands of different dtypes combine, against `torch.result_type` as recorded from PyTorch 2.13.
class TypePromotionTest {
    /// Rows: the dtype of a tensor with axes. Columns, in the same order: that of another.
    private static final String AXES_WITH_AXES = """
            bool bool u8 i32 i64 f32 f64
            u8   u8   u8 i32 i64 f32 f64
            i32  i32 i32 i32 i64 f32 f64
            i64  i64 i64 i64 i64 f32 f64
            f32  f32 f32 f32 f32 f32 f64
            f64  f64 f64 f64 f64 f64 f64
            """;

    /// Rows: a tensor with axes. Columns: one without.
    private static final String AXES_WITH_ZERO_DIM = """
            bool bool u8 i32 i64 f32 f64
            u8   u8   u8  u8  u8 f32 f64
            i32  i32 i32 i32 i32 f32 f64
            i64  i64 i64 i64 i64 f32 f64
            f32  f32 f32 f32 f32 f32 f32
            f64  f64 f64 f64 f64 f64 f64
            """;

    /// Rows: a tensor with or without axes. Columns: a bool, an int and a float.
    private static final String TENSOR_WITH_NUMBER = """
            bool bool i64 f32
            u8   u8   u8  f32
            i32  i32  i32 f32
            i64  i64  i64 f32
            f32  f32  f32 f32
            f64  f64  f64 f64
            """;

    private static final List<Function<DType, Tensor>> NUMBERS =
            List.of(_ -> Tensor.weakScalar(true), _ -> Tensor.weakScalar(1L), _ -> Tensor.weakScalar(1.5));

    private static Tensor withAxes(DType dtype) {
        return Tensor.empty(dtype, 2).zero_();
    }

    private static Tensor withoutAxes(DType dtype) {
        return Tensor.empty(dtype).zero_();
    }

    /// Every operand of the columns, made for each dtype.
    private static List<Tensor> forEachDType(Function<DType, Tensor> make) {
        return Arrays.stream(DType.values()).map(make).toList();
    }

    private static void check(String table, Function<DType, Tensor> row, List<Tensor> columns) {
        table.lines().forEach(line -> {
            String[] words = line.split(" +");
            Tensor left = row.apply(DType.find(words[0]).orElseThrow());
            for (int i = 0; i < columns.size(); i++) {
                DType expected = DType.find(words[i + 1]).orElseThrow();
                Tensor right = columns.get(i);
                assertEquals(expected, TypeRule.promote(left, right), () -> left.describe() + right.describe());
                assertEquals(expected, TypeRule.promote(right, left), () -> right.describe() + left.describe());
                assertEquals(expected, left.add(right).dtype());
            }
        });
    }

    @Test
    void tensorsWithAxesTakeTheLaterDType() {
        check(AXES_WITH_AXES, TypePromotionTest::withAxes, forEachDType(TypePromotionTest::withAxes));
    }

    @Test
    void tensorsWithoutAxesAmongThemselvesDoTheSame() {
        check(AXES_WITH_AXES, TypePromotionTest::withoutAxes, forEachDType(TypePromotionTest::withoutAxes));
    }

    @Test
    void aTensorWithoutAxesOnlyRaisesTheCategory() {
        check(AXES_WITH_ZERO_DIM, TypePromotionTest::withAxes, forEachDType(TypePromotionTest::withoutAxes));
    }

    @Test
    void aNumberOnlyRaisesTheCategory() {
        List<Tensor> numbers =
                NUMBERS.stream().map(number -> number.apply(null)).toList();
        check(TENSOR_WITH_NUMBER, TypePromotionTest::withAxes, numbers);
        check(TENSOR_WITH_NUMBER, TypePromotionTest::withoutAxes, numbers);
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
    void floatingFunctionsOfIntegersAreSinglePrecision() {
        for (DType dtype : List.of(DType.BOOL, DType.UINT8, DType.INT32, DType.INT64)) {
            assertEquals(DType.FLOAT32, withAxes(dtype).exp().dtype());
            assertEquals(DType.FLOAT32, withAxes(dtype).add(1).div(2).dtype());
            assertEquals(DType.FLOAT32, withAxes(dtype).mean().dtype());
        }
        assertEquals(DType.FLOAT64, withAxes(DType.FLOAT64).exp().dtype());
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
