package tdsl.tensor.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import tdsl.tensor.Shapes;
import tdsl.tensor.error.FileException;

/// What a `.npy` file says of its array before the elements.
///
/// @param fortranOrder true when the first axis varies fastest
/// @param elementCount the product of the shape
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The format</a>
record NpyHeader(ElementType type, ByteOrder order, boolean fortranOrder, long[] shape, long elementCount) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int PREFIX_BYTES = MAGIC.length + 2;
    /// Generous for the longest shape; only structured types, which tensors do not have, need more.
    private static final int MOST_HEADER_BYTES = 1 << 16;
    /// As many as NumPy allows.
    private static final int MOST_AXES = 64;

    private static final int ALIGNMENT = 64;

    /// Reads up to the first element.
    ///
    /// @throws FileException unless the header is well-formed and describes an array that a tensor can hold
    static NpyHeader read(ByteSource source) {
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

    /// The header of version 1.0 with this content, padded so that the elements are aligned.
    byte[] encode() {
        String dictionary = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
                .formatted(descr(), fortranOrder ? "True" : "False", pythonTuple());
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

    private String descr() {
        String orderMark = type.byteSize() == 1 ? "|" : order == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
        return orderMark + type.code();
    }

    private String pythonTuple() {
        return shape.length == 1
                ? "(" + shape[0] + ",)"
                : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    /// Bytes that the elements take in the file.
    long dataBytes() {
        return elementCount * type.byteSize();
    }

    /// `f4[3, 4]`, for messages.
    String describe() {
        return type.code() + Shapes.format(shape);
    }

    /// @return the number of elements
    /// @throws FileException if no file can have so many, or no tensor so many axes
    static long checkedElementCount(ByteSource source, long offset, long[] shape, ElementType type) {
        if (shape.length > MOST_AXES) {
            throw source.malformed(
                    offset,
                    "the shape has %d axes; at most %d are allowed".formatted(shape.length, MOST_AXES),
                    FileErrors.FETCH_AGAIN);
        }
        for (long size : shape) {
            if (size < 0) {
                throw source.malformed(
                        offset,
                        "negative size %d in shape %s".formatted(size, Shapes.format(shape)),
                        FileErrors.FETCH_AGAIN);
            }
        }
        try {
            long count = 1;
            for (long size : shape) {
                // An empty axis must not hide the overflow of the others, which strides are made of.
                count = Math.multiplyExact(count, Math.max(size, 1));
            }
            Math.multiplyExact(count, Long.BYTES);
            return Arrays.stream(shape).anyMatch(size -> size == 0) ? 0 : count;
        } catch (ArithmeticException _) {
            throw source.malformed(
                    offset,
                    "an array %s%s would take more than 2^63 bytes".formatted(type.code(), Shapes.format(shape)),
                    FileErrors.FETCH_AGAIN);
        }
    }
}
