package tdsl.tensor.cuda.launch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.device.CudaDevice;
import tdsl.tensor.cuda.device.Faults;

/// One start of a kernel: its parameters, in order, and then {@link #launch}. Each thread has one, which is used again
/// and again.
///
/// Parameters are packed as the fields of a C structure are, each at a multiple of its size.
public final class Launch {
    /// What all drivers take.
    private static final int MOST_PARAMETER_BYTES = 4096;

    private static final int MOST_TENSORS = 64;
    private static final ThreadLocal<Launch> CURRENT = ThreadLocal.withInitial(Launch::new);

    private final MemorySegment parameters = Arena.ofAuto().allocate(MOST_PARAMETER_BYTES, Long.BYTES);
    private final long address = parameters.address();
    /// Kept from the collector until the kernel is under way.
    private final Tensor[] tensors = new Tensor[MOST_TENSORS];

    private Kernel kernel;
    private CudaDevice device;
    private int tensorCount;
    private int end;
    private int sharedBytes;
    private boolean isBegun;

    private Launch() {}

    static Launch begin(Kernel kernel, CudaDevice device) {
        Launch launch = CURRENT.get();
        if (launch.isBegun) {
            // It was left behind by an error, or its parameters are just being made, with kernels of their own.
            launch = new Launch();
            CURRENT.set(launch);
        }
        launch.isBegun = true;
        launch.kernel = kernel;
        launch.device = device;
        launch.tensorCount = 0;
        launch.end = 0;
        launch.sharedBytes = 0;
        return launch;
    }

    private int place(int bytes) {
        int start = (end + bytes - 1) & -bytes;
        end = start + bytes;
        return start;
    }

    /// A pointer to the first element of a tensor.
    ///
    /// @param tensor null for a null pointer
    public Launch tensor(Tensor tensor) {
        if (tensor == null) {
            return int64(0);
        }
        tensors[tensorCount++] = tensor;
        return int64(tensor.address());
    }

    /// A `long long`, or an address.
    public Launch int64(long value) {
        parameters.set(ValueLayout.JAVA_LONG, place(Long.BYTES), value);
        return this;
    }

    /// An `int`.
    public Launch int32(int value) {
        parameters.set(ValueLayout.JAVA_INT, place(Integer.BYTES), value);
        return this;
    }

    public Launch float32(float value) {
        parameters.set(ValueLayout.JAVA_FLOAT, place(Float.BYTES), value);
        return this;
    }

    public Launch float64(double value) {
        parameters.set(ValueLayout.JAVA_DOUBLE, place(Double.BYTES), value);
        return this;
    }

    /// A structure of so many `long long`: the values, and zeros after them.
    public Launch int64s(long[] values, int length) {
        for (int i = 0; i < length; i++) {
            int64(i < values.length ? values[i] : 0);
        }
        return this;
    }

    /// A structure, as it lies in memory.
    public Launch structure(MemorySegment fields, int alignment) {
        int start = (end + alignment - 1) & -alignment;
        end = start + Math.toIntExact(fields.byteSize());
        MemorySegment.copy(fields, 0, parameters, start, fields.byteSize());
        return this;
    }

    /// A `Fault`, through which the kernel can report an index that is out of range on behalf of an op.
    public Launch fault(String op) {
        return int64(device.faults().address()).int64(Faults.number(op));
    }

    /// Dynamic shared memory of each block.
    public Launch sharedBytes(int bytes) {
        sharedBytes = bytes;
        return this;
    }

    /// Starts the kernel; it runs after all that was started on the device before.
    ///
    /// @param blocks  in a row; none is no work
    /// @param threads of a block, in a row
    public void launch(long blocks, int threads) {
        if (blocks == 0) {
            isBegun = false;
            return;
        }
        launch(new Dimensions(Math.toIntExact(blocks), 1, 1), new Dimensions(threads, 1, 1));
    }

    /// Starts the kernel; it runs after all that was started on the device before.
    public void launch(Dimensions grid, Dimensions block) {
        device.entered()
                .launch(
                        kernel.function(device, sharedBytes),
                        grid.x(),
                        grid.y(),
                        grid.z(),
                        block.x(),
                        block.y(),
                        block.z(),
                        sharedBytes,
                        device.stream(),
                        address,
                        end);
        isBegun = false;
        for (int i = 0; i < tensorCount; i++) {
            device.keep(tensors[i]);
            Reference.reachabilityFence(tensors[i]);
            tensors[i] = null;
        }
    }
}
