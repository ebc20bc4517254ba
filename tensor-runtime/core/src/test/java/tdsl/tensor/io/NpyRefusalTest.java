package tdsl.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tdsl.tensor.io.TestTensors.assertRefused;
import static tdsl.tensor.io.TestTensors.npy;
import static tdsl.tensor.io.TestTensors.numbered;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tdsl.tensor.DType;
import tdsl.tensor.error.FileException;

class NpyRefusalTest {
    private static final int TEXT_START = 10;

    /// A file of version 1.0 with this header and this many zero bytes of elements.
    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(TEXT_START + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    private static String header(String descr, String shape) {
        return "{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + ", }\n";
    }

    private static FileException refused(byte[] file, String... words) {
        FileException refusal = assertRefused(() -> Npy.read(new MemoryChannel(file), "file"), words);
        assertRefused(() -> Npy.read(new ByteArrayInputStream(file), "file"), words[0]);
        return refusal;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'|O';       pickled Python objects",
                "'<U5';      strings",
                "'|S5';      strings",
                "'<c16';     complex numbers",
                "'<M8[s]';   dates or times",
                "'|V2';      raw bytes",
                "'<f16';     floating numbers of another size",
                "'|f4';      type '|f4'",
                "'<i3';      type '<i3'",
                "'=f4';      type '=f4'",
                "'';         type ''",
                "'f4';       type 'f4'",
                "[('a', '<f4')]; structured",
                "12;         string in quotes",
                "'<f4;       type '<f4, '",
            })
    void otherElementTypesAreNamed(String descr, String words) {
        refused(file(header(descr, "(2,)"), 100), words, "(at byte 20)");
    }

    @Test
    void picklesAreRefusedForTheirDanger() {
        FileException refusal = refused(file(header("'|O'", "(2,)"), 100), "'|O'");
        assertTrue(refusal.hint().orElseThrow().contains("could run any code"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(-3,);                              negative size -3",
                "(4611686018427387904, 4611686018427387904); more than 2^63 bytes",
                "(2305843009213693952,);             more than 2^63 bytes",
                "(0, 4611686018427387904, 4);        more than 2^63 bytes",
                "(99999999999999999999,);            99999999999999999999 does not fit",
                "(3);                                not a tuple",
                "3;                                  should go on with '('",
                "(3,,);                              should go on with a size",
                "(3.5,);                             should go on with ')'",
                "(3;                                 should go on with",
                "(True,);                            should go on with a size",
                "None;                               should go on with '('",
                "(1000000000000,);                   is truncated: f4[1000000000000] takes 4000000000000 bytes",
                "(26,);                              is truncated: f4[26] takes 104 bytes from here",
            })
    void impossibleShapesAreRefused(String shape, String words) {
        refused(file(header("'<f4'", shape), 100), words, "at byte ");
    }

    @Test
    void tooManyAxesAreRefused() {
        refused(file(header("'<f4'", "(" + "1, ".repeat(65) + ")"), 4), "65 axes", "(at byte 60)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'descr': '<f4', 'fortran_order': False};                   lacks the field 'shape'",
                "{'descr': '<f4', 'shape': (2,)};                            lacks the field 'fortran_order'",
                "{};                                                         lacks the field 'descr'",
                "{'descr': '<f4', 'descr': '<f4', 'shape': (2,)};            'descr' twice",
                "{'descr': '<f4', 'other': 1};                               unknown field 'other'",
                "{'fortran_order': 1};                                       True or False",
                "{'descr' '<f4'};                                            should go on with ':'",
                "{'descr': '<f4'} x;                                         goes on after its dictionary",
                "['descr'];                                                  should go on with '{', but there is '['",
                "{'descr': '\\x3cf4'};                                       characters that no NumPy type has",
                "{'descr': 'é'};                                             characters that no NumPy type has",
                "{;                                                          a string in quotes, but it ends",
                "``;                                                         should go on with '{', but it ends",
            })
    void damagedHeadersAreRefused(String header, String words) {
        refused(file(header, 8), words);
    }

    @Test
    void otherWaysToWriteTheHeaderAreRead() {
        for (String header : new String[] {
            "{\"shape\":(2,),\"fortran_order\":False,\"descr\":\"<f4\"}",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2L,)}   \n",
            "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2)}",
        }) {
            assertEquals(2, Npy.read(new MemoryChannel(file(header, 8)), "file").elementCount());
        }
    }

    @Test
    void otherFilesAreRecognised() {
        refused(new byte[0], "is empty", "(at byte 0)");
        refused("P6 640 480".getBytes(StandardCharsets.UTF_8), "not in .npy format: it begins with 50 36 20");
        refused(new byte[] {(byte) 0x93, 'N', 'U'}, "not in .npy format");
        FileException zip = refused(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0}, "not in .npy format");
        assertTrue(zip.hint().orElseThrow().contains(".npz"));
    }

    @Test
    void unknownVersionsAreRefused() {
        byte[] file = npy(numbered(DType.FLOAT32, 2));
        file[6] = 4;
        refused(file, "version 4.0", "(at byte 6)");
        file[6] = 1;
        file[7] = 1;
        refused(file, "version 1.1", "(at byte 6)");
    }

    @Test
    void anEnormousHeaderIsRefusedUnread() {
        byte[] file = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1, '{'};
        refused(file, "the header claims 4294967295 bytes", "(at byte 8)");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = npy(numbered(DType.FLOAT64, 3, 2));
        for (int length = 0; length < file.length; length++) {
            refused(Arrays.copyOf(file, length), "file", "(at byte ");
        }
        refused(
                Arrays.copyOf(file, 150),
                "is truncated: f8[3, 2] takes 48 bytes from here, but only 22 are left",
                "byte 128");
        refused(Arrays.copyOf(file, 50), "ends inside the header, which takes 118 bytes; there are 40", "byte 10");
    }

    @Test
    void aNumberBeyondI64IsPointedAt() {
        byte[] file = file(header("'<u8'", "(3,)"), 24);
        file[file.length - 1] = (byte) 0x80;
        refused(file, "element 2 of u8[3] is larger than 2^63 - 1", "(at byte " + (file.length - 8) + ")");
    }

    @Test
    void aStreamThatEndsLongBeforeItsClaimIsRefused() {
        InputStream ending = new ByteArrayInputStream(file(header("'|i1'", "(1000000000000,)"), 1_000_000));
        assertRefused(() -> Npy.read(ending, "file"), "takes 1000000000000 bytes from here, but only 1000000 are left");
    }

    @Test
    void aFailingDiskIsReported() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("input/output error");
            }
        };
        assertRefused(() -> Npy.read(failing, "file"), "reading failed: input/output error");
        assertRefused(() -> Npz.read(failing, "file"), "reading failed: input/output error");
    }

    @Test
    void percentSignsInNamesAreHarmless() {
        byte[] file = new byte[0];
        assertRefused(() -> Npy.read(new MemoryChannel(file), "file 100%d.npy"), "file 100%d.npy: is empty");
    }
}
