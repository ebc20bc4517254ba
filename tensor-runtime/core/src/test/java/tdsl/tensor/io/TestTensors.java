package tdsl.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import tdsl.tensor.DType;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.FileException;

/// What the tests of files share.
final class TestTensors {
    private TestTensors() {}

    /// All dtypes that NumPy has too.
    static List<DType> storedDTypes() {
        return Arrays.stream(DType.values())
                .filter(dtype -> dtype != DType.BFLOAT16)
                .toList();
    }

    /// Elements that differ from each other as far as the dtype allows.
    static Tensor numbered(DType dtype, long... shape) {
        Tensor tensor = Tensor.empty(dtype, shape);
        for (long i = 0; i < tensor.elementCount(); i++) {
            if (dtype == DType.BOOL) {
                ElementAccess.putInteger(tensor.storage().segment(), dtype, i, i % 3 == 0 ? 1 : 0);
            } else {
                ElementAccess.putReal(tensor.storage().segment(), dtype, i, i - 0.5);
            }
        }
        return tensor;
    }

    static void assertSame(Tensor expected, Tensor actual) {
        assertEquals(expected.dtype(), actual.dtype());
        assertArrayEquals(expected.shape(), actual.shape());
        for (long i = 0; i < expected.elementCount(); i++) {
            assertEquals(ElementAccess.get(expected, i), ElementAccess.get(actual, i), "element " + i);
        }
    }

    static byte[] npy(Tensor tensor) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Npy.write(tensor, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    static byte[] npz(Map<String, Tensor> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Npz.write(tensors, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }

    /// Runs `reading`, which must fail with these words in the message, the file's name `file` first, and a
    /// hint.
    static FileException assertRefused(Executable reading, String... words) {
        FileException refusal = assertThrows(FileException.class, reading);
        assertTrue(refusal.getMessage().startsWith("file"), refusal.getMessage());
        assertTrue(refusal.hint().filter(hint -> !hint.isBlank()).isPresent(), refusal.getMessage());
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), refusal.getMessage() + " should say " + word);
        }
        return refusal;
    }
}
