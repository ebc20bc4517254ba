package tdsl.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.io.TestTensors.assertSame;
import static tdsl.tensor.io.TestTensors.npy;
import static tdsl.tensor.io.TestTensors.numbered;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.FileException;

class NpyTest {
    @TempDir
    Path folder;

    private static Tensor reread(Tensor tensor) {
        return Npy.read(new MemoryChannel(npy(tensor)), "file");
    }

    @ParameterizedTest
    @MethodSource("tdsl.tensor.io.TestTensors#storedDTypes")
    void everyDTypeSurvivesARoundTrip(DType dtype) {
        for (long[] shape : List.of(new long[] {}, new long[] {1}, new long[] {7}, new long[] {2, 3, 4})) {
            assertSame(numbered(dtype, shape), reread(numbered(dtype, shape)));
        }
    }

    @ParameterizedTest
    @MethodSource("tdsl.tensor.io.TestTensors#storedDTypes")
    void aTensorWithoutElementsSurvivesARoundTrip(DType dtype) {
        assertSame(numbered(dtype, 0), reread(numbered(dtype, 0)));
        assertSame(numbered(dtype, 2, 0, 3), reread(numbered(dtype, 2, 0, 3)));
    }

    @ParameterizedTest
    @ValueSource(longs = {65_535, 65_536, 65_537, 200_000})
    void aStreamOfUnknownLengthIsReadInGrowingSteps(long count) {
        for (DType dtype : TestTensors.storedDTypes()) {
            Tensor tensor = numbered(dtype, count);
            assertSame(tensor, Npy.read(new ByteArrayInputStream(npy(tensor)), "file"));
        }
    }

    @Test
    void aDTypeThatNumPyLacksIsRefused() {
        DTypeException error = assertThrows(DTypeException.class, () -> npy(numbered(DType.BFLOAT16, 3)));
        assertEquals("NumPy's files have no element type for bf16", error.getMessage());
        assertEquals(
                "convert the tensor first: .to(f32) loses nothing; or write a .safetensors file",
                error.hint().orElseThrow());
    }

    @Test
    void viewsAreWrittenInRowMajorOrder() {
        Tensor whole = numbered(DType.FLOAT32, 4, 5, 6);
        Tensor transposed = whole.viewAs(whole.layout().transpose(0, 2));
        Tensor reversed = whole.viewAs(whole.layout().slice(1, 4, 3, -2));
        Tensor inside = whole.viewAs(whole.layout().select(0, 2));
        Tensor repeated = whole.viewAs(whole.layout().slice(0, 0, 1, 1).expand("expand", new long[] {3, 5, 6}));
        for (Tensor view : List.of(transposed, reversed, inside, repeated)) {
            assertSame(view, reread(view));
        }
    }

    @Test
    void aTensorThatRequiresAGradientIsWrittenAsItsValues() {
        Tensor leaf = numbered(DType.FLOAT32, 2, 3).requiresGrad(true);
        assertSame(leaf, reread(leaf.transpose(0, 1)).transpose(0, 1));
    }

    @Test
    void columnMajorFilesAreReadWithoutReordering() {
        Tensor tensor =
                Npy.read(new MemoryChannel(RecordedFile.named("fortran.npy").bytes()), "file");
        assertArrayEquals(new long[] {2, 3}, tensor.shape());
        assertArrayEquals(new long[] {1, 2}, tensor.strides());
    }

    @Test
    void nansKeepTheirPayloadInEitherByteOrder() {
        int payload = 0xffa12345;
        byte[] little = npy(Tensor.of(List.of(0.0), DType.FLOAT32));
        byte[] big = little.clone();
        for (int i = 0; i < 4; i++) {
            little[little.length - 4 + i] = (byte) (payload >> 8 * i);
            big[big.length - 1 - i] = (byte) (payload >> 8 * i);
        }
        big[new String(big, StandardCharsets.ISO_8859_1).indexOf('<')] = '>';
        for (byte[] file : List.of(little, big)) {
            Tensor tensor = Npy.read(new MemoryChannel(file), "file");
            int bits = tensor.storage().segment().get(ValueLayout.JAVA_INT, 0);
            assertEquals(payload, bits);
        }
    }

    @Test
    void anyByteButZeroIsTrue() {
        byte[] file = npy(numbered(DType.BOOL, 3));
        file[file.length - 1] = (byte) 0x80;
        Tensor tensor = Npy.read(new MemoryChannel(file), "file");
        assertEquals(List.of(true, false, true), tensor.toList());
        assertEquals(1, tensor.storage().segment().get(ValueLayout.JAVA_BYTE, 2));
    }

    @Test
    void theElementsStartAtAMultipleOf64Bytes() {
        for (int rank = 0; rank < 20; rank++) {
            long[] shape = new long[rank];
            Arrays.fill(shape, 1);
            assertEquals(4, npy(numbered(DType.INT32, shape)).length % 64);
        }
    }

    @Test
    void severalArraysCanFollowEachOtherInAChannel() {
        byte[] first = npy(numbered(DType.INT64, 3));
        byte[] second = npy(numbered(DType.FLOAT32, 2));
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        MemoryChannel channel = new MemoryChannel(both);
        assertSame(numbered(DType.INT64, 3), Npy.read(channel, "file"));
        assertSame(numbered(DType.FLOAT32, 2), Npy.read(channel, "file"));
    }

    // ---- paths ----

    @Test
    void filesAreWrittenAndReadByPath() throws IOException {
        Path path = folder.resolve("x.npy");
        Npy.write(numbered(DType.FLOAT64, 3), path);
        Npy.write(numbered(DType.FLOAT64, 4, 2), path);
        assertSame(numbered(DType.FLOAT64, 4, 2), Npy.read(path));
        assertOnlyFile(path);
    }

    @Test
    void aFileIsUntouchedWhenWritingANewOneFails() throws IOException {
        Path path = folder.resolve("x.npy");
        Npy.write(numbered(DType.FLOAT64, 3), path);
        FileException failure = assertThrows(
                FileException.class,
                () -> AtomicFile.write(path, stream -> {
                    stream.write(new byte[100_000]);
                    throw new IOException("no space left");
                }));
        assertTrue(failure.getMessage().contains("x.npy: cannot be written: no space left"), failure.getMessage());
        assertSame(numbered(DType.FLOAT64, 3), Npy.read(path));
        assertOnlyFile(path);
    }

    @Test
    void writingThroughALinkReplacesWhatItPointsTo() throws IOException {
        Path path = folder.resolve("x.npy");
        Path linkFolder = Files.createDirectory(folder.resolve("links"));
        Npy.write(numbered(DType.FLOAT64, 3), path);
        Path link = Files.createSymbolicLink(linkFolder.resolve("link.npy"), path);
        Npy.write(numbered(DType.INT32, 2), link);
        assertTrue(Files.isSymbolicLink(link));
        assertSame(numbered(DType.INT32, 2), Npy.read(path));
    }

    @Test
    void aMissingFileOrFolderIsNamed() {
        Path missing = folder.resolve("none.npy");
        FileException reading = assertThrows(FileException.class, () -> Npy.read(missing));
        assertEquals(missing + ": no such file", reading.getMessage());
        Path nowhere = folder.resolve("nowhere").resolve("x.npy");
        FileException writing = assertThrows(FileException.class, () -> Npy.write(numbered(DType.INT32, 2), nowhere));
        assertEquals(nowhere + ": cannot be written: no such directory", writing.getMessage());
    }

    @Test
    void aFolderIsNotAnArray() {
        assertThrows(FileException.class, () -> Npy.read(folder));
        assertThrows(FileException.class, () -> Npz.read(folder));
    }

    private void assertOnlyFile(Path path) throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
    }
}
