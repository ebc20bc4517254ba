package tdsl.tensor.ops.linalg.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContractionPathTest {
    private static BitSet labels(int... labels) {
        BitSet set = new BitSet();
        for (int label : labels) {
            set.set(label);
        }
        return set;
    }

    /// Multiplications of all steps together.
    private static double cost(ContractionPath.Step step, double[] sizes) {
        if (step.isOperand()) {
            return 0;
        }
        BitSet all = (BitSet) step.left().labels().clone();
        all.or(step.right().labels());
        double own = all.stream().mapToDouble(label -> sizes[label]).reduce(1, (a, b) -> a * b);
        return own + cost(step.left(), sizes) + cost(step.right(), sizes);
    }

    /// The least cost of all orders, by trying them: each time any two of what is left.
    private static double leastCost(List<BitSet> left, BitSet output, double[] sizes) {
        if (left.size() == 1) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < left.size(); i++) {
            for (int j = i + 1; j < left.size(); j++) {
                List<BitSet> rest = new ArrayList<>(left);
                BitSet union = (BitSet) rest.remove(j).clone();
                union.or(rest.remove(i));
                double own = union.stream().mapToDouble(label -> sizes[label]).reduce(1, (a, b) -> a * b);
                BitSet kept = (BitSet) output.clone();
                rest.forEach(kept::or);
                BitSet product = (BitSet) union.clone();
                product.and(kept);
                rest.add(product);
                least = Math.min(least, own + leastCost(rest, output, sizes));
            }
        }
        return least;
    }

    @Test
    void upToSixOperandsTakeTheFewestMultiplications() {
        Random random = new Random(7);
        for (int trial = 0; trial < 60; trial++) {
            int count = 2 + trial % 4;
            double[] sizes = random.doubles(6, 1, 9).map(Math::floor).toArray();
            List<BitSet> operands = new ArrayList<>();
            for (int operand = 0; operand < count; operand++) {
                operands.add(labels(random.ints(3, 0, 6).toArray()));
            }
            BitSet output = labels(random.nextInt(6));
            double found = cost(ContractionPath.find(operands, output, sizes), sizes);
            assertEquals(leastCost(operands, output, sizes), found);
        }
    }

    @Test
    void manyOperandsOfAChainAreMultipliedNeighbourByNeighbour() {
        List<BitSet> chain = new ArrayList<>();
        double[] sizes = new double[13];
        for (int i = 0; i < 12; i++) {
            chain.add(labels(i, i + 1));
            sizes[i] = 10;
        }
        sizes[12] = 10;
        // Eleven products of 10×10 matrices.
        assertTrue(cost(ContractionPath.find(chain, labels(0, 12), sizes), sizes) <= 11 * 1000);
    }
}
