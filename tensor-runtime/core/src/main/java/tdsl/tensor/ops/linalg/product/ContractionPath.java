package tdsl.tensor.ops.linalg.product;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// In which order to multiply several operands pair by pair, so that the multiplications are few: the best
/// order for up to six operands, by dynamic programming over all subsets, and a good one for more, each
/// time the pair whose product is smallest compared with the two. Both after D. Smith and J. Gray,
/// "opt_einsum – A Python package for optimizing contraction order for einsum-like expressions", Journal of
/// Open Source Software 3(26), 2018.
final class ContractionPath {
    private static final int MOST_FOR_OPTIMUM = 6;

    private final List<BitSet> operands;
    private final BitSet output;
    private final double[] sizes;

    /// @param operands the labels of each operand, none of which stands in that operand alone
    /// @param output   the labels of the result
    /// @param sizes    the size of each label
    private ContractionPath(List<BitSet> operands, BitSet output, double[] sizes) {
        this.operands = operands;
        this.output = output;
        this.sizes = sizes;
    }

    /// A step: an operand, or the product of two earlier steps.
    ///
    /// @param labels  those of the result; the others that the two have are summed over
    /// @param operand its number; −1 for a product
    record Step(BitSet labels, int operand, Step left, Step right) {
        boolean isOperand() {
            return left == null;
        }
    }

    /// @return the last step
    static Step find(List<BitSet> operands, BitSet output, double[] sizes) {
        ContractionPath path = new ContractionPath(operands, output, sizes);
        return operands.size() <= MOST_FOR_OPTIMUM ? path.best() : path.greedy();
    }

    private Step best() {
        int count = operands.size();
        Step[] steps = new Step[1 << count];
        double[] costs = new double[1 << count];
        for (int operand = 0; operand < count; operand++) {
            steps[1 << operand] = new Step(operands.get(operand), operand, null, null);
        }
        for (int members = 1; members < 1 << count; members++) {
            if (steps[members] != null) {
                continue;
            }
            BitSet kept = needed(members);
            costs[members] = Double.POSITIVE_INFINITY;
            // Each split into two subsets once: the first holds the lowest member.
            for (int part = (members - 1) & members; part > 0; part = (part - 1) & members) {
                int rest = members & ~part;
                if (part < rest) {
                    continue;
                }
                double cost = costs[part] + costs[rest] + size(union(steps[part], steps[rest]));
                if (cost < costs[members]) {
                    costs[members] = cost;
                    steps[members] = product(steps[part], steps[rest], kept);
                }
            }
        }
        return steps[(1 << count) - 1];
    }

    /// The labels that the result or operands outside of `members` have.
    private BitSet needed(int members) {
        BitSet labels = (BitSet) output.clone();
        for (int operand = 0; operand < operands.size(); operand++) {
            if ((members >> operand & 1) == 0) {
                labels.or(operands.get(operand));
            }
        }
        return labels;
    }

    private Step greedy() {
        List<Step> left = new ArrayList<>();
        for (int operand = 0; operand < operands.size(); operand++) {
            left.add(new Step(operands.get(operand), operand, null, null));
        }
        while (left.size() > 1) {
            Step chosen = null;
            double smallest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < left.size(); i++) {
                for (int j = i + 1; j < left.size(); j++) {
                    Step product = product(left.get(i), left.get(j), neededBeside(left, i, j));
                    double growth = size(product.labels())
                            - size(left.get(i).labels())
                            - size(left.get(j).labels());
                    if (growth < smallest || chosen == null) {
                        smallest = growth;
                        chosen = product;
                    }
                }
            }
            left.remove(chosen.left());
            left.remove(chosen.right());
            left.add(chosen);
        }
        return left.getFirst();
    }

    private BitSet neededBeside(List<Step> steps, int first, int second) {
        BitSet labels = (BitSet) output.clone();
        for (int i = 0; i < steps.size(); i++) {
            if (i != first && i != second) {
                labels.or(steps.get(i).labels());
            }
        }
        return labels;
    }

    private static Step product(Step left, Step right, BitSet kept) {
        BitSet labels = union(left, right);
        labels.and(kept);
        return new Step(labels, -1, left, right);
    }

    private static BitSet union(Step left, Step right) {
        BitSet labels = (BitSet) left.labels().clone();
        labels.or(right.labels());
        return labels;
    }

    private double size(BitSet labels) {
        return labels.stream().mapToDouble(label -> sizes[label]).reduce(1, (a, b) -> a * b);
    }
}
