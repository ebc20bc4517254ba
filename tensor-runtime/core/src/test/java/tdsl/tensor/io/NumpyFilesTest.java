package tdsl.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;

class NumpyFilesTest {
    static Stream<RecordedFile> arrays() {
        return RecordedFile.all().filter(file -> !file.isArchive());
    }

    static Stream<RecordedFile> archives() {
        return RecordedFile.all().filter(RecordedFile::isArchive);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void anArrayOfNumPyIsReadFromAChannel(RecordedFile file) {
        check(file, Npy.read(new MemoryChannel(file.bytes()), file.name()));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void anArrayOfNumPyIsReadFromAStreamThatComesByteByByte(RecordedFile file) {
        check(file, Npy.read(byteByByte(file.bytes()), file.name()));
    }

    @ParameterizedTest
    @MethodSource("archives")
    void anArchiveOfNumPyIsReadFromAChannel(RecordedFile file) {
        check(file, Npz.read(new MemoryChannel(file.bytes()), file.name()));
    }

    @ParameterizedTest
    @MethodSource("archives")
    void anArchiveOfNumPyIsReadFromAStreamThatComesByteByByte(RecordedFile file) {
        check(file, Npz.read(byteByByte(file.bytes()), file.name()));
    }

    private static InputStream byteByByte(byte[] bytes) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int start, int count) throws IOException {
                return super.read(target, start, Math.min(count, 1));
            }
        };
    }

    private static void check(RecordedFile file, Tensor tensor) {
        check(file.arrays().values().iterator().next(), tensor);
    }

    private static void check(RecordedFile file, Map<String, Tensor> tensors) {
        assertEquals(List.copyOf(file.arrays().keySet()), List.copyOf(tensors.keySet()));
        file.arrays().forEach((name, expected) -> check(expected, tensors.get(name)));
    }

    static void check(RecordedFile.Expected expected, Tensor tensor) {
        assertEquals(expected.dtype(), tensor.dtype().label());
        assertEquals(expected.shape(), Arrays.stream(tensor.shape()).boxed().toList());
        List<String> elements = new ArrayList<>();
        for (long i = 0; i < tensor.elementCount(); i++) {
            elements.add(text(ElementAccess.get(tensor, i)));
        }
        List<String> wanted = expected.elements().stream()
                .map(element -> tensor.dtype().isFloating() ? text(real(element)) : element)
                .toList();
        assertEquals(wanted, elements);
        assertNull(tensor.base());
        assertTrue(tensor.isLeaf());
        if (tensor.dtype() == DType.BOOL) {
            assertTrue(elements.stream().allMatch(element -> element.equals("0") || element.equals("1")));
        }
    }

    private static double real(String python) {
        return switch (python) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(python);
        };
    }

    private static String text(Object element) {
        return element instanceof Boolean flag ? (flag ? "1" : "0") : element.toString();
    }
}
