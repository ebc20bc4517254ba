package tdsl.tests.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.error.ShapeException;
import tdsl.tensor.io.Png;
import tdsl.tensor.ops.Tensors;

/// Pictures as the JDK's own reader sees them.
class PngTest {
    private static BufferedImage read(Tensor picture) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Png.write(picture, file);
        return ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anotherReaderFindsEveryPixel(long channels) throws IOException {
        Tensor picture = Tensors.randint(0, 256, new long[] {7, 5, channels}).to(DType.UINT8);
        BufferedImage image = read(picture);
        assertEquals(5, image.getWidth());
        assertEquals(7, image.getHeight());
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 5; x++) {
                int[] found = image.getRaster().getPixel(x, y, (int[]) null);
                for (int channel = 0; channel < channels; channel++) {
                    Object expected =
                            picture.select(0, y).select(0, x).select(0, channel).item();
                    assertEquals(((Long) expected).intValue(), found[channel]);
                }
            }
        }
    }

    @Test
    void viewsAreWrittenAsTheyAreSeen() throws IOException {
        Tensor picture = Tensors.iota(6, DType.UINT8).reshape(2, 3).t();
        BufferedImage image = read(picture);
        assertEquals(2, image.getWidth());
        assertEquals(4, image.getRaster().getSample(1, 1, 0));
    }

    @Test
    void otherTensorsAreNoPictures() {
        assertThrows(DTypeException.class, () -> read(Tensors.ones(new long[] {4, 4, 3})));
        assertThrows(ShapeException.class, () -> read(Tensor.empty(DType.UINT8, 4, 4, 5)));
        assertThrows(ShapeException.class, () -> read(Tensor.empty(DType.UINT8, 0, 4)));
    }
}
