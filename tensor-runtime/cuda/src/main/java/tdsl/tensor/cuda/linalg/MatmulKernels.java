package tdsl.tensor.cuda.linalg;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.dispatch.TypeRule;
import tdsl.tensor.ops.linalg.MatrixChecks;

/// Products of matrices and of batches of matrices, and sums with them.
public final class MatmulKernels {
    private MatmulKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("mm", args -> multiply("mm", args.tensor(0), args.tensor(1), 2));
        kernels.put("bmm", args -> multiply("bmm", args.tensor(0), args.tensor(1), 3));
        kernels.put("addmm", args -> multiplyAdd("addmm", args, 2));
        kernels.put("baddbmm", args -> multiplyAdd("baddbmm", args, 3));
    }

    private static Tensor multiply(String op, Tensor left, Tensor right, int rank) {
        long[] shape = MatrixChecks.productShape(op, left, right, rank);
        // Tensors with axes count alike, so that their dtypes decide.
        DType dtype = DType.promote(left.dtype(), right.dtype());
        Tensor out = Tensor.empty(left.device(), dtype, shape);
        multiply(left, right, out, 1, 0);
        return out;
    }

    /// `beta input + alpha left right`: the product is added to a copy of the input, where dtypes allow it.
    private static Tensor multiplyAdd(String op, Args args, int rank) {
        Tensor input = args.tensor(0);
        Tensor left = args.tensor(1);
        Tensor right = args.tensor(2);
        double beta = args.real(3);
        double alpha = args.real(4);
        long[] shape = MatrixChecks.productShape(op, left, right, rank);
        DType dtype = TypeRule.promote(input, left, right);
        if (!dtype.isFloating()) {
            Tensor product = multiply(op, left, right, rank).mul(Tensor.weakScalar(args.value(4)));
            return beta == 0 ? product : product.add(input.mul(Tensor.weakScalar(args.value(3))));
        }
        Tensor out = Tensor.empty(left.device(), dtype, shape);
        // With a factor of 0 the input does not count, even where it is not a number.
        if (beta != 0) {
            out.assign(op, input);
        }
        multiply(left, right, out, alpha, beta);
        return out;
    }

    private static void multiply(Tensor left, Tensor right, Tensor out, double alpha, double beta) {
        if (out.elementCount() == 0) {
            return;
        }
        if (left.size(left.rank() - 1) > 0) {
            Products.run(left.to(out.dtype()), right.to(out.dtype()), out, alpha, beta);
        } else if (beta == 0) {
            out.zero_();
        } else if (beta != 1) {
            out.mul_(beta);
        }
    }
}
