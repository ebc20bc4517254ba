package tdsl.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tdsl.tensor.io.TestTensors.assertRefused;
import static tdsl.tensor.io.TestTensors.assertSame;
import static tdsl.tensor.io.TestTensors.npy;
import static tdsl.tensor.io.TestTensors.npz;
import static tdsl.tensor.io.TestTensors.numbered;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ValueException;

class NpzTest {
    @TempDir
    Path folder;

    private static Map<String, Tensor> everyDType() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (DType dtype : TestTensors.storedDTypes()) {
            tensors.put("z." + dtype, numbered(dtype, 3, 2));
            tensors.put("empty " + dtype, numbered(dtype, 0, 2));
        }
        tensors.put("Größe/0", numbered(DType.FLOAT64));
        return tensors;
    }

    private static void assertSameTensors(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(actual.keySet()));
        expected.forEach((name, tensor) -> assertSame(tensor, actual.get(name)));
    }

    private static Map<String, Tensor> read(byte[] file) {
        return Npz.read(new MemoryChannel(file), "file");
    }

    @Test
    void tensorsSurviveARoundTripInTheirOrder() {
        assertSameTensors(everyDType(), read(npz(everyDType())));
        assertSameTensors(everyDType(), Npz.read(new ByteArrayInputStream(npz(everyDType())), "file"));
        assertSameTensors(Map.of(), read(npz(Map.of())));
    }

    @Test
    void equalTensorsMakeEqualFiles() {
        assertArrayEquals(npz(everyDType()), npz(everyDType()));
    }

    @Test
    void tensorsOfManyBuffersSurviveDeflation() throws IOException {
        Tensor large = numbered(DType.FLOAT64, 300, 301);
        assertSame(large, read(deflated(Map.of("x.npy", npy(large)))).get("x"));
    }

    @Test
    void filesAreReplacedByPath() throws IOException {
        Path path = folder.resolve("x.npz");
        Npz.write(Map.of("a", numbered(DType.INT32, 5)), path);
        Npz.write(everyDType(), path);
        assertSameTensors(everyDType(), Npz.read(path));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
    }

    @Test
    void otherZipReadersUnderstandWhatIsWritten() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(npz(everyDType())))) {
            for (Map.Entry<String, Tensor> expected : everyDType().entrySet()) {
                assertEquals(expected.getKey() + ".npy", zip.getNextEntry().getName());
                assertArrayEquals(npy(expected.getValue()), zip.readAllBytes());
            }
        }
    }

    @Test
    void namesThatZipCannotHoldAreRefused() {
        Tensor tensor = numbered(DType.INT32, 1);
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        assertThrows(ValueException.class, () -> Npz.write(Map.of("", tensor), sink));
        assertThrows(ValueException.class, () -> Npz.write(Map.of("x".repeat(70_000), tensor), sink));
    }

    @Test
    void anArchiveWithAHugeDirectoryRecordIsRead() {
        Map<String, Tensor> tensors = everyDType();
        assertSameTensors(
                tensors, read(new ZipBytes(npz(tensors)).withLargeEnd().bytes()));
    }

    @Test
    void anEntryWithItsSizesIn64BitsIsRead() {
        Map<String, Tensor> tensors = Map.of("x", numbered(DType.FLOAT64, 4));
        assertSameTensors(tensors, read(new ZipBytes(npz(tensors)).withLargeSizes(3)));
    }

    // ---- refusals ----

    @Test
    void everyTruncationIsRefused() {
        byte[] file = RecordedFile.named("deflated.npz").bytes();
        for (int length = 0; length < file.length; length++) {
            byte[] truncated = Arrays.copyOf(file, length);
            assertRefused(() -> read(truncated), length == 0 ? "is empty" : "is truncated", "(at byte " + length + ")");
        }
    }

    @Test
    void otherFilesAreRecognised() {
        assertRefused(() -> read("<html>".getBytes()), "is not in .npz format");
        assertRefused(() -> read(npy(numbered(DType.INT32, 1))), "is not in .npz format");
    }

    @Test
    void anEntryThatIsNoArrayIsNamed() throws IOException {
        byte[] file = deflated(Map.of("notes.txt", "hello there".getBytes()));
        assertRefused(() -> read(file), "file, entry 'notes.txt': is not in .npy format", "(at byte 0)");
    }

    @Test
    void anEntryThatEndsTooEarlyIsNamed() throws IOException {
        byte[] array = npy(numbered(DType.FLOAT64, 4));
        byte[] file = deflated(Map.of("x.npy", Arrays.copyOf(array, 140)));
        assertRefused(() -> read(file), "file, entry 'x.npy': is truncated: f8[4] takes 32 bytes", "only 12 are left");
    }

    @Test
    void anEntryThatGoesOnAfterItsArrayIsRefused() throws IOException {
        byte[] array = npy(numbered(DType.FLOAT64, 4));
        byte[] file = deflated(Map.of("x.npy", Arrays.copyOf(array, array.length + 1)));
        assertRefused(() -> read(file), "entry 'x.npy': goes on after the last element");
    }

    @Test
    void twoEntriesOfTheSameArrayAreRefused() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x", npy(numbered(DType.INT32, 1)));
        entries.put("x.npy", npy(numbered(DType.INT32, 1)));
        byte[] file = deflated(entries);
        assertRefused(() -> read(file), "two arrays named 'x'");
    }

    @Test
    void changedBytesAreNoticed() {
        byte[] stored = npz(Map.of("x", numbered(DType.FLOAT64, 4)));
        ZipBytes zip = new ZipBytes(stored);
        stored[zip.directoryOffset() - 1] ^= 1;
        assertRefused(() -> read(stored), "entry 'x.npy': the checksum differs");

        byte[] deflated = RecordedFile.named("deflated.npz").bytes();
        deflated[80] ^= 0x55;
        assertRefused(() -> read(deflated), "entry 'weight.npy'");
    }

    @Test
    void unknownCompressionAndEncryptionAreRefused() {
        ZipBytes zip = new ZipBytes(npz(Map.of("x", numbered(DType.FLOAT64, 4))));
        assertRefused(() -> read(zip.withShort(10, 12)), "entry 'x.npy' is compressed by method 12");
        assertRefused(() -> read(zip.withShort(8, 1)), "entry 'x.npy' is encrypted");
    }

    @Test
    void sizesThatDeflateCannotReachAreRefused() throws IOException {
        ZipBytes zip = new ZipBytes(deflated(Map.of("x.npy", npy(numbered(DType.FLOAT64, 4)))));
        assertRefused(() -> read(zip.withInt(24, 1 << 30)), "claims to unpack", "to 1073741824");
    }

    @Test
    void directoriesThatPointOutsideAreRefused() {
        ZipBytes zip = new ZipBytes(npz(Map.of("x", numbered(DType.FLOAT64, 4))));
        assertRefused(() -> read(zip.withInt(42, 0x7fffffff)), "entry 'x.npy' lies outside the file");
        assertRefused(() -> read(zip.withInt(42, 1)), "is not where the zip directory says");
        assertRefused(() -> read(zip.withInt(0, 0)), "no entry where one should be");
        assertRefused(() -> read(zip.withShort(28, 0xffff)), "goes on past the directory's end");
        assertRefused(() -> read(zip.withLargeSizes(2)), "lacks its 64-bit sizes");
        assertRefused(() -> read(zip.withEndInt(16, 0x7fffffff)), "the zip directory lies outside");
        assertRefused(() -> read(zip.withEndInt(12, 0x7fffffff)), "the zip directory lies outside");
        assertRefused(() -> read(zip.withEndShort(10, 1000)), "claims 1000 entries");
        assertRefused(() -> read(zip.withEndShort(10, 2)), "claims 2 entries in 51 bytes");
        ZipBytes longName = new ZipBytes(npz(Map.of("x".repeat(60), numbered(DType.FLOAT64, 4))));
        assertRefused(() -> read(longName.withEndShort(10, 2)), "no entry where one should be");
        assertRefused(() -> read(zip.withLargeEnd().withLocatorLong(Long.MAX_VALUE)), "outside the file");
        assertRefused(() -> read(zip.withLargeEnd().withLocatorLong(3)), "zip64 end record is missing");
    }

    @Test
    void entriesThatShareBytesAreRefused() {
        Tensor zeros = numbered(DType.UINT8, 500);
        Map<String, Tensor> two = new LinkedHashMap<>();
        two.put("a", zeros);
        two.put("b", zeros);
        ZipBytes zip = new ZipBytes(npz(two));
        // The first entry's data is made to reach over the second, and both sizes to agree.
        byte[] file = zip.withInt(20, 900);
        byte[] overlapping = new ZipBytes(file).withInt(24, 900);
        assertRefused(() -> read(overlapping), "entry 'b.npy' overlaps another one");
    }

    private static byte[] deflated(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
