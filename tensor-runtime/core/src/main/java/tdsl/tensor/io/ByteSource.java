package tdsl.tensor.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import tdsl.tensor.error.FileException;

/// Bytes read forwards, from a source that knows its name, how far it is and, mostly, how much there is.
final class ByteSource {
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final InputStream stream;
    private final String name;
    private final long size;
    private long offset;

    /// @param size an upper bound of the bytes in the stream
    ByteSource(InputStream stream, String name, long size) {
        this.stream = stream;
        this.name = name;
        this.size = size;
    }

    /// The rest of a stream, however long it is.
    static ByteSource ofUnknownSize(InputStream stream, String name) {
        return new ByteSource(stream, name, UNKNOWN);
    }

    /// The rest of a channel.
    static ByteSource of(SeekableByteChannel channel, String name) {
        try {
            long rest = Math.max(0, channel.size() - channel.position());
            return new ByteSource(Channels.newInputStream(channel), name, rest);
        } catch (IOException failure) {
            throw FileErrors.readFailed(name, 0, failure);
        }
    }

    String name() {
        return name;
    }

    /// Bytes read so far.
    long offset() {
        return offset;
    }

    boolean knowsItsSize() {
        return size != UNKNOWN;
    }

    /// At most how many bytes are left, if the size is known.
    long remaining() {
        return size - offset;
    }

    /// Fills `target` up to `count` as far as there are bytes.
    ///
    /// @return the number of bytes read, less than `count` only at the end
    int read(byte[] target, int count) {
        try {
            int read = stream.readNBytes(target, 0, (int) Math.min(count, remaining()));
            offset += read;
            return read;
        } catch (IOException failure) {
            throw FileErrors.readFailed(name, offset, failure);
        }
    }

    /// @param what the part of the file that these bytes are, for the message
    /// @throws FileException if there are fewer bytes
    byte[] exactly(int count, String what) {
        if (count > remaining()) {
            throw truncated(what, count, remaining());
        }
        byte[] bytes = new byte[count];
        long start = offset;
        int read = read(bytes, count);
        if (read < count) {
            offset = start;
            throw truncated(what, count, read);
        }
        return bytes;
    }

    private FileException truncated(String what, int needed, long present) {
        String problem = offset == 0 && present == 0
                ? "is empty"
                : "ends inside %s, which takes %d bytes; there are %d".formatted(what, needed, present);
        return malformed(offset, problem, FileErrors.FETCH_AGAIN);
    }

    /// @throws FileException if there is more to read
    void requireEnd() {
        try {
            if (stream.read() >= 0) {
                throw malformed(offset, "goes on after the last element of its array", FileErrors.FETCH_AGAIN);
            }
        } catch (IOException failure) {
            throw FileErrors.readFailed(name, offset, failure);
        }
    }

    FileException malformed(long at, String problem, String hint) {
        return FileErrors.malformed(name, at, problem, hint);
    }
}
