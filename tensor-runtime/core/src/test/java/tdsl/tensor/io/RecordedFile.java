package tdsl.tensor.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One file of `numpy_files.txt`, whose first lines describe the format, or of `safetensors_files.txt`: its
/// bytes, and its arrays by name.
record RecordedFile(String name, Map<String, Expected> arrays, byte[] bytes) {
    /// @param elements in row-major order, as Python prints them
    record Expected(String dtype, List<Long> shape, List<String> elements) {}

    /// Those that NumPy wrote.
    static Stream<RecordedFile> all() {
        return in("numpy_files.txt");
    }

    /// Those that the safetensors library wrote.
    static Stream<RecordedFile> safetensors() {
        return in("safetensors_files.txt");
    }

    private static Stream<RecordedFile> in(String resource) {
        List<RecordedFile> files = new ArrayList<>();
        String name = null;
        Map<String, Expected> arrays = new LinkedHashMap<>();
        for (String line : text(resource).lines().toList()) {
            if (line.startsWith("> ")) {
                name = line.substring(2);
                arrays = new LinkedHashMap<>();
            } else if (line.startsWith("array ")) {
                String[] parts = line.substring("array ".length()).split(" : ");
                arrays.put(parts[0], parseArray(parts[1]));
            } else if (line.startsWith("bytes ")) {
                byte[] bytes = HexFormat.of().parseHex(line.substring("bytes ".length()));
                files.add(new RecordedFile(name, arrays, bytes));
            }
        }
        return files.stream();
    }

    static RecordedFile named(String name) {
        return all().filter(file -> file.name.equals(name)).findFirst().orElseThrow();
    }

    private static Expected parseArray(String text) {
        String shape = text.substring(text.indexOf('[') + 1, text.indexOf(']'));
        return new Expected(
                text.substring(0, text.indexOf(' ')),
                words(shape, ", ").map(Long::valueOf).toList(),
                words(text.substring(text.indexOf(']') + 1).strip(), " ").toList());
    }

    private static Stream<String> words(String text, String separator) {
        return Arrays.stream(text.split(separator)).filter(word -> !word.isEmpty());
    }

    private static String text(String resource) {
        try (InputStream stream = RecordedFile.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isArchive() {
        return name.endsWith(".npz");
    }

    @Override
    public String toString() {
        return name;
    }
}
