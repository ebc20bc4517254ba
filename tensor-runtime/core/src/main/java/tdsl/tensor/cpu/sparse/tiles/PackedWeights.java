package tdsl.tensor.cpu.sparse.tiles;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import tdsl.tensor.Layout;
import tdsl.tensor.Tensor;
import tdsl.tensor.cpu.Parallel;
import tdsl.tensor.cpu.linalg.RegisterTile;
import tdsl.tensor.sparse.ConvolutionShape;

/// The weights of a convolution by kernel offset, in the order in which tiles read them: panel by panel, and in each
/// a row of output channels for every input channel.
final class PackedWeights {
    private final Panels panels;
    private final ConvolutionShape shape;
    private final MemorySegment source;
    private final Layout layout;
    private final float[][] byOffset;

    /// @param weight `[out, *kernel, in / groups]`, f32
    PackedWeights(Tensor weight, int volume, ConvolutionShape shape, Panels panels) {
        long[] flat = {shape.outputChannels(), volume, shape.inputsPerGroup()};
        Tensor plain = weight.detached();
        Layout view = plain.layout().reshape(flat);
        Tensor readable = view != null ? plain : plain.contiguous();
        this.panels = panels;
        this.shape = shape;
        this.source = readable.storage().segment();
        this.layout = view != null ? view : readable.layout().reshape(flat);
        this.byOffset = new float[volume][];
        Parallel.forRange(volume, Math.max(1, Parallel.GRAIN_BYTES / (16L * sizeOfOffset())), (begin, end) -> {
            for (int offset = (int) begin; offset < end; offset++) {
                byOffset[offset] = packed(offset);
            }
        });
    }

    private int sizeOfOffset() {
        return Math.max(1, panels.width() * shape.inputsPerGroup());
    }

    private float[] packed(int offset) {
        float[] packed = new float[sizeOfOffset()];
        for (int group = 0; group < panels.groups(); group++) {
            for (int panel = 0; panel < panels.perGroup(); panel++) {
                int column = panels.column(group, panel);
                int firstOutput = column - group * panels.groupWidth();
                int width = panels.vectors(panel) * RegisterTile.LANES;
                int outputs = Math.min(width, shape.outputsPerGroup() - firstOutput);
                long position = layout.offset()
                        + (group * shape.outputsPerGroup() + firstOutput) * layout.stride(0)
                        + offset * layout.stride(1);
                pack(position, outputs, width, packed, start(column));
            }
        }
        return packed;
    }

    private void pack(long position, int outputs, int width, float[] packed, int start) {
        for (int output = 0; output < outputs; output++) {
            long from = position + output * layout.stride(0);
            for (int input = 0; input < shape.inputsPerGroup(); input++) {
                packed[start + input * width + output] = source.getAtIndex(JAVA_FLOAT, from + input * layout.stride(2));
            }
        }
    }

    /// The weights of an offset.
    float[] at(int offset) {
        return byOffset[offset];
    }

    /// Where the panel with this first column starts among them.
    int start(int column) {
        return column * shape.inputsPerGroup();
    }
}
