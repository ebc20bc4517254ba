package tdsl.tensor.ops.linalg.product;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.ValueException;

/// The product of several matrices, in the order that takes the fewest multiplications; T. Cormen, C.
/// Leiserson, R. Rivest and C. Stein, "Introduction to Algorithms", section 14.2.
public final class MatrixChain {
    private final List<Tensor> matrices;
    /// Where the product of matrices i to j is divided: after which matrix.
    private final int[][] divisions;

    private MatrixChain(List<Tensor> matrices) {
        this.matrices = matrices;
        this.divisions = divisions(matrices);
    }

    /// @param tensors matrices; the first may be a row, and the last a column
    public static Tensor multiply(String op, List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw new ValueException("%s: the list of tensors is empty", op);
        }
        boolean row = tensors.size() > 1 && tensors.getFirst().rank() == 1;
        boolean column = tensors.size() > 1 && tensors.getLast().rank() == 1;
        List<Tensor> matrices = new ArrayList<>(tensors);
        if (row) {
            matrices.set(0, tensors.getFirst().unsqueeze(0));
        }
        if (column) {
            matrices.set(matrices.size() - 1, tensors.getLast().unsqueeze(1));
        }
        check(op, tensors, matrices);
        Tensor product = new MatrixChain(matrices).product(0, matrices.size() - 1);
        product = column ? product.squeeze(-1) : product;
        return row ? product.squeeze(0) : product;
    }

    private static void check(String op, List<Tensor> tensors, List<Tensor> matrices) {
        for (int i = 0; i < matrices.size(); i++) {
            if (matrices.get(i).rank() != 2) {
                throw new ShapeException(
                        "%s: tensor %d must be a matrix, not %s",
                        op, i, tensors.get(i).describe());
            }
            if (i > 0 && matrices.get(i - 1).size(1) != matrices.get(i).size(0)) {
                throw new ShapeException(
                        "%s: tensor %d, %s, and tensor %d, %s, do not multiply",
                        op,
                        i - 1,
                        tensors.get(i - 1).describe(),
                        i,
                        tensors.get(i).describe());
            }
        }
    }

    private static int[][] divisions(List<Tensor> matrices) {
        int count = matrices.size();
        double[][] costs = new double[count][count];
        int[][] divisions = new int[count][count];
        for (int length = 1; length < count; length++) {
            for (int first = 0; first + length < count; first++) {
                int last = first + length;
                costs[first][last] = Double.POSITIVE_INFINITY;
                for (int middle = first; middle < last; middle++) {
                    double multiplications = (double) matrices.get(first).size(0)
                            * matrices.get(middle).size(1)
                            * matrices.get(last).size(1);
                    double cost = costs[first][middle] + costs[middle + 1][last] + multiplications;
                    if (cost < costs[first][last]) {
                        costs[first][last] = cost;
                        divisions[first][last] = middle;
                    }
                }
            }
        }
        return divisions;
    }

    private Tensor product(int first, int last) {
        if (first == last) {
            return matrices.get(first);
        }
        int middle = divisions[first][last];
        return product(first, middle).mm(product(middle + 1, last));
    }
}
