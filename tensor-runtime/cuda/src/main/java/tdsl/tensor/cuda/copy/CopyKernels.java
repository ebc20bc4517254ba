package tdsl.tensor.cuda.copy;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;

/// Copies, and what fills tensors without reading others.
public final class CopyKernels {
    private static final KernelFile IOTA = new KernelFile("iota");
    private static final int THREADS = 256;
    /// Elements of a thread.
    private static final int UNROLLED = 4;

    private CopyKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("iota", CopyKernels::iota);
    }

    private static Tensor iota(Args args) {
        Device device = args.deviceOr(2, DefaultDevice.get());
        DType dtype = args.value(1, DType.class);
        long count = args.integer(0);
        Tensor out = Tensor.empty(device, dtype, count);
        IOTA.kernel("iota", dtype)
                .on(device)
                .tensor(out)
                .int64(count)
                .launch(Math.ceilDiv(count, THREADS * UNROLLED), THREADS);
        return out;
    }
}
