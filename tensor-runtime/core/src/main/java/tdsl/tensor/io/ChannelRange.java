package tdsl.tensor.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/// A part of a channel as a stream. Closing it leaves the channel open.
final class ChannelRange extends InputStream {
    private final SeekableByteChannel channel;
    private final long end;
    private long position;

    ChannelRange(SeekableByteChannel channel, long start, long count) {
        this.channel = channel;
        this.position = start;
        this.end = start + count;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(single[0]);
    }

    @Override
    public int read(byte[] target, int start, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        int wanted = (int) Math.min(count, end - position);
        if (wanted <= 0) {
            return -1;
        }
        channel.position(position);
        int read = channel.read(ByteBuffer.wrap(target, start, wanted));
        position += Math.max(read, 0);
        return read;
    }
}
