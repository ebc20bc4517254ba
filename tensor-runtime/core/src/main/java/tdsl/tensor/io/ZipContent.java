package tdsl.tensor.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// The unpacked bytes of one zip entry, compared with its checksum at the end.
final class ZipContent implements AutoCloseable {
    private static final int HEADER_SIGNATURE = 0x04034b50;
    private static final int HEADER_BYTES = 30;
    private static final int BUFFER_BYTES = 1 << 15;

    private final ZipMember member;
    private final String name;
    private final Inflater inflater;
    private final CheckedInputStream stream;

    /// @param fileName what messages call the archive
    /// @throws tdsl.tensor.error.FileException if the entry is not where the directory says
    ZipContent(SeekableByteChannel channel, ZipMember member, String fileName) {
        this.member = member;
        this.name = "%s, entry '%s'".formatted(fileName, member.name());
        long dataOffset = dataOffset(channel, fileName);
        this.inflater = new Inflater(true);
        InputStream packed = new ChannelRange(channel, dataOffset, member.compressedSize());
        this.stream = new CheckedInputStream(
                switch (member.method()) {
                    case STORED -> packed;
                    case DEFLATED -> new InflaterInputStream(packed, inflater, BUFFER_BYTES);
                },
                new CRC32());
    }

    private long dataOffset(SeekableByteChannel channel, String fileName) {
        byte[] header = new byte[HEADER_BYTES];
        try {
            int read =
                    new ChannelRange(channel, member.headerOffset(), HEADER_BYTES).readNBytes(header, 0, HEADER_BYTES);
            ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            if (read < HEADER_BYTES || fields.getInt(0) != HEADER_SIGNATURE) {
                throw FileErrors.malformed(
                        fileName,
                        member.headerOffset(),
                        "entry '" + member.name() + "' is not where the zip directory says",
                        FileErrors.FETCH_AGAIN);
            }
            int nameBytes = Short.toUnsignedInt(fields.getShort(26));
            int extraBytes = Short.toUnsignedInt(fields.getShort(28));
            return member.headerOffset() + HEADER_BYTES + nameBytes + extraBytes;
        } catch (IOException failure) {
            throw FileErrors.readFailed(fileName, member.headerOffset(), failure);
        }
    }

    /// Offsets in its messages count unpacked bytes of the entry.
    ByteSource source() {
        return new ByteSource(stream, name, member.size());
    }

    /// To be called when everything is read.
    ///
    /// @throws tdsl.tensor.error.FileException if there is more, or the bytes are not those that were packed
    void verify(ByteSource source) {
        source.requireEnd();
        if (stream.getChecksum().getValue() != member.checksum()) {
            throw source.malformed(
                    source.offset(), "the checksum differs: its bytes have changed", FileErrors.FETCH_AGAIN);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
