package tdsl.tensor.ops;

import static tdsl.tensor.dispatch.Op.op;

import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Op;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.random.Generator;

/// Random numbers, from the default generator: `manual_seed` makes them repeat.
final class RandomOps {
    private RandomOps() {}

    /// Sets the seed of the default generator.
    @TensorOp("manual_seed(seed: int) -> none")
    static Op manual_seed() {
        return op().composite(a -> {
            Generator.standard().seed(a.integer(0));
            return null;
        });
    }

    /// Uniform numbers in `[0, 1)`.
    @TensorOp("rand(shape: int..., dtype: dtype? = none, device: device? = none) -> Tensor")
    static Op rand() {
        return op().composite(a -> Tensors.random_uniform(a.integers(0), a.dtypeOr(1, DType.FLOAT32)));
    }

    /// Normal numbers with mean 0 and variance 1.
    @TensorOp("randn(shape: int..., dtype: dtype? = none, device: device? = none) -> Tensor")
    static Op randn() {
        return op().composite(a -> Tensors.random_normal(a.integers(0), a.dtypeOr(1, DType.FLOAT32)));
    }

    /// Uniform integers from `low` up to but without `high`.
    @TensorOp("randint(low: int, high: int, shape: int[], dtype: dtype? = none, device: device? = none) -> Tensor")
    static Op randint() {
        return op().composite(a -> {
            if (a.integer(0) >= a.integer(1)) {
                throw new ValueException("randint: low %d must be less than high %d", a.integer(0), a.integer(1));
            }
            return Tensors.random_integers(a.integer(0), a.integer(1), a.integers(2))
                    .to(a.dtypeOr(3, DType.INT64));
        });
    }

    /// The integers from 0 up to but without `n`, in random order.
    @TensorOp("randperm(n: int, device: device? = none) -> Tensor")
    static Op randperm() {
        return op();
    }

    /// 1 with the probability that the element of `input` gives, else 0.
    @TensorOp("bernoulli(input: Tensor) -> Tensor")
    static Op bernoulli() {
        return op().composite(a -> {
            Tensor input = a.tensor(0);
            return Tensors.random_uniform(input.shape(), input.dtype().arithmetic())
                    .lt(input)
                    .to(input.dtype());
        });
    }

    /// Uniform numbers in `[0, 1)`: the kernel below `rand`.
    @TensorOp("random_uniform(shape: int[], dtype: dtype) -> Tensor")
    static Op random_uniform() {
        return op();
    }

    /// Standard normal numbers: the kernel below `randn`.
    @TensorOp("random_normal(shape: int[], dtype: dtype) -> Tensor")
    static Op random_normal() {
        return op();
    }

    /// Uniform i64 in `[low, high)`: the kernel below `randint`.
    @TensorOp("random_integers(low: int, high: int, shape: int[]) -> Tensor")
    static Op random_integers() {
        return op();
    }
}
