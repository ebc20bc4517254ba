package tdsl.tensor.cuda.random;

import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.error.DTypeException;
import tdsl.tensor.random.Generator;

/// Random numbers from the default generator, the same as the processor would make.
public final class RandomKernels {
    private static final KernelFile FILE = new KernelFile("random");
    private static final KernelFile POISSON = new KernelFile("poisson");
    private static final int THREADS = 256;

    private RandomKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("random_uniform", args -> reals("rand", "uniform", args));
        kernels.put("random_normal", args -> reals("randn", "normal", args));
        kernels.put("random_integers", RandomKernels::integers);
        kernels.put("poisson", RandomKernels::poisson);
    }

    private static Tensor reals(String op, String kernel, Args args) {
        DType dtype = args.value(1, DType.class);
        if (!dtype.isFloating()) {
            throw new DTypeException("%s: makes floating numbers, not %s", op, dtype);
        }
        Device device = args.deviceOr(2, DefaultDevice.get());
        Tensor out = Tensor.empty(device, dtype, args.integers(0));
        long blocks = Math.ceilDiv(out.elementCount(), dtype == DType.FLOAT64 ? 2 : 4);
        Launch launch = FILE.kernel(kernel, dtype).on(device).tensor(out).int64(out.elementCount());
        launch(launch, Generator.standard().reserve(blocks), blocks);
        return out;
    }

    private static Launch pass(Launch launch, Generator.Stream stream) {
        return launch.int64(stream.seed()).int64(stream.firstBlock());
    }

    private static void launch(Launch launch, Generator.Stream stream, long threads) {
        pass(launch, stream).launch(Math.ceilDiv(threads, THREADS), THREADS);
    }

    private static Tensor integers(Args args) {
        long low = args.integer(0);
        Device device = args.deviceOr(3, DefaultDevice.get());
        Tensor out = Tensor.empty(device, DType.INT64, args.integers(2));
        long blocks = Math.ceilDiv(out.elementCount(), 2);
        Launch launch = FILE.kernel("integers").on(device).tensor(out).int64(out.elementCount());
        pass(launch, Generator.standard().reserve(blocks))
                .int64(low)
                .int64(args.integer(1) - low)
                .launch(Math.ceilDiv(blocks, THREADS), THREADS);
        return out;
    }

    private static Tensor poisson(Args args) {
        Tensor rates = args.tensor(0).contiguous();
        if (!rates.dtype().isFloating()) {
            throw new DTypeException("poisson: takes floating rates, not %s", rates.describe());
        }
        Tensor out = Tensor.empty(rates.device(), rates.dtype(), rates.shape());
        long count = out.elementCount();
        Launch launch = POISSON.kernel("poisson", rates.dtype())
                .on(rates.device())
                .tensor(rates)
                .tensor(out)
                .int64(count);
        launch(launch, Generator.standard().reserve(count), count);
        return out;
    }
}
