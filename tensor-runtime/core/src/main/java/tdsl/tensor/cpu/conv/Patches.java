package tdsl.tensor.cpu.conv;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.DType;
import tdsl.tensor.ops.neural.convolution.ConvolutionGeometry;

/// The parts of images that lie under the kernel, as a matrix: a row for each channel and place in the
/// kernel, a column for each result element. Columns come in lines, those of the results' last axis,
/// counted over all images.
final class Patches {
    private final ConvolutionGeometry geometry;
    private final LineCopy lines;

    Patches(ConvolutionGeometry geometry, DType dtype) {
        this.geometry = geometry;
        this.lines = LineCopy.of(dtype, geometry.stride()[2]);
    }

    /// Fills `matrix` with the patches under some lines; 0 outside of the images.
    ///
    /// @param images   all images
    /// @param channels the rows wanted, `first` of the images' channels and those after it
    void gather(MemorySegment images, int first, int channels, long firstLine, long endLine, MemorySegment matrix) {
        forEachRow(first, channels, firstLine, endLine, new Lines() {
            @Override
            public void inside(long image, long column, int count) {
                lines.gather(images, image, matrix, column, count);
            }

            @Override
            public void outside(long column, int count) {
                lines.zero(matrix, column, count);
            }
        });
    }

    /// Adds the columns of `matrix` to the places in the images that they stand for.
    void scatter(MemorySegment matrix, int first, int channels, long firstLine, long endLine, MemorySegment images) {
        forEachRow(first, channels, firstLine, endLine, new Lines() {
            @Override
            public void inside(long image, long column, int count) {
                lines.add(matrix, column, images, image, count);
            }

            @Override
            public void outside(long column, int count) {}
        });
    }

    /// What to do with the parts of a line.
    private interface Lines {
        /// @param image  position of the first element in the images; the others follow at the stride
        /// @param column position of the first element in the matrix
        void inside(long image, long column, int count);

        void outside(long column, int count);
    }

    private void forEachRow(int first, int channels, long firstLine, long endLine, Lines action) {
        int[] kernel = geometry.kernel();
        long at = 0;
        long rowLength = (endLine - firstLine) * geometry.result()[2];
        for (int channel = first; channel < first + channels; channel++) {
            for (int depth = 0; depth < kernel[0]; depth++) {
                for (int height = 0; height < kernel[1]; height++) {
                    for (int width = 0; width < kernel[2]; width++) {
                        row(channel, depth, height, width, firstLine, endLine, at, action);
                        at += rowLength;
                    }
                }
            }
        }
    }

    private void row(
            int channel, int depth, int height, int width, long firstLine, long endLine, long start, Lines action) {
        int[] image = geometry.image();
        int[] result = geometry.result();
        int[] stride = geometry.stride();
        int depthShift = depth * geometry.dilation()[0] - geometry.padding()[0];
        int heightShift = height * geometry.dilation()[1] - geometry.padding()[1];
        int widthShift = width * geometry.dilation()[2] - geometry.padding()[2];
        int length = result[2];
        int begin = Math.clamp(Math.ceilDiv(-widthShift, stride[2]), 0, length);
        int end = Math.clamp(Math.ceilDiv(image[2] - widthShift, stride[2]), begin, length);
        long item = firstLine / geometry.resultLines();
        int inItem = (int) (firstLine % geometry.resultLines());
        int resultDepth = inItem / result[1];
        int resultHeight = inItem % result[1];
        long at = start;
        for (long line = firstLine; line < endLine; line++, at += length) {
            int imageDepth = resultDepth * stride[0] + depthShift;
            int imageHeight = resultHeight * stride[1] + heightShift;
            boolean outside = imageDepth < 0 || imageDepth >= image[0] || imageHeight < 0 || imageHeight >= image[1];
            if (outside || begin == end) {
                action.outside(at, length);
            } else {
                long plane = (item * geometry.imageChannels() + channel) * image[0] + imageDepth;
                long source = (plane * image[1] + imageHeight) * image[2] + begin * stride[2] + widthShift;
                action.outside(at, begin);
                action.inside(source, at + begin, end - begin);
                action.outside(at + end, length - end);
            }
            if (++resultHeight == result[1]) {
                resultHeight = 0;
                if (++resultDepth == result[0]) {
                    resultDepth = 0;
                    item++;
                }
            }
        }
    }
}
