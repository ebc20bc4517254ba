package tdsl.tensor.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.io.SafetensorsHeader.Entry;

/// Files of the safetensors library: named tensors, one behind the other, after a header that says where each
/// is.
///
/// Reads bool, u8, i8 to i64, f16, bf16, f32 and f64. Nothing in a file is trusted: the whole header is
/// checked, and the places of all tensors against each other and the size of the file, before memory is taken
/// for the first.
///
/// @see <a href="https://huggingface.co/docs/safetensors/index#format">The format</a>
public final class Safetensors {
    private Safetensors() {}

    /// Reads every tensor, from the channel's position to its end.
    ///
    /// @param name what messages call the file
    /// @return by name, in the order of the header
    /// @throws FileException if it cannot be read, is no such file, or holds a dtype that no tensor has
    public static LinkedHashMap<String, Tensor> read(SeekableByteChannel channel, String name) {
        return read(ByteSource.of(channel, name));
    }

    /// As {@link #read(SeekableByteChannel, String)}, holding the file in memory meanwhile.
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

    private static LinkedHashMap<String, Tensor> read(ByteSource source) {
        SafetensorsHeader header = SafetensorsHeader.read(source);
        LinkedHashMap<String, Tensor> tensors = inOrder(header);
        for (Entry entry : SafetensorsHeader.inFileOrder(header.entries())) {
            tensors.put(entry.name(), TensorData.read(entry.array(), source));
        }
        return tensors;
    }

    /// The names in the order of the header, to be given their tensors in the order of the file.
    private static LinkedHashMap<String, Tensor> inOrder(SafetensorsHeader header) {
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        header.entries().forEach(entry -> tensors.put(entry.name(), null));
        return tensors;
    }

    /// Maps a file into memory instead of reading it: elements are fetched when they are first used, and the
    /// tensors cannot be changed in place. Bool tensors, and those that lie unaligned, are read as usual. The
    /// file must not be shortened while a tensor is in use.
    ///
    /// @throws FileException as {@link #read(Path)}
    public static LinkedHashMap<String, Tensor> map(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            SafetensorsHeader header = SafetensorsHeader.read(ByteSource.of(channel, path.toString()));
            LinkedHashMap<String, Tensor> tensors = inOrder(header);
            for (Entry entry : header.entries()) {
                long start = header.dataOffset() + entry.begin();
                tensors.put(entry.name(), TensorData.map(entry.array(), channel, start, path.toString()));
            }
            return tensors;
        } catch (IOException failure) {
            throw FileErrors.openFailed(path, failure);
        }
    }

    /// The free text of a file, by name, without reading its tensors.
    ///
    /// @throws FileException as {@link #read(Path)}
    public static Map<String, String> metadata(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return SafetensorsHeader.read(ByteSource.of(channel, path.toString()))
                    .metadata();
        } catch (IOException failure) {
            throw FileErrors.openFailed(path, failure);
        }
    }

    /// Writes tensors by name. Those with larger elements come first, so that all are aligned.
    ///
    /// @param metadata free text by name; may be empty
    /// @throws ValueException if a tensor has the name that the format reserves
    public static void write(Map<String, Tensor> tensors, Map<String, String> metadata, OutputStream stream)
            throws IOException {
        if (tensors.containsKey(SafetensorsHeader.METADATA)) {
            throw new ValueException("save: a .safetensors file has no tensor named %s", SafetensorsHeader.METADATA)
                    .withHint("the format keeps this name for text about the file");
        }
        List<String> names = new ArrayList<>(tensors.keySet());
        names.sort(Comparator.comparingInt(name -> -tensors.get(name).dtype().byteSize()));
        Map<String, Entry> entries = new LinkedHashMap<>();
        tensors.keySet().forEach(name -> entries.put(name, null));
        long position = 0;
        for (String name : names) {
            StoredArray array = TensorData.describe(tensors.get(name));
            entries.put(name, new Entry(name, array, position, position + array.dataBytes()));
            position += array.dataBytes();
        }
        stream.write(new SafetensorsHeader(List.copyOf(entries.values()), metadata, 0).encode());
        for (String name : names) {
            TensorData.write(tensors.get(name), stream);
        }
    }

    /// Writes the file as a whole or not at all: an older one stays until the new one is complete.
    ///
    /// @throws FileException if it cannot be written
    public static void write(Map<String, Tensor> tensors, Map<String, String> metadata, Path path) {
        AtomicFile.write(path, stream -> write(tensors, metadata, stream));
    }
}
