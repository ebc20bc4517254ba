package tdsl.tensor.io;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.FileException;
import tdsl.tensor.error.ShapeException;

/// Pictures as PNG files (ISO/IEC 15948): u8 tensors `[height, width]` in grey, or `[height, width, channels]` with 1
/// channel (grey), 2 (grey and opacity), 3 (red, green, blue) or 4 (and opacity).
public final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int BIT_DEPTH = 8;
    /// By number of channels.
    private static final int[] COLOUR_TYPES = {-1, 0, 4, 2, 6};
    /// Each line as the difference from the one above, which deflates well.
    private static final byte FILTER_UP = 2;

    private Png() {}

    /// @throws DTypeException unless the picture is u8
    /// @throws ShapeException if it has another shape, or no pixels
    public static void write(Tensor picture, OutputStream stream) throws IOException {
        check(picture);
        int height = (int) picture.size(0);
        int width = (int) picture.size(1);
        int channels = picture.rank() == 2 ? 1 : (int) picture.size(2);
        DataOutputStream out = new DataOutputStream(stream);
        out.write(SIGNATURE);
        writeChunk(out, "IHDR", header(width, height, channels));
        writeChunk(out, "IDAT", deflated(pixels(picture), height, width * channels));
        writeChunk(out, "IEND", new byte[0]);
        out.flush();
    }

    /// Writes the file as a whole or not at all: an older one stays until the new one is complete.
    ///
    /// @throws FileException if it cannot be written
    public static void write(Tensor picture, Path path) {
        AtomicFile.write(path, stream -> write(picture, stream));
    }

    private static void check(Tensor picture) {
        if (picture.dtype() != DType.UINT8) {
            throw new DTypeException("a picture must be u8, not %s", picture.describe())
                    .withHint("(x.clamp(0, 1) * 255).round().to(u8) makes one of numbers from 0 to 1");
        }
        boolean fits = (picture.rank() == 2 || picture.rank() == 3 && picture.size(2) >= 1 && picture.size(2) <= 4)
                && picture.elementCount() > 0;
        if (!fits || picture.elementCount() > Integer.MAX_VALUE - picture.size(0)) {
            throw new ShapeException(
                    "a picture must be [height, width] or [height, width, 1 to 4 channels], not %s",
                    picture.describe());
        }
    }

    private static byte[] header(int width, int height, int channels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(width);
        out.writeInt(height);
        out.write(new byte[] {BIT_DEPTH, (byte) COLOUR_TYPES[channels], 0, 0, 0});
        return bytes.toByteArray();
    }

    private static byte[] pixels(Tensor picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) picture.elementCount());
        TensorData.write(picture, bytes);
        return bytes.toByteArray();
    }

    private static byte[] deflated(byte[] pixels, int height, int lineBytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            byte[] line = new byte[1 + lineBytes];
            line[0] = FILTER_UP;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < lineBytes; x++) {
                    int position = y * lineBytes + x;
                    int above = y == 0 ? 0 : pixels[position - lineBytes];
                    line[1 + x] = (byte) (pixels[position] - above);
                }
                out.write(line);
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void writeChunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) checksum.getValue());
    }
}
