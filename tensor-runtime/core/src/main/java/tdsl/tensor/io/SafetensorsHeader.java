package tdsl.tensor.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tdsl.tensor.error.FileException;

/// What stands before the tensors of a `.safetensors` file: its size, and JSON that names each tensor with its
/// dtype, shape and place.
///
/// @param entries    in the order of the text
/// @param metadata   free text by name
/// @param dataOffset where in the file the bytes of the tensors begin
/// @see <a href="https://huggingface.co/docs/safetensors/index#format">The format</a>
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata, long dataOffset) {
    static final String METADATA = "__metadata__";
    private static final int LENGTH_BYTES = 8;
    /// The limit of the format.
    private static final long MOST_HEADER_BYTES = 100_000_000;

    private static final String NOT_SAFETENSORS =
            "it is no .safetensors file, or damaged; write it with safetensors.torch.save_file";

    /// @param begin first byte, counted from where the data begins
    /// @param end   after the last byte
    record Entry(String name, StoredArray array, long begin, long end) {}

    /// Reads up to the first tensor.
    ///
    /// @throws FileException unless the header is well-formed, its tensors lie one behind the other, and
    /// together they
    ///     are the rest of the file
    static SafetensorsHeader read(ByteSource source) {
        long headerBytes = ByteBuffer.wrap(source.exactly(LENGTH_BYTES, "the header's length"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (headerBytes < 2 || headerBytes > Math.min(MOST_HEADER_BYTES, source.remaining())) {
            throw source.malformed(
                    0,
                    "the header claims %s bytes; there are %d, and at most %d make sense"
                            .formatted(Long.toUnsignedString(headerBytes), source.remaining(), MOST_HEADER_BYTES),
                    NOT_SAFETENSORS);
        }
        byte[] text = source.exactly((int) headerBytes, "the header");
        Map<?, ?> members = parse(source, text);
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String name = (String) member.getKey();
            if (name.equals(METADATA)) {
                metadata.putAll(metadata(source, member.getValue()));
            } else {
                entries.add(entry(source, name, member.getValue()));
            }
        }
        checkPlaces(source, entries);
        return new SafetensorsHeader(entries, metadata, LENGTH_BYTES + headerBytes);
    }

    private static Map<?, ?> parse(ByteSource source, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.charAt(0) == '{' && JsonText.parse(text) instanceof Map<?, ?> members) {
                return members;
            }
            throw source.malformed(LENGTH_BYTES, "the header is not a JSON object", NOT_SAFETENSORS);
        } catch (JsonText.Fault fault) {
            // Names are mostly ASCII, in which characters count as bytes do.
            throw source.malformed(
                    LENGTH_BYTES + fault.position(), "the header is no JSON: " + fault.getMessage(), NOT_SAFETENSORS);
        } catch (CharacterCodingException _) {
            throw source.malformed(LENGTH_BYTES, "the header is not UTF-8 text", NOT_SAFETENSORS);
        }
    }

    private static Map<String, String> metadata(ByteSource source, Object value) {
        if (!(value instanceof Map<?, ?> members)) {
            throw malformed(source, METADATA, "is no JSON object");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        members.forEach((key, text) -> {
            if (!(text instanceof String string)) {
                throw malformed(source, METADATA, "has a value that is no string under '" + key + "'");
            }
            metadata.put((String) key, string);
        });
        return metadata;
    }

    private static Entry entry(ByteSource source, String name, Object value) {
        if (!(value instanceof Map<?, ?> fields)
                || fields.size() != 3
                || !(fields.get("dtype") instanceof String dtype)
                || !(fields.get("shape") instanceof List<?> shape)
                || !(fields.get("data_offsets") instanceof List<?> offsets)) {
            throw malformed(source, name, "must have exactly dtype, shape and data_offsets");
        }
        ElementType type = ElementType.ofSafetensorsName(dtype)
                .orElseThrow(() -> malformed(source, name, "has the dtype %s, which no tensor has".formatted(dtype)));
        long[] sizes = integers(source, name, "shape", shape);
        long count = StoredArray.checkedElementCount(source, LENGTH_BYTES, sizes, type);
        StoredArray array = new StoredArray(type, ByteOrder.LITTLE_ENDIAN, false, sizes, count);
        long[] range = integers(source, name, "data_offsets", offsets);
        if (range.length != 2 || range[0] < 0 || range[1] - range[0] != array.dataBytes()) {
            throw malformed(
                    source,
                    name,
                    "has the data_offsets %s, and %s takes %d bytes"
                            .formatted(offsets, array.describe(), array.dataBytes()));
        }
        return new Entry(name, array, range[0], range[1]);
    }

    private static long[] integers(ByteSource source, String name, String field, List<?> values) {
        long[] integers = new long[values.size()];
        for (int i = 0; i < integers.length; i++) {
            if (!(values.get(i) instanceof Long integer)) {
                throw malformed(source, name, "has the %s %s, which must be integers".formatted(field, values));
            }
            integers[i] = integer;
        }
        return integers;
    }

    private static void checkPlaces(ByteSource source, List<Entry> entries) {
        long position = 0;
        for (Entry entry : inFileOrder(entries)) {
            if (entry.begin() != position) {
                throw malformed(
                        source,
                        entry.name(),
                        "begins at byte %d of the data, and the one before it ends at byte %d: %s"
                                .formatted(entry.begin(), position, entry.begin() < position ? "overlap" : "a gap"));
            }
            position = entry.end();
        }
        if (position != source.remaining()) {
            throw source.malformed(
                    source.offset(),
                    "its tensors take %d bytes from here, and there are %d".formatted(position, source.remaining()),
                    FileErrors.FETCH_AGAIN);
        }
    }

    /// Entries by their place in the file; empty ones before those that begin where they are.
    static List<Entry> inFileOrder(List<Entry> entries) {
        return entries.stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
    }

    private static FileException malformed(ByteSource source, String name, String problem) {
        return source.malformed(LENGTH_BYTES, "'%s' %s".formatted(name, problem), NOT_SAFETENSORS);
    }

    /// Size and text, padded so that the tensors are aligned.
    byte[] encode() {
        StringBuilder text = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            text.append(JsonText.quote(METADATA)).append(":{");
            metadata.forEach((key, value) -> text.append(JsonText.quote(key))
                    .append(':')
                    .append(JsonText.quote(value))
                    .append(','));
            text.setCharAt(text.length() - 1, '}');
            text.append(',');
        }
        for (Entry entry : entries) {
            text.append("%s:{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]},"
                    .formatted(
                            JsonText.quote(entry.name()),
                            entry.array().type().safetensorsName(),
                            Arrays.toString(entry.array().shape()).replace(" ", ""),
                            entry.begin(),
                            entry.end()));
        }
        if (text.length() > 1) {
            text.setLength(text.length() - 1);
        }
        text.append('}');
        byte[] json = text.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + LENGTH_BYTES - 1) / LENGTH_BYTES * LENGTH_BYTES;
        ByteBuffer header = ByteBuffer.allocate(LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }
}
