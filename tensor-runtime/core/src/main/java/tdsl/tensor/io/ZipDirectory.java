package tdsl.tensor.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.error.FileException;

/// Reads the directory at the end of a zip archive.
///
/// The directory, not the entries' own headers, says what an archive holds, and a truncated archive has none; reading
/// only forwards, as `ZipInputStream` does, would take such a file for a shorter archive.
///
/// @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">The format</a>
final class ZipDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LARGE_END_SIGNATURE = 0x06064b50;
    private static final int LARGE_END_BYTES = 56;
    /// In a 32-bit field: the number is in a 64-bit one elsewhere.
    private static final long ELSEWHERE = 0xffff_ffffL;
    private static final int ENTRIES_ELSEWHERE = 0xffff;
    private static final int LARGEST_DIRECTORY = 1 << 26;

    private final SeekableByteChannel channel;
    private final String name;
    private final long fileSize;

    /// Where the directory is.
    ///
    /// @param endOffset of the record that says so
    private record End(long endOffset, long entryCount, long directorySize, long directoryOffset) {}

    private ZipDirectory(SeekableByteChannel channel, String name) throws IOException {
        this.channel = channel;
        this.name = name;
        this.fileSize = channel.size();
    }

    /// @return the entries in the order of the directory, none of which overlap
    /// @throws FileException if the channel is no zip archive, or is truncated or damaged
    static List<ZipMember> read(SeekableByteChannel channel, String name) {
        try {
            ZipDirectory directory = new ZipDirectory(channel, name);
            return directory.members(directory.findEnd());
        } catch (IOException failure) {
            throw FileErrors.readFailed(name, 0, failure);
        }
    }

    private End findEnd() throws IOException {
        int tailBytes = (int) Math.min(fileSize, END_BYTES + LONGEST_COMMENT);
        long tailOffset = fileSize - tailBytes;
        ByteBuffer tail = bytesAt(tailOffset, tailBytes);
        for (int at = tailBytes - END_BYTES; at >= 0; at--) {
            boolean signed = tail.getInt(at) == END_SIGNATURE;
            if (signed && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == tailBytes) {
                End end = new End(
                        tailOffset + at,
                        Short.toUnsignedInt(tail.getShort(at + 10)),
                        Integer.toUnsignedLong(tail.getInt(at + 12)),
                        Integer.toUnsignedLong(tail.getInt(at + 16)));
                return checked(withLargeFields(end));
            }
        }
        throw noDirectory();
    }

    private FileException noDirectory() throws IOException {
        if (fileSize == 0) {
            return FileErrors.malformed(name, 0, "is empty", FileErrors.FETCH_AGAIN);
        }
        ByteBuffer head = bytesAt(0, (int) Math.min(fileSize, 4));
        if (head.get(0) == 'P' && (head.limit() < 2 || head.get(1) == 'K')) {
            return FileErrors.malformed(
                    name,
                    fileSize,
                    "is truncated: the directory at the end of a zip archive is missing",
                    FileErrors.FETCH_AGAIN);
        }
        boolean array = head.get(0) == (byte) 0x93;
        return FileErrors.malformed(
                name,
                0,
                "is not in .npz format, which is a zip archive of .npy files",
                array ? "it looks like a single array; load it as .npy" : "write it with numpy.savez");
    }

    private End withLargeFields(End end) throws IOException {
        boolean elsewhere = end.entryCount == ENTRIES_ELSEWHERE
                || end.directorySize == ELSEWHERE
                || end.directoryOffset == ELSEWHERE;
        long locatorOffset = end.endOffset - LOCATOR_BYTES;
        if (!elsewhere || locatorOffset < 0) {
            return end;
        }
        ByteBuffer locator = bytesAt(locatorOffset, LOCATOR_BYTES);
        if (locator.getInt(0) != LOCATOR_SIGNATURE) {
            return end;
        }
        long largeOffset = locator.getLong(8);
        if (largeOffset < 0 || largeOffset > locatorOffset - LARGE_END_BYTES) {
            throw damaged(locatorOffset, "the zip64 end record lies outside the file");
        }
        ByteBuffer large = bytesAt(largeOffset, LARGE_END_BYTES);
        if (large.getInt(0) != LARGE_END_SIGNATURE) {
            throw damaged(largeOffset, "the zip64 end record is missing");
        }
        return new End(largeOffset, large.getLong(32), large.getLong(40), large.getLong(48));
    }

    private End checked(End end) {
        boolean inside = end.directoryOffset >= 0
                && end.directorySize >= 0
                && end.directoryOffset <= end.endOffset
                && end.directorySize <= end.endOffset - end.directoryOffset;
        if (!inside) {
            throw damaged(end.endOffset, "the zip directory lies outside the file");
        }
        if (end.directorySize > LARGEST_DIRECTORY
                || end.entryCount < 0
                || end.entryCount > end.directorySize / ZipDirectoryEntry.FIXED_BYTES) {
            throw damaged(
                    end.endOffset,
                    "the zip directory claims %d entries in %d bytes".formatted(end.entryCount, end.directorySize));
        }
        return end;
    }

    private List<ZipMember> members(End end) throws IOException {
        ByteBuffer directory = bytesAt(end.directoryOffset, (int) end.directorySize);
        List<ZipMember> members = new ArrayList<>();
        long compressedBytes = 0;
        for (long i = 0; i < end.entryCount; i++) {
            long offset = end.directoryOffset + directory.position();
            ZipMember member = new ZipDirectoryEntry(directory, name, offset).parse();
            boolean inside = member.headerOffset() >= 0
                    && member.compressedSize() >= 0
                    && member.headerOffset() < end.directoryOffset
                    && member.compressedSize() <= end.directoryOffset - member.headerOffset();
            if (!inside) {
                throw damaged(offset, "entry '" + member.name() + "' lies outside the file");
            }
            // Entries that share bytes would let a small file unpack to a huge one.
            compressedBytes += member.compressedSize();
            if (compressedBytes > end.directoryOffset) {
                throw damaged(offset, "entry '" + member.name() + "' overlaps another one");
            }
            members.add(member);
        }
        return members;
    }

    private ByteBuffer bytesAt(long offset, int count) throws IOException {
        byte[] bytes = new byte[count];
        int read = new ChannelRange(channel, offset, count).readNBytes(bytes, 0, count);
        if (read < count) {
            throw damaged(offset + read, "the file became shorter while it was read");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private FileException damaged(long offset, String problem) {
        return FileErrors.malformed(name, offset, problem, FileErrors.FETCH_AGAIN);
    }
}
