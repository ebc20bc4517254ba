package tdsl.tensor.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ValueException;

/// NumPy's `.npz` files: zip archives of `.npy` files, stored or deflated, whose names are the arrays' names.
public final class Npz {
    private static final String SUFFIX = ".npy";
    /// Fixed, so that equal tensors make equal files. At the very first time that zip knows, `ZipEntry` would add an
    /// extra field that depends on the time zone.
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final int LONGEST_NAME = 60_000;

    private Npz() {}

    /// Reads every array of an archive.
    ///
    /// @param name what messages call the file
    /// @return by name, without `.npy`, in the order of the archive
    /// @throws FileException if it cannot be read, is no such archive, or holds an array that no tensor can hold
    public static LinkedHashMap<String, Tensor> read(SeekableByteChannel channel, String name) {
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (ZipMember member : ZipDirectory.read(channel, name)) {
            if (!member.isFolder() && tensors.put(arrayName(member), read(channel, member, name)) != null) {
                throw FileErrors.malformed(
                        name,
                        member.headerOffset(),
                        "there are two arrays named '" + arrayName(member) + "'",
                        "write it with numpy.savez, which takes each name once");
            }
        }
        return tensors;
    }

    /// As {@link #read(SeekableByteChannel, String)}, holding the packed file in memory meanwhile.
    public static LinkedHashMap<String, Tensor> read(InputStream stream, String name) {
        try {
            return read(new MemoryChannel(stream.readAllBytes()), name);
        } catch (IOException failure) {
            throw FileErrors.readFailed(name, 0, failure);
        }
    }

    public static LinkedHashMap<String, Tensor> read(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(channel, path.toString());
        } catch (IOException failure) {
            throw FileErrors.openFailed(path, failure);
        }
    }

    private static Tensor read(SeekableByteChannel channel, ZipMember member, String fileName) {
        try (ZipContent content = new ZipContent(channel, member, fileName)) {
            ByteSource source = content.source();
            Tensor tensor = Npy.read(source);
            content.verify(source);
            return tensor;
        }
    }

    private static String arrayName(ZipMember member) {
        String name = member.name();
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    /// Writes an archive without compression, as `numpy.savez` does.
    ///
    /// @throws ValueException if a name is empty or too long for a zip archive
    public static void write(Map<String, Tensor> tensors, OutputStream stream) throws IOException {
        ZipOutputStream archive = new ZipOutputStream(stream);
        archive.setMethod(ZipOutputStream.STORED);
        for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
            archive.putNextEntry(entry(named.getKey(), named.getValue()));
            Npy.write(named.getValue(), archive);
            archive.closeEntry();
        }
        archive.finish();
    }

    /// Writes the file as a whole or not at all: an older one stays until the new one is complete.
    ///
    /// @throws FileException if it cannot be written
    public static void write(Map<String, Tensor> tensors, Path path) {
        AtomicFile.write(path, stream -> write(tensors, stream));
    }

    private static ZipEntry entry(String name, Tensor tensor) throws IOException {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new ValueException("save: the name of an array in a .npz file must have 1 to %d bytes", LONGEST_NAME);
        }
        ZipEntry entry = new ZipEntry(name + SUFFIX);
        entry.setTimeLocal(NO_TIME);
        // Stored entries state their size and checksum first, so the bytes are made twice, which is cheaper than
        // deflating.
        ByteCount count = new ByteCount();
        CheckedOutputStream checked = new CheckedOutputStream(count, new CRC32());
        Npy.write(tensor, checked);
        entry.setSize(count.bytes);
        entry.setCrc(checked.getChecksum().getValue());
        return entry;
    }

    private static final class ByteCount extends OutputStream {
        private long bytes;

        @Override
        public void write(int single) {
            bytes++;
        }

        @Override
        public void write(byte[] source, int start, int count) {
            bytes += count;
        }
    }
}
