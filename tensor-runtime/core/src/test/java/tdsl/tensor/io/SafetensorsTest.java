package tdsl.tensor.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.io.TestTensors.assertRefused;
import static tdsl.tensor.io.TestTensors.assertSame;
import static tdsl.tensor.io.TestTensors.numbered;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.FileException;
import tdsl.tensor.error.ValueException;

class SafetensorsTest {
    @TempDir
    private Path folder;

    static Stream<RecordedFile> files() {
        return RecordedFile.safetensors();
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatTheLibraryWroteIsRead(RecordedFile file) {
        check(file, Safetensors.read(new MemoryChannel(file.bytes()), file.name()));
        check(file, Safetensors.read(new ByteArrayInputStream(file.bytes()), file.name()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatTheLibraryWroteIsMapped(RecordedFile file) throws IOException {
        Path path = Files.write(folder.resolve("file.safetensors"), file.bytes());
        check(file, Safetensors.map(path));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aRewrittenFileHoldsTheSame(RecordedFile file) throws IOException {
        byte[] rewritten = written(Safetensors.read(new MemoryChannel(file.bytes()), file.name()), Map.of());
        check(file, Safetensors.read(new MemoryChannel(rewritten), file.name()));
    }

    private static void check(RecordedFile file, Map<String, Tensor> tensors) {
        assertEquals(file.arrays().keySet(), tensors.keySet());
        file.arrays().forEach((name, expected) -> NumpyFilesTest.check(expected, tensors.get(name)));
    }

    private static byte[] written(Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Safetensors.write(tensors, metadata, bytes);
        return bytes.toByteArray();
    }

    @Test
    void namesKeepTheirOrderAndElementsAreAligned() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("mask", numbered(DType.BOOL, 3));
        tensors.put("bytes", numbered(DType.UINT8, 5));
        tensors.put("big", numbered(DType.FLOAT64, 2, 2).t());
        tensors.put("small", numbered(DType.FLOAT32, 3).flip(0));
        Path path = folder.resolve("mixed.safetensors");
        Safetensors.write(tensors, Map.of("made by", "a \"test\"\n"), path);
        assertEquals(Map.of("made by", "a \"test\"\n"), Safetensors.metadata(path));
        for (Map<String, Tensor> read : List.of(Safetensors.read(path), Safetensors.map(path))) {
            assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.keySet()));
            tensors.forEach((name, tensor) -> assertSame(tensor, read.get(name)));
        }
        assertTrue(Safetensors.map(path).get("small").storage().segment().isMapped());
    }

    @Test
    void aMappedTensorCannotBeChangedAndACloneCan() throws IOException {
        Path path = folder.resolve("x.safetensors");
        Safetensors.write(Map.of("x", numbered(DType.FLOAT32, 4)), Map.of(), path);
        Tensor mapped = Safetensors.map(path).get("x");
        ValueException refusal = assertThrows(ValueException.class, () -> mapped.add_(Tensor.weakScalar(1L)));
        assertTrue(refusal.getMessage().contains("add_: this tensor is a file mapped into memory"));
        assertThrows(ValueException.class, () -> mapped.slice("1:3").fill_(0));
        mapped.clone().add_(Tensor.weakScalar(1L));
        assertSame(numbered(DType.FLOAT32, 4), Safetensors.read(path).get("x"));
    }

    @Test
    void theReservedNameIsRefused() {
        assertThrows(ValueException.class, () -> written(Map.of("__metadata__", numbered(DType.FLOAT32, 1)), Map.of()));
    }

    // ---- hostile files ----

    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "F32; [2]; [0,8]; 4; take 8 bytes from here, and there are 4",
                "F32; [2]; [0,8]; 12; take 8 bytes from here, and there are 12",
                "F32; [2]; [0,4]; 4; has the data_offsets [0, 4], and f4[2] takes 8 bytes",
                "F32; [2]; [8,0]; 8; has the data_offsets",
                "F32; [2]; [4,12]; 12; begins at byte 4 of the data, and the one before it ends at byte 0: a gap",
                "F32; [-2]; [0,8]; 8; negative size -2",
                "F32; [2.0]; [0,8]; 8; must be integers",
                "F32; [4611686018427387904,4]; [0,8]; 8; more than 2^63 bytes",
                "F32; [0,4611686018427387904,4]; [0,0]; 0; more than 2^63 bytes",
                "F32; [99999999999999999999]; [0,8]; 8; must be integers",
                "F32; [2]; [0,8,9]; 8; has the data_offsets",
                "F32; [2]; [-8,0]; 0; has the data_offsets",
                "F8_E4M3; [2]; [0,2]; 2; has the dtype F8_E4M3, which no tensor has",
            })
    void aHeaderThatLiesIsRefused(String dtype, String shape, String offsets, int dataBytes, String words) {
        String header = "{\"x\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}".formatted(dtype, shape, offsets);
        refused(file(header, dataBytes), words);
    }

    @Test
    void tensorsThatOverlapAreRefused() {
        String entry = "\"%s\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[%d,%d]}";
        String header = "{" + entry.formatted("a", 0, 4) + "," + entry.formatted("b", 2, 6) + "}";
        refused(file(header, 6), "'b' begins at byte 2 of the data", "overlap");
    }

    @Test
    void twoTensorsOfOneNameAreRefused() {
        String entry = "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[%d,%d]}";
        refused(file("{" + entry.formatted(0, 1) + "," + entry.formatted(1, 2) + "}", 2), "\"a\" is there twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{;             the header is no JSON: a key in double quotes is expected",
                "[];            the header is not a JSON object",
                "{\"x\":3};     must have exactly dtype, shape and data_offsets",
                "{\"__metadata__\":{\"a\":1}}; has a value that is no string under 'a'",
            })
    void aBrokenHeaderIsRefused(String header, String words) {
        refused(file(header + " ", 0), words);
    }

    @Test
    void aHeaderLongerThanTheFileIsRefusedBeforeMemoryIsTaken() {
        byte[] file = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(-1)
                .array();
        refused(file, "the header claims 18446744073709551615 bytes");
        refused(new byte[0], "is empty");
        refused(new byte[5], "ends inside the header's length");
    }

    private static FileException refused(byte[] file, String... words) {
        return assertRefused(() -> Safetensors.read(new MemoryChannel(file), "file"), words);
    }

    @Test
    void npyFilesAreMappedToo() throws IOException {
        Path path = folder.resolve("x.npy");
        Npy.write(numbered(DType.FLOAT64, 3, 4), path);
        Tensor mapped = Npy.map(path);
        assertSame(numbered(DType.FLOAT64, 3, 4), mapped);
        assertTrue(mapped.storage().segment().isMapped());
        assertThrows(ValueException.class, mapped::zero_);
        Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 200));
        FileException truncated = assertThrows(FileException.class, () -> Npy.map(path));
        assertTrue(truncated.getMessage().contains("is truncated"));
        Npy.write(numbered(DType.BOOL, 3), path);
        assertFalse(Npy.map(path).storage().segment().isMapped());
        assertArrayEquals(new long[] {3}, Npy.map(path).shape());
    }
}
