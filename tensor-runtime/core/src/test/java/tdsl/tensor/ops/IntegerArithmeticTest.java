package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.IntegerArithmeticException;
import tdsl.tensor.error.ValueException;

/// Integers: wrapping, signs and errors. Values as PyTorch 2.13 computes them.
class IntegerArithmeticTest {
    private static Tensor tensor(DType dtype, long... values) {
        return Tensor.of(values, DType.INT64).to(dtype);
    }

    private static List<Long> list(long... values) {
        return LongStream.of(values).boxed().toList();
    }

    private static Tensor parse(String dtype, String values) {
        long[] numbers =
                Arrays.stream(values.split(" ")).mapToLong(Long::parseLong).toArray();
        return tensor(DType.find(dtype).orElseThrow(), numbers);
    }

    @ParameterizedTest
    @CsvSource({
        "floor_divide, i32, 2 -3 -3 2 0 0 -1 2 -2",
        "floor_divide, i64, 2 -3 -3 2 0 0 -1 2 -2",
        "floor_divide, u8,  2 83 0 0 0 0 127 2 83",
        "remainder,    i32, 1 2 -2 -1 0 1 1 0 0",
        "remainder,    i64, 1 2 -2 -1 0 1 1 0 0",
        "remainder,    u8,  1 0 7 249 0 1 1 0 1",
    })
    void divisionRoundsDown(String op, String dtype, String expected) {
        Tensor dividend = parse(dtype, "7 -7 7 -7 0 1 -1 6 -6");
        Tensor divisor = parse(dtype, "3 3 -3 -3 5 2 2 3 3");
        assertEquals(
                parse(dtype, expected).toList(), call(op, dividend, divisor).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "i64, 1024 -8 81 1 0 -1 1 -8446744073709551616 1",
        "i32, 1024 -8 81 1 0 -1 1 -1981284352 1",
        "u8,  0 248 81 1 0 255 1 0 1",
    })
    void powersWrapAround(String dtype, String expected) {
        Tensor base = parse(dtype, "2 -2 3 0 0 -1 -1 10 1");
        Tensor exponent = parse(dtype, "10 3 4 0 5 7 8 19 100");
        assertEquals(parse(dtype, expected).toList(), base.pow(exponent).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "bitwise_left_shift,  i64, 8 2147483648 -16 -8796093022208 0 5 0 510",
        "bitwise_left_shift,  i32, 8 -2147483648 -16 0 0 5 0 510",
        "bitwise_left_shift,  u8,  8 0 240 0 0 5 0 254",
        "bitwise_right_shift, i64, 0 0 -4 -1 -1 5 -1 127",
        "bitwise_right_shift, i32, 0 0 -4 -1 -1 5 -1 127",
        "bitwise_right_shift, u8,  0 0 124 0 0 5 0 127",
    })
    void shiftsBeyondTheWidthLeaveOnlyTheSign(String op, String dtype, String expected) {
        Tensor value = parse(dtype, "1 1 -8 -8 -8 5 -1 255");
        Tensor bits = parse(dtype, "3 31 1 40 63 0 70 1");
        assertEquals(parse(dtype, expected).toList(), call(op, value, bits).toList());
    }

    private static Tensor call(String op, Tensor left, Tensor right) {
        return (Tensor) OpIndex.find(op).call(left, right);
    }

    @Test
    void overflowWrapsAround() {
        long most = Long.MAX_VALUE;
        long least = Long.MIN_VALUE;
        Tensor longs = tensor(DType.INT64, most, least);
        assertEquals(list(least, least + 1), longs.add(1).toList());
        assertEquals(list(most - 1, most), longs.sub(1).toList());
        assertEquals(list(1, 0), longs.mul(longs).toList());
        assertEquals(list(-most, least), longs.neg().toList());
        assertEquals(list(most, least), longs.abs().toList());
        Tensor ints = tensor(DType.INT32, Integer.MAX_VALUE, Integer.MIN_VALUE);
        assertEquals(list(Integer.MIN_VALUE, Integer.MIN_VALUE + 1), ints.add(1).toList());
        assertEquals(list(1, 0), ints.mul(ints).toList());
        assertEquals(list(Integer.MAX_VALUE, Integer.MIN_VALUE), ints.abs().toList());
        Tensor bytes = tensor(DType.UINT8, 255, 0);
        assertEquals(list(0, 1), bytes.add(1).toList());
        assertEquals(list(254, 255), bytes.sub(1).toList());
        assertEquals(list(1, 0), bytes.neg().toList());
        assertEquals(list(254, 255), bytes.add(-1).toList());
    }

    @Test
    void theSmallestIntegerDividedByMinusOneWraps() {
        Tensor least = tensor(DType.INT64, Long.MIN_VALUE);
        assertEquals(list(Long.MIN_VALUE), least.floor_divide(-1).toList());
        assertEquals(list(0), least.remainder(-1).toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"UINT8", "INT32", "INT64"})
    void dividingByZeroIsAnError(DType dtype) {
        Tensor ones = tensor(dtype, 1, 1);
        Tensor divisor = tensor(dtype, 1, 0);
        assertEquals(
                "floor_divide: an integer is divided by 0",
                assertThrows(IntegerArithmeticException.class, () -> ones.floor_divide(divisor))
                        .getMessage());
        assertEquals(
                "remainder: an integer is divided by 0",
                assertThrows(IntegerArithmeticException.class, () -> ones.remainder(divisor))
                        .getMessage());
        assertEquals(List.of(1.0, Double.POSITIVE_INFINITY), ones.div(divisor).toList());
    }

    @Test
    void aNegativePowerOfAnIntegerIsAnError() {
        assertEquals(
                "pow: an integer to the negative power -1 is not an integer",
                assertThrows(ValueException.class, () -> tensor(DType.INT64, 2).pow(-1))
                        .getMessage());
        assertEquals(0.5, tensor(DType.INT64, 2).pow(-1.0).item());
    }

    @Test
    void integersAreComparedExactly() {
        long large = (1L << 53) + 1;
        Tensor longs = tensor(DType.INT64, large, large - 1);
        assertEquals(List.of(true, false), longs.eq(large).toList());
        assertEquals(List.of(false, true), longs.lt(large).toList());
        assertEquals(
                List.of(true, false), longs.gt(tensor(DType.INT64, large - 1)).toList());
    }

    @Test
    void boolsAddAsOrAndMultiplyAsAnd() {
        Tensor left = Tensor.of(new boolean[] {true, true, false, false});
        Tensor right = Tensor.of(new boolean[] {true, false, true, false});
        assertEquals(List.of(true, true, true, false), left.add(right).toList());
        assertEquals(List.of(true, false, false, false), left.mul(right).toList());
        assertEquals(List.of(false, true, true, false), left.bitwise_xor(right).toList());
        assertEquals(List.of(false, false, true, true), left.bitwise_not().toList());
        assertEquals(List.of(true, true, true, false), left.maximum(right).toList());
    }

    @Test
    void complementFlipsAllBits() {
        assertEquals(
                list(-1, 0, -256), tensor(DType.INT64, 0, -1, 255).bitwise_not().toList());
        assertEquals(list(255, 0), tensor(DType.UINT8, 0, 255).bitwise_not().toList());
    }
}
