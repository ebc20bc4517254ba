package tdsl.tensor.cpu.sparse.maps;

import java.util.Arrays;
import tdsl.tensor.sparse.KernelGeometry;
import tdsl.tensor.sparse.KernelKind;
import tdsl.tensor.sparse.PositionPairs;

/// Finds the pairs of the kernel offsets that differ along the last axis alone, for some of the input lines. Such
/// offsets lead from an input line to the same output line; along both, the cells that the kernel reaches from an
/// input are a window that only moves forward.
///
/// Holds memory for one call after another, so each thread has its own.
final class LineMatcher {
    private final KernelGeometry geometry;
    private final CoordinateLines inputs;
    private final CoordinateLines outputs;
    private final int axis;
    private final long reach;
    private final long padding;
    private final long stride;
    private final long dilation;
    /// By kernel position along the last axis.
    private final int[][] inputPositions;
    private final int[][] outputPositions;
    private final int[] counts;

    LineMatcher(KernelGeometry geometry, CoordinateLines inputs, CoordinateLines outputs, int mostInputs) {
        this.geometry = geometry;
        this.inputs = inputs;
        this.outputs = outputs;
        this.axis = geometry.size().length - 1;
        this.padding = geometry.padding()[axis];
        this.stride = geometry.stride()[axis];
        this.dilation = geometry.dilation()[axis];
        int size = (int) geometry.size()[axis];
        this.reach = dilation * (size - 1);
        this.inputPositions = new int[size][mostInputs];
        this.outputPositions = new int[size][mostInputs];
        this.counts = new int[size];
    }

    /// @param targets  for each input line the key of the output line that it leads to, or −1
    /// @return one list for each kernel position along the last axis
    PositionPairs[] match(long[] targets, int firstLine, int endLine) {
        Arrays.fill(counts, 0);
        int output = -1;
        for (int line = firstLine; line < endLine; line++) {
            long target = targets[line];
            if (target < 0) {
                continue;
            }
            if (output < 0) {
                output = outputs.firstAtOrAfter(target);
            }
            while (output < outputs.count() && outputs.keys()[output] < target) {
                output++;
            }
            if (output == outputs.count()) {
                break;
            }
            if (outputs.keys()[output] == target) {
                matchLine(line, output);
            }
        }
        PositionPairs[] pairs = new PositionPairs[counts.length];
        Arrays.setAll(
                pairs,
                tap -> new PositionPairs(
                        Arrays.copyOf(inputPositions[tap], counts[tap]),
                        Arrays.copyOf(outputPositions[tap], counts[tap])));
        return pairs;
    }

    private void matchLine(int inputLine, int outputLine) {
        int inputEnd = inputs.starts()[inputLine + 1];
        int outputEnd = outputs.starts()[outputLine + 1];
        int first = outputs.starts()[outputLine];
        int[] reached = outputs.last();
        for (int input = inputs.starts()[inputLine]; input < inputEnd; input++) {
            long low = windowStart(inputs.last()[input]);
            while (first < outputEnd && reached[first] < low) {
                first++;
            }
            if (geometry.kind() == KernelKind.TRANSPOSED) {
                addTransposed(input, first, outputEnd, low);
            } else {
                addRegular(input, first, outputEnd, inputs.last()[input] + padding);
            }
        }
    }

    /// The least output coordinate that the kernel may reach from an input coordinate.
    private long windowStart(long coordinate) {
        if (geometry.kind() == KernelKind.TRANSPOSED) {
            return coordinate * stride - padding;
        }
        long low = coordinate + padding - reach;
        return stride == 1 ? low : Math.ceilDiv(low, stride);
    }

    /// @param high the sum of an output coordinate's place in the input grid and the kernel's step to the input
    private void addRegular(int input, int first, int end, long high) {
        for (int output = first; output < end; output++) {
            long step = high - outputs.last()[output] * stride;
            if (step < 0) {
                return;
            }
            add(input, output, step);
        }
    }

    private void addTransposed(int input, int first, int end, long low) {
        for (int output = first; output < end; output++) {
            long step = outputs.last()[output] - low;
            if (step > reach) {
                return;
            }
            add(input, output, step);
        }
    }

    /// Adds a pair if the kernel has a position so far from its first.
    private void add(int input, int output, long step) {
        if (dilation != 1) {
            if (step % dilation != 0) {
                return;
            }
            step /= dilation;
        }
        int tap = (int) step;
        int count = counts[tap];
        inputPositions[tap][count] = input;
        outputPositions[tap][count] = output;
        counts[tap] = count + 1;
    }
}
