package tdsl.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.dispatch.Samples;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.error.TensorException;
import tdsl.tensor.error.ValueException;

/// Einstein's notation, against sums over all values of all letters.
class EinsumTest {
    /// Equations without ellipses, then shapes; the reference wants an explicit output, which stands in
    /// brackets where the equation has none.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ij,jk->ik | ij,jk->ik | 2 3, 3 4",
                "ij,jk | ij,jk->ik | 2 3, 3 4",
                " i j , j k -> k i | ij,jk->ki | 2 3, 3 4",
                "ba | ba->ab | 2 3",
                "bA | bA->Ab | 2 3",
                "ij-> | ij-> | 2 3",
                "ii | ii-> | 3 3",
                "ii->i | ii->i | 3 3",
                "iij,jk->ik | iij,jk->ik | 3 3 2, 2 4",
                "iiji->j | iiji->j | 2 2 3 2",
                "i,i-> | i,i-> | 4, 4",
                "i,i->i | i,i->i | 4, 4",
                "i,j->ij | i,j->ij | 4, 3",
                "i,j->ji | i,j->ji | 4, 3",
                "ij,ij->ij | ij,ij->ij | 2 3, 2 3",
                "ij,ji-> | ij,ji-> | 2 3, 3 2",
                "ij,kl-> | ij,kl-> | 2 3, 2 2",
                "bij,bjk->bik | bij,bjk->bik | 2 3 4, 2 4 2",
                "ijb,kjb->bik | ijb,kjb->bik | 3 4 2, 2 4 2",
                "ij,jk,kl->il | ij,jk,kl->il | 2 3, 3 4, 4 2",
                "ij,jk,ki-> | ij,jk,ki-> | 2 3, 3 4, 4 2",
                "i,i,i->i | i,i,i->i | 3, 3, 3",
                "ijk,i,j,k-> | ijk,i,j,k-> | 2 3 2, 2, 3, 2",
                "ab,bc,cd,de,ef->af | ab,bc,cd,de,ef->af | 2 3, 3 2, 2 2, 2 3, 3 2",
                "a,a,a,b,b,c,c->b | a,a,a,b,b,c,c->b | 2, 2, 2, 3, 3, 2, 2",
                "ij,jk->ik | ij,jk->ik | 2 1, 3 4",
                "ij,ij->ij | ij,ij->ij | 2 1, 1 3",
                "ii->i | ii->i | 1 1",
                "ij,jk->ik | ij,jk->ik | 2 0, 0 4",
                "ij->j | ij->j | 0 3",
                "'' | -> | ''"
            })
    void equalsTheSumOverAllLetters(String equation, String explicit, String shapes) {
        List<Tensor> operands = new ArrayList<>();
        for (String shape : shapes.replace("'", "").split(",")) {
            long[] sizes = shape.isBlank()
                    ? new long[0]
                    : Arrays.stream(shape.strip().split(" "))
                            .mapToLong(Long::parseLong)
                            .toArray();
            operands.add(Samples.uniform(-1 - operands.size(), 2, sizes));
        }
        Tensor expected = bySums(explicit.replace("'", ""), operands);
        OpCalls.assertClose(expected, Tensors.einsum(equation.replace("'", ""), operands), 1e-13, equation);
    }

    private static Tensor bySums(String equation, List<Tensor> operands) {
        String[] sides = equation.split("->", -1);
        String[] inputs = sides[0].split(",", -1);
        Map<Character, Long> sizes = new TreeMap<>();
        for (int i = 0; i < inputs.length; i++) {
            for (int axis = 0; axis < inputs[i].length(); axis++) {
                sizes.merge(inputs[i].charAt(axis), operands.get(i).size(axis), (a, b) -> a == 1 ? b : a);
            }
        }
        long[] shape =
                sides[1].chars().mapToLong(letter -> sizes.get((char) letter)).toArray();
        Tensor result = Tensors.zeros(shape, DType.FLOAT64);
        List<Character> letters = List.copyOf(sizes.keySet());
        long count = sizes.values().stream().reduce(1L, (a, b) -> a * b);
        for (long combination = 0; combination < count; combination++) {
            Map<Character, Long> index = new TreeMap<>();
            long rest = combination;
            for (char letter : letters) {
                index.put(letter, rest % sizes.get(letter));
                rest /= sizes.get(letter);
            }
            double product = 1;
            for (int i = 0; i < inputs.length; i++) {
                product *= (Double) element(operands.get(i), inputs[i], index).item();
            }
            element(result, sides[1], index).add_(product);
        }
        return result;
    }

    private static Tensor element(Tensor tensor, String letters, Map<Character, Long> index) {
        Tensor element = tensor;
        for (int axis = 0; axis < letters.length(); axis++) {
            long position = tensor.size(axis) == 1 ? 0 : index.get(letters.charAt(axis));
            element = element.narrow(axis, position, 1);
        }
        return element.reshape();
    }

    /// An ellipsis is the letters that it stands for.
    @Test
    void ellipsesCoverTheAxesThatAreLeftAndBroadcast() {
        Tensor left = Samples.uniform(-1, 1, 2, 3, 4, 5);
        Tensor right = Samples.uniform(-1, 2, 3, 5, 2);
        Tensor expected = left.matmul(right);
        OpCalls.assertClose(expected, Tensors.einsum("...ij,...jk->...ik", List.of(left, right)), 1e-13, "explicit");
        OpCalls.assertClose(expected, Tensors.einsum("...ij,...jk", List.of(left, right)), 1e-13, "implicit");
        Tensor inside = Tensors.einsum("i...j,...->...j", List.of(left, Samples.uniform(1, 2, 4)));
        Tensor weighted = left.mul(Samples.uniform(1, 2, 4, 1)).sum(0);
        OpCalls.assertClose(weighted, inside, 1e-13, "inside");
        OpCalls.assertClose(left.sum(), Tensors.einsum("...->", List.of(left)), 1e-12, "summed");
        OpCalls.assertClose(left, Tensors.einsum("...", List.of(left)), 0, "alone");
    }

    @Test
    void integersStayIntegers() {
        Tensor x = Tensor.of(new long[][] {{1, 2}, {3, 4}}, DType.INT32);
        Tensor product = Tensors.einsum("ij,jk->ik", List.of(x, x));
        assertEquals(DType.INT32, product.dtype());
        assertEquals(List.of(List.of(7L, 10L), List.of(15L, 22L)), product.toList());
        assertEquals(DType.INT32, Tensors.einsum("ij->i", List.of(x)).dtype());
    }

    private static void assertFails(
            Class<? extends TensorException> kind, String message, String equation, Tensor... x) {
        assertEquals(
                message,
                assertThrows(kind, () -> Tensors.einsum(equation, List.of(x))).getMessage());
    }

    @Test
    void faultsAreNamedWithTheirPosition() {
        Tensor x = Samples.uniform(0, 1, 2, 3);
        assertFails(ValueException.class, "einsum: \"i%,jk->ik\": unexpected '%' at position 1", "i%,jk->ik", x, x);
        assertFails(
                ValueException.class,
                "einsum: \"..i\": '.' that is not part of an ellipsis '...' at position 0",
                "..i",
                x);
        assertFails(
                ValueException.class,
                "einsum: \"...i...\": a second ellipsis for one operand at position 4",
                "...i...",
                x);
        assertFails(ValueException.class, "einsum: \"ij->ik\": the output has 'k', no operand has", "ij->ik", x);
        assertFails(ValueException.class, "einsum: \"ij->ii\": the output has 'i' twice", "ij->ii", x);
        assertFails(
                ValueException.class, "einsum: \"ij,jk\" has subscripts for 2 operands, but 1 are given", "ij,jk", x);
        assertFails(
                ShapeException.class, "einsum: subscripts 'ijk' name 3 axes, but operand 0 is f64[2, 3]", "ijk->i", x);
        assertFails(
                ShapeException.class,
                "einsum: \"ij,jk->ik\": label 'j' has size 3 in operand 0 and 2 in operand 1",
                "ij,jk->ik",
                x,
                x);
    }

    @Test
    void chainsAreMultipliedInTheBestOrder() {
        List<Tensor> chain =
                List.of(Samples.uniform(-1, 1, 3, 50), Samples.uniform(-1, 1, 50, 2), Samples.uniform(-1, 1, 2, 60));
        Tensor expected = chain.get(0).matmul(chain.get(1)).matmul(chain.get(2));
        OpCalls.assertClose(expected, Tensors.multi_dot(chain), 1e-12, "multi_dot");
        Tensor row = Samples.uniform(-1, 1, 50);
        Tensor column = Samples.uniform(-1, 1, 2);
        Tensor number = Tensors.multi_dot(List.of(row, chain.get(1), column));
        assertArrayEquals(new long[0], number.shape());
        OpCalls.assertClose(row.matmul(chain.get(1)).matmul(column), number, 1e-12, "vectors");
        assertEquals(
                "multi_dot: tensor 0, f64[3, 50], and tensor 1, f64[2, 60], do not multiply",
                assertThrows(ShapeException.class, () -> Tensors.multi_dot(List.of(chain.get(0), chain.get(2))))
                        .getMessage());
    }
}
