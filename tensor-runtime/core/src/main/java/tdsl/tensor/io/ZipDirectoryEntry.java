package tdsl.tensor.io;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tdsl.tensor.error.FileException;

/// Parses one entry of a zip directory, with the 64-bit sizes of large archives.
final class ZipDirectoryEntry {
    static final int FIXED_BYTES = 46;

    private static final int SIGNATURE = 0x02014b50;
    private static final int ENCRYPTED_FLAG = 1;
    private static final int LARGE_SIZES_FIELD = 1;
    private static final long ELSEWHERE = 0xffff_ffffL;
    /// Deflate packs no more than this many bytes into one.
    private static final long BEST_DEFLATE_RATIO = 1032;

    private final ByteBuffer directory;
    private final String fileName;
    private final long offset;

    private long compressedSize;
    private long size;
    private long headerOffset;

    /// @param directory positioned at the entry; parsing moves it behind
    /// @param offset of the entry in the file, for messages
    ZipDirectoryEntry(ByteBuffer directory, String fileName, long offset) {
        this.directory = directory;
        this.fileName = fileName;
        this.offset = offset;
    }

    ZipMember parse() {
        int start = directory.position();
        if (directory.remaining() < FIXED_BYTES || directory.getInt(start) != SIGNATURE) {
            throw damaged("the zip directory has no entry where one should be");
        }
        int flags = Short.toUnsignedInt(directory.getShort(start + 8));
        int methodCode = Short.toUnsignedInt(directory.getShort(start + 10));
        long checksum = Integer.toUnsignedLong(directory.getInt(start + 16));
        compressedSize = Integer.toUnsignedLong(directory.getInt(start + 20));
        size = Integer.toUnsignedLong(directory.getInt(start + 24));
        int nameBytes = Short.toUnsignedInt(directory.getShort(start + 28));
        int extraBytes = Short.toUnsignedInt(directory.getShort(start + 30));
        int commentBytes = Short.toUnsignedInt(directory.getShort(start + 32));
        headerOffset = Integer.toUnsignedLong(directory.getInt(start + 42));
        if (directory.remaining() - FIXED_BYTES < nameBytes + extraBytes + commentBytes) {
            throw damaged("an entry of the zip directory goes on past the directory's end");
        }
        byte[] name = new byte[nameBytes];
        directory.get(start + FIXED_BYTES, name);
        readLargeSizes(
                directory.slice(start + FIXED_BYTES + nameBytes, extraBytes).order(directory.order()));
        directory.position(start + FIXED_BYTES + nameBytes + extraBytes + commentBytes);
        return member(new String(name, StandardCharsets.UTF_8), flags, methodCode, checksum);
    }

    /// Numbers that do not fit their 32-bit fields follow in an extra field, in this order.
    private void readLargeSizes(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int field = Short.toUnsignedInt(extra.getShort());
            int fieldBytes = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
            int next = extra.position() + fieldBytes;
            if (field == LARGE_SIZES_FIELD) {
                ByteBuffer sizes = extra.slice(extra.position(), fieldBytes).order(extra.order());
                size = largeOr(size, sizes);
                compressedSize = largeOr(compressedSize, sizes);
                headerOffset = largeOr(headerOffset, sizes);
                return;
            }
            extra.position(next);
        }
    }

    private long largeOr(long value, ByteBuffer sizes) {
        if (value != ELSEWHERE) {
            return value;
        }
        if (sizes.remaining() < Long.BYTES) {
            throw damaged("an entry of the zip directory lacks its 64-bit sizes");
        }
        return sizes.getLong();
    }

    private ZipMember member(String name, int flags, int methodCode, long checksum) {
        if ((flags & ENCRYPTED_FLAG) != 0) {
            throw FileErrors.malformed(
                    fileName, offset, "entry '" + name + "' is encrypted", "write it without a password");
        }
        ZipMember.Method method = switch (methodCode) {
            case 0 -> ZipMember.Method.STORED;
            case 8 -> ZipMember.Method.DEFLATED;
            default ->
                throw FileErrors.malformed(
                        fileName,
                        offset,
                        "entry '%s' is compressed by method %d; 0 (stored) and 8 (deflated) are known"
                                .formatted(name, methodCode),
                        "write it with numpy.savez or numpy.savez_compressed");
        };
        ZipMember member = new ZipMember(name, method, checksum, compressedSize, size, headerOffset);
        if (!isPlausible(member)) {
            throw damaged("entry '%s' claims to unpack %d bytes to %d".formatted(name, compressedSize, size));
        }
        return member;
    }

    private static boolean isPlausible(ZipMember member) {
        return switch (member.method()) {
            case STORED -> member.size() == member.compressedSize();
            case DEFLATED -> member.size() >= 0 && member.size() / BEST_DEFLATE_RATIO <= member.compressedSize();
        };
    }

    private FileException damaged(String problem) {
        return FileErrors.malformed(fileName, offset, problem, FileErrors.FETCH_AGAIN);
    }
}
