package tdsl.tensor.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import tdsl.tensor.error.DTypeException;

/// What stands before the elements in a `.npy` file.
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The format</a>
final class NpyHeader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int PREFIX_BYTES = MAGIC.length + 2;
    /// Generous for the longest shape; only structured types, which tensors do not have, need more.
    private static final int MOST_HEADER_BYTES = 1 << 16;

    private static final int ALIGNMENT = 64;

    private NpyHeader() {}

    /// Reads up to the first element.
    ///
    /// @throws FileException unless the header is well-formed and describes an array that a tensor can hold
    static StoredArray read(ByteSource source) {
        checkMagic(source);
        int lengthBytes = lengthBytes(source);
        ByteBuffer length = ByteBuffer.wrap(source.exactly(lengthBytes, "the header's length"))
                .order(ByteOrder.LITTLE_ENDIAN);
        long headerBytes =
                lengthBytes == 2 ? Short.toUnsignedLong(length.getShort()) : Integer.toUnsignedLong(length.getInt());
        long start = source.offset();
        if (headerBytes > MOST_HEADER_BYTES) {
            throw source.malformed(
                    start - lengthBytes,
                    "the header claims %d bytes; at most %d make sense".formatted(headerBytes, MOST_HEADER_BYTES),
                    FileErrors.FETCH_AGAIN);
        }
        byte[] text = source.exactly((int) headerBytes, "the header");
        // Version 3 is UTF-8, which differs only in the field names of structured types; Latin-1 keeps bytes countable.
        return new HeaderParser(source, start, new String(text, StandardCharsets.ISO_8859_1)).parse();
    }

    private static void checkMagic(ByteSource source) {
        byte[] magic = new byte[MAGIC.length];
        int read = source.read(magic, magic.length);
        if (read == 0) {
            throw source.malformed(0, "is empty", FileErrors.FETCH_AGAIN);
        }
        if (!Arrays.equals(magic, MAGIC)) {
            boolean zip = magic[0] == 'P' && magic[1] == 'K';
            throw source.malformed(
                    0,
                    "is not in .npy format: it begins with %s instead of %s"
                            .formatted(hex(Arrays.copyOf(magic, read)), hex(MAGIC)),
                    zip ? "it is a zip archive; load it under a name that ends in .npz" : "write it with numpy.save");
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private static int lengthBytes(ByteSource source) {
        byte[] version = source.exactly(2, "the version");
        if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
            throw source.malformed(
                    MAGIC.length,
                    "is in version %d.%d of the .npy format; 1.0, 2.0 and 3.0 are known"
                            .formatted(Byte.toUnsignedInt(version[0]), Byte.toUnsignedInt(version[1])),
                    "write it with numpy.save");
        }
        return version[0] == 1 ? 2 : 4;
    }

    /// The header of version 1.0 of this array, padded so that the elements are aligned.
    ///
    /// @throws DTypeException for bf16, which NumPy does not have
    static byte[] encode(StoredArray array) {
        if (array.type() == ElementType.BFLOAT16) {
            throw new DTypeException("NumPy's files have no element type for bf16")
                    .withHint("convert the tensor first: .to(f32) loses nothing; or write a .safetensors file");
        }
        String dictionary = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
                .formatted(descr(array), array.fortranOrder() ? "True" : "False", pythonTuple(array.shape()));
        int unpadded = PREFIX_BYTES + 2 + dictionary.length() + 1;
        int total = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String text = dictionary + " ".repeat(total - unpadded) + "\n";
        return ByteBuffer.allocate(total)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put(new byte[] {1, 0})
                .putShort((short) text.length())
                .put(text.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }

    private static String descr(StoredArray array) {
        String orderMark = array.type().byteSize() == 1 ? "|" : array.order() == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
        return orderMark + array.type().code();
    }

    private static String pythonTuple(long[] shape) {
        return shape.length == 1
                ? "(" + shape[0] + ",)"
                : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
