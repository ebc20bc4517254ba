package tdsl.tensor.ops.pointwise;

import static tdsl.tensor.dispatch.Op.op;
import static tdsl.tensor.dispatch.Samples.uniform;
import static tdsl.tensor.dispatch.TypeRule.ARITHMETIC;
import static tdsl.tensor.dispatch.TypeRule.BITWISE;
import static tdsl.tensor.dispatch.TypeRule.FLOATING;
import static tdsl.tensor.dispatch.TypeRule.NUMERIC;
import static tdsl.tensor.dispatch.TypeRule.SHIFT;

import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.dispatch.Widening;
import tdsl.tensor.ops.TensorOp;

/// Functions of two elements. The operands broadcast, and their dtypes are promoted; numbers are weak.
public final class ArithmeticOps {
    private ArithmeticOps() {}

    private static Samples broadcastPairs() {
        return Samples.of(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 3, 4))
                .and(uniform(-2, 2, 3, 4), uniform(0.3, 2.2, 4))
                .and(uniform(-2, 2, 3, 1), uniform(0.3, 2.2, 1, 4))
                .and(uniform(-2, 2, 3), 1.7);
    }

    private static Samples positivePairs() {
        return Samples.of(uniform(0.4, 2, 3, 4), uniform(-1.3, 2.2, 3, 4))
                .and(uniform(0.4, 2, 3, 1), uniform(-1, 2, 4));
    }

    /// Elementwise sum. For bools, logical or.
    @TensorOp(value = "add(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op add() {
        return op().pointwise(ARITHMETIC)
                .grad(c -> c.grad(), c -> c.grad())
                .onnx("Add")
                .samples(ArithmeticOps::broadcastPairs);
    }

    /// Elementwise difference.
    @TensorOp(value = "sub(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op sub() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad(), c -> c.grad().neg())
                .onnx("Sub")
                .samples(ArithmeticOps::broadcastPairs);
    }

    /// Elementwise product. For bools, logical and.
    @TensorOp(value = "mul(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op mul() {
        return op().pointwise(ARITHMETIC)
                .grad(c -> c.grad().mul(c.input(1)), c -> c.grad().mul(c.input(0)))
                .saves("input", "other")
                .onnx("Mul")
                .samples(ArithmeticOps::broadcastPairs);
    }

    /// Elementwise true quotient; integers become f32.
    @TensorOp(value = "div(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op div() {
        return op().pointwise(FLOATING)
                .grad(
                        c -> c.grad().div(c.input(1)),
                        c -> c.grad().mul(c.input(0)).div(c.input(1).square()).neg())
                .saves("input", "other")
                .onnx("Div")
                .samples(ArithmeticOps::broadcastPairs);
    }

    /// Elementwise quotient rounded down. Dividing an integer by 0 is an error.
    @TensorOp(value = "floor_divide(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op floor_divide() {
        return op().pointwise(NUMERIC)
                .grad(c -> c.grad().zeros_like(), c -> c.grad().zeros_like())
                .samples(ArithmeticOps::broadcastPairs);
    }

    /// Elementwise remainder of the division rounded down: it has the sign of `other`.
    @TensorOp(value = "remainder(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op remainder() {
        return op().pointwise(NUMERIC)
                .grad(
                        c -> c.grad(),
                        c -> c.grad().mul(c.input(0).floor_divide(c.input(1))).neg())
                .saves("input", "other")
                .samples(ArithmeticOps::broadcastPairs);
    }

    /// Elementwise power. An integer to a negative power is an error.
    @TensorOp(value = "pow(input: Tensor, exponent: Tensor) -> Tensor", inPlace = true)
    public static Op pow() {
        return op().pointwise(NUMERIC)
                .grad(
                        c -> c.grad()
                                .mul(c.input(1))
                                .mul(c.input(0).pow(c.input(1).sub(1))),
                        // Where the base is 0 the result does not change with a positive exponent.
                        c -> c.grad()
                                .mul(c.out())
                                .mul(c.input(0)
                                        .eq(0)
                                        .where(
                                                c.input(0).zeros_like(),
                                                c.input(0).log())))
                .saves("input", "exponent", "out")
                .onnx("Pow")
                .samples(ArithmeticOps::positivePairs);
    }

    /// Elementwise larger value; not a number if either is.
    @TensorOp("maximum(input: Tensor, other: Tensor) -> Tensor")
    public static Op maximum() {
        return op().pointwise(ARITHMETIC)
                .grad(c -> winner(c.grad(), c.input(0), c.input(1)), c -> winner(c.grad(), c.input(1), c.input(0)))
                .saves("input", "other")
                .onnx("Max")
                .samples(ArithmeticOps::broadcastPairs);
    }

    /// Elementwise smaller value; not a number if either is.
    @TensorOp("minimum(input: Tensor, other: Tensor) -> Tensor")
    public static Op minimum() {
        return op().pointwise(ARITHMETIC)
                .grad(c -> winner(c.grad(), c.input(1), c.input(0)), c -> winner(c.grad(), c.input(0), c.input(1)))
                .saves("input", "other")
                .onnx("Min")
                .samples(ArithmeticOps::broadcastPairs);
    }

    /// The gradient where `larger` exceeds `smaller`, half of it where they tie, as PyTorch shares it.
    private static Tensor winner(Tensor grad, Tensor larger, Tensor smaller) {
        var ties = larger.eq(smaller).to(grad.dtype()).mul(0.5);
        return grad.mul(larger.gt(smaller).to(grad.dtype()).add(ties));
    }

    /// Elementwise angle of the point (`other`, `input`), in radians.
    @TensorOp("atan2(input: Tensor, other: Tensor) -> Tensor")
    public static Op atan2() {
        return op().pointwise(FLOATING)
                .grad(
                        c -> c.grad()
                                .mul(c.input(1))
                                .div(c.input(0).square().add(c.input(1).square())),
                        c -> c.grad()
                                .mul(c.input(0))
                                .div(c.input(0).square().add(c.input(1).square()))
                                .neg())
                .saves("input", "other")
                .samples(ArithmeticOps::broadcastPairs);
    }

    /// Elementwise and of bits, or of bools.
    @TensorOp(value = "bitwise_and(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op bitwise_and() {
        return op().pointwise(BITWISE);
    }

    /// Elementwise or of bits, or of bools.
    @TensorOp(value = "bitwise_or(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op bitwise_or() {
        return op().pointwise(BITWISE);
    }

    /// Elementwise exclusive or of bits, or of bools.
    @TensorOp(value = "bitwise_xor(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op bitwise_xor() {
        return op().pointwise(BITWISE);
    }

    /// Elementwise shift to the left by `other` bits.
    @TensorOp(value = "bitwise_left_shift(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op bitwise_left_shift() {
        return op().pointwise(SHIFT);
    }

    /// Elementwise shift to the right by `other` bits, keeping the sign.
    @TensorOp(value = "bitwise_right_shift(input: Tensor, other: Tensor) -> Tensor", inPlace = true)
    public static Op bitwise_right_shift() {
        return op().pointwise(SHIFT);
    }

    /// Elementwise `input + weight · (end − input)`.
    @TensorOp("lerp(input: Tensor, end: Tensor, weight: Tensor) -> Tensor")
    public static Op lerp() {
        return op().composite(Widening.of(a ->
                        a.tensor(0).add(a.tensor(2).mul(a.tensor(1).sub(a.tensor(0))))))
                .samples(() -> Samples.of(uniform(-2, 2, 3, 4), uniform(-1, 2, 4), 0.3));
    }
}
