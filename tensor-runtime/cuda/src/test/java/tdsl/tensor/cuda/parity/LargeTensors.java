package tdsl.tensor.cuda.parity;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;

/// Tensors with more elements than an int can count.
final class LargeTensors {
    private static final long COUNT = (1L << 31) + 9;

    private LargeTensors() {}

    /// What is wrong with the last elements of such tensors on a device; empty if nothing is. Takes 9 GB there.
    static List<String> differences(Device device) {
        List<String> differences = new ArrayList<>();
        Tensor bytes = Tensor.empty(device, DType.UINT8, COUNT).fill_(3);
        bytes.narrow(0, COUNT - 1, 1).fill_(5);
        expect(differences, "add", 6L, bytes.add(1), COUNT - 1);
        expect(differences, "add before the end", 4L, bytes.add(1), COUNT - 2);
        expect(differences, "a copy of every second", 5L, bytes.slice("::2").clone(), COUNT / 2);
        expect(
                differences,
                "a copy of rows",
                5L,
                bytes.reshape(1, COUNT).expand(2, COUNT).clone().reshape(-1),
                2 * COUNT - 1);
        expect(differences, "greater", true, bytes.gt(4), COUNT - 1);
        expect(differences, "largest", 5L, bytes.amax(), 0);
        expect(differences, "sum", 3 * COUNT + 2, bytes.sum(), 0);
        return differences;
    }

    private static void expect(List<String> differences, String what, Object expected, Tensor found, long index) {
        Object element = found.reshape(-1).narrow(0, index, 1).item();
        if (!expected.equals(element)) {
            differences.add("%s of %d elements: expected %s, found %s".formatted(what, COUNT, expected, element));
        }
    }
}
