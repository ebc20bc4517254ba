package tdsl.tensor.ops.creation;

import static tdsl.tensor.dispatch.Op.op;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.ops.TensorOp;
import tdsl.tensor.ops.Tensors;

/// Windows of signal processing: `window_length` numbers, f32 unless a dtype is given. A `periodic` window lacks the
/// last number of one that is symmetric and longer by one.
public final class WindowOps {
    private WindowOps() {}

    /// `1 − |2n / N − 1|` (Bartlett).
    @TensorOp("bartlett_window(window_length: int, periodic: bool = true, dtype: dtype? = none) -> Tensor")
    public static Op bartlett_window() {
        return op().composite(a -> window(
                "bartlett_window",
                a,
                2,
                turns -> turns.mul(2).sub(1).abs().neg().add(1)));
    }

    /// `0.5 − 0.5 cos(2πn / N)` (von Hann).
    @TensorOp("hann_window(window_length: int, periodic: bool = true, dtype: dtype? = none) -> Tensor")
    public static Op hann_window() {
        return op().composite(a -> window("hann_window", a, 2, turns -> cosines(turns, 0.5, 0.5, 0)));
    }

    /// `alpha − beta cos(2πn / N)` (Hamming).
    @TensorOp(
            "hamming_window(window_length: int, periodic: bool = true, alpha: float = 0.54, beta: float = 0.46, dtype: dtype? = none) -> Tensor")
    public static Op hamming_window() {
        return op().composite(a -> window("hamming_window", a, 4, turns -> cosines(turns, a.real(2), a.real(3), 0)));
    }

    /// `0.42 − 0.5 cos(2πn / N) + 0.08 cos(4πn / N)` (Blackman).
    @TensorOp("blackman_window(window_length: int, periodic: bool = true, dtype: dtype? = none) -> Tensor")
    public static Op blackman_window() {
        return op().composite(a -> window("blackman_window", a, 2, turns -> cosines(turns, 0.42, 0.5, 0.08)));
    }

    /// A function of n / N, for n from 0.
    @FunctionalInterface
    private interface Shape {
        Tensor of(Tensor turns);
    }

    private static Tensor cosines(Tensor turns, double constant, double once, double twice) {
        Tensor angle = turns.mul(2 * Math.PI);
        return angle.cos().mul(-once).add(constant).add(angle.mul(2).cos().mul(twice));
    }

    private static Tensor window(String op, Args a, int dtype, Shape shape) {
        long length = a.integer(0);
        if (length < 0) {
            throw new ValueException("%s: window_length must not be negative, got %d", op, length);
        }
        DType result = a.dtypeOr(dtype, DType.FLOAT32);
        if (length == 1) {
            return Tensors.ones(new long[] {1}, result);
        }
        long span = a.flag(1) ? length : length - 1;
        return shape.of(Tensors.iota(length, DType.FLOAT64).div(span)).to(result);
    }
}
