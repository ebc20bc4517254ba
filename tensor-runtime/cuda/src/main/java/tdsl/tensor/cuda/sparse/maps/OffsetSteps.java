package tdsl.tensor.cuda.sparse.maps;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import tdsl.tensor.Shapes;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.error.ValueException;
import tdsl.tensor.sparse.KernelGeometry;
import tdsl.tensor.sparse.KernelKind;

/// Where a kernel's offsets lead from a place, from outputs to inputs or the other way: the structure `Offsets` of
/// `offsets.cuh`.
record OffsetSteps(KernelGeometry geometry, boolean fromOutputs) {
    /// Kernel positions of all axes together whose keys fit into the shared memory of every device.
    private static final int MOST_TAPS = 380;

    private static final int MOST_AXES = 4;
    private static final int STRUCTURE_BYTES = 120;
    private static final int STRUCTURE_ALIGNMENT = Long.BYTES;

    /// @throws ValueException if the kernel is larger than the kernels here can go through
    static void check(KernelGeometry geometry) {
        int taps = new OffsetSteps(geometry, true).taps();
        if (taps > MOST_TAPS) {
            throw new ValueException(
                    "kernel_map: on a GPU the sizes in kernel_size %s may add up to at most %d",
                    Shapes.format(geometry.size()), MOST_TAPS);
        }
    }

    int volume() {
        return geometry.volume();
    }

    /// Kernel positions of all axes together.
    int taps() {
        return (int) Arrays.stream(geometry.size()).sum();
    }

    /// Runs of offsets that differ along the last axis alone.
    int lines() {
        long[] size = geometry.size();
        return volume() / (int) size[size.length - 1];
    }

    /// Does a step divide by the stride? Else it multiplies by it.
    private boolean divides() {
        return fromOutputs == (geometry.kind() == KernelKind.TRANSPOSED);
    }

    /// The most places that one place leads to, by this number of kernel positions that can meet a stride.
    long mostTargets() {
        long most = 1;
        for (int axis = 0; axis < geometry.size().length; axis++) {
            long size = geometry.size()[axis];
            // Positions whose shifts differ by a multiple of the stride.
            long period = geometry.stride()[axis] / gcd(geometry.stride()[axis], geometry.dilation()[axis]);
            most *= divides() ? Math.ceilDiv(size, period) : size;
        }
        return most;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /// Adds the structure to the parameters of a kernel.
    Launch addTo(Launch launch) {
        return launch.structure(structure(), STRUCTURE_ALIGNMENT);
    }

    private MemorySegment structure() {
        MemorySegment fields = Arena.ofAuto().allocate(STRUCTURE_BYTES, STRUCTURE_ALIGNMENT);
        fields.set(ValueLayout.JAVA_INT, 0, volume());
        fields.set(ValueLayout.JAVA_INT, 4, divides() ? 1 : 0);
        for (int axis = 0; axis < geometry.size().length; axis++) {
            fields.setAtIndex(ValueLayout.JAVA_INT, 2 + axis, (int) geometry.size()[axis]);
            fields.setAtIndex(ValueLayout.JAVA_LONG, 3 + axis, geometry.stride()[axis]);
            fields.setAtIndex(ValueLayout.JAVA_LONG, 3 + MOST_AXES + axis, geometry.padding()[axis]);
            fields.setAtIndex(ValueLayout.JAVA_LONG, 3 + 2 * MOST_AXES + axis, geometry.dilation()[axis]);
        }
        return fields;
    }
}
