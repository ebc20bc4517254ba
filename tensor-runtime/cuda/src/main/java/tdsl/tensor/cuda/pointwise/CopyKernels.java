package tdsl.tensor.cuda.pointwise;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.ElementAccess;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.operand.DistinctElements;

/// Copies: between layouts, between dtypes, between devices, and in place.
public final class CopyKernels {
    private static final KernelFile IOTA = new KernelFile("iota");
    private static final int THREADS = 256;
    /// Elements of a thread.
    private static final int UNROLLED = 4;
    private static final Map<Integer, CompiledProgram> CONVERSIONS = new ConcurrentHashMap<>();

    private CopyKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("clone", args -> converted(args.tensor(0), args.tensor(0).dtype()));
        kernels.put("cast", args -> converted(args.tensor(0), args.value(1, DType.class)));
        kernels.put("copy_", CopyKernels::copyInPlace);
        kernels.put("iota", CopyKernels::iota);
    }

    private static Tensor converted(Tensor source, DType dtype) {
        Tensor target = Tensor.empty(source.device(), dtype, source.shape());
        copy(source, target);
        return target;
    }

    private static Tensor copyInPlace(Args args) {
        Tensor target = args.tensor(0);
        Tensor source = args.tensor(1);
        if (target.device() == Device.CPU) {
            return target.copy_(source.on(Device.CPU));
        }
        DistinctElements.require("copy_", target);
        ElementAccess.requireAdmitted(source, target.dtype());
        // Says so where the shape does not fit.
        source.layout().expand("copy_", target.shape());
        boolean isNumber = source.device() == Device.CPU && source.rank() == 0;
        Tensor near = isNumber ? source : source.on(target.device());
        if (near.storage() == target.storage()) {
            boolean isItself = near.layout().equals(target.layout()) && near.dtype() == target.dtype();
            if (isItself) {
                return target;
            }
            near = near.detached().clone();
        }
        copy(near, target);
        target.storage().bumpVersion();
        return target;
    }

    /// By a kernel even where the bytes lie alike: that is faster than the driver's copy.
    private static void copy(Tensor source, Tensor target) {
        if (target.elementCount() > 0) {
            conversion(source.dtype(), target.dtype())
                    .run(
                            new Tensor[] {source},
                            new Tensor[] {target},
                            target.layout().shape());
        }
    }

    private static CompiledProgram conversion(DType from, DType to) {
        return CONVERSIONS.computeIfAbsent(
                from.ordinal() * DType.values().length + to.ordinal(),
                _ -> new CompiledProgram(CallProgram.conversion(from, to)));
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
