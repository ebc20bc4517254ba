package tdsl.tensor.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A zip archive without comment, to be damaged at known places. Every change is made on a copy.
record ZipBytes(byte[] bytes) {
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int LARGE_END_BYTES = 56;

    int directoryOffset() {
        return fields(bytes).getInt(bytes.length - END_BYTES + 16);
    }

    /// @param offset in the directory's first entry
    byte[] withInt(int offset, int value) {
        byte[] copy = bytes.clone();
        fields(copy).putInt(directoryOffset() + offset, value);
        return copy;
    }

    byte[] withShort(int offset, int value) {
        byte[] copy = bytes.clone();
        fields(copy).putShort(directoryOffset() + offset, (short) value);
        return copy;
    }

    /// @param offset in the record at the end
    byte[] withEndInt(int offset, int value) {
        byte[] copy = bytes.clone();
        fields(copy).putInt(bytes.length - END_BYTES + offset, value);
        return copy;
    }

    byte[] withEndShort(int offset, int value) {
        byte[] copy = bytes.clone();
        fields(copy).putShort(bytes.length - END_BYTES + offset, (short) value);
        return copy;
    }

    /// The archive with 64-bit fields at its end, as archives beyond 4 GiB have them.
    ZipBytes withLargeEnd() {
        int end = bytes.length - END_BYTES;
        ByteBuffer old = fields(bytes);
        byte[] larger = new byte[bytes.length + LARGE_END_BYTES + LOCATOR_BYTES];
        ByteBuffer fields = fields(larger);
        fields.put(bytes, 0, end);
        fields.putInt(0x06064b50)
                .putLong(LARGE_END_BYTES - 12)
                .putShort((short) 45)
                .putShort((short) 45);
        fields.putInt(0).putInt(0).putLong(old.getShort(end + 10)).putLong(old.getShort(end + 10));
        fields.putLong(old.getInt(end + 12)).putLong(old.getInt(end + 16));
        fields.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        fields.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
        return new ZipBytes(larger);
    }

    /// The archive, of one entry, with this many of the entry's two sizes and its offset in 64-bit fields.
    byte[] withLargeSizes(int present) {
        int entry = directoryOffset();
        int end = bytes.length - END_BYTES;
        int fieldBytes = 4 + present * Long.BYTES;
        byte[] larger = new byte[bytes.length + fieldBytes];
        ByteBuffer old = fields(bytes);
        ByteBuffer fields = fields(larger);
        // The name ends the entry, since what this library writes has no extra fields in the directory.
        fields.put(bytes, 0, end).putShort((short) 1).putShort((short) (present * Long.BYTES));
        long[] numbers = {old.getInt(entry + 24), old.getInt(entry + 20), old.getInt(entry + 42)};
        for (int i = 0; i < present; i++) {
            fields.putLong(numbers[i]);
        }
        fields.put(bytes, end, END_BYTES);
        fields.putInt(entry + 20, -1).putInt(entry + 24, -1).putInt(entry + 42, -1);
        fields.putShort(entry + 30, (short) fieldBytes);
        fields.putInt(end + fieldBytes + 12, old.getInt(end + 12) + fieldBytes);
        return larger;
    }

    /// @param value where the 64-bit fields are said to be
    byte[] withLocatorLong(long value) {
        byte[] copy = bytes.clone();
        fields(copy).putLong(bytes.length - END_BYTES - LOCATOR_BYTES + 8, value);
        return copy;
    }

    private static ByteBuffer fields(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
