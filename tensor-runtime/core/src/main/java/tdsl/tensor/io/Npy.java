package tdsl.tensor.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tdsl.tensor.Tensor;

/// NumPy's `.npy` files: one array each.
///
/// Reads versions 1.0 to 3.0, either byte order, row- and column-major. Bool, u1, the signed integers, f2, f4 and f8
/// become tensors of the same dtype; u2 becomes i32, u4 and u8 i64 (an error if a number is too large). Nothing in a
/// file is trusted: sizes are checked against the bytes that are there before memory is taken, and pickled objects
/// are refused.
public final class Npy {
    private Npy() {}

    /// Reads from the channel's position; bytes after the array are left unread.
    ///
    /// @param name what messages call the file
    /// @return a tensor with the strides of the file's order
    /// @throws FileException if it cannot be read or is no `.npy` file that a tensor can hold
    public static Tensor read(SeekableByteChannel channel, String name) {
        return read(ByteSource.of(channel, name));
    }

    /// As {@link #read(SeekableByteChannel, String)} from a stream, whose length need not be known.
    public static Tensor read(InputStream stream, String name) {
        return read(ByteSource.ofUnknownSize(stream, name));
    }

    public static Tensor read(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(channel, path.toString());
        } catch (IOException failure) {
            throw FileErrors.openFailed(path, failure);
        }
    }

    /// Maps a file into memory instead of reading it: elements are fetched when they are first used, and the
    /// tensor cannot be changed in place. What is not stored as a tensor holds it (bool, another byte order,
    /// types that are converted) is read as usual. The file must not be shortened while the tensor is in use.
    ///
    /// @throws FileException as {@link #read(Path)}
    public static Tensor map(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteSource source = ByteSource.of(channel, path.toString());
            StoredArray array = NpyHeader.read(source);
            return TensorData.map(array, channel, source.offset(), path.toString());
        } catch (IOException failure) {
            throw FileErrors.openFailed(path, failure);
        }
    }

    static Tensor read(ByteSource source) {
        return TensorData.read(NpyHeader.read(source), source);
    }

    /// Writes version 1.0, in row-major order.
    public static void write(Tensor tensor, OutputStream stream) throws IOException {
        stream.write(NpyHeader.encode(TensorData.describe(tensor)));
        TensorData.write(tensor, stream);
    }

    /// Writes the file as a whole or not at all: an older one stays until the new one is complete.
    ///
    /// @throws FileException if it cannot be written
    public static void write(Tensor tensor, Path path) {
        AtomicFile.write(path, stream -> write(tensor, stream));
    }
}
