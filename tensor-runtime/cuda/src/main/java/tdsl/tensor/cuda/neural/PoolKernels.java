package tdsl.tensor.cuda.neural;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tdsl.tensor.DType;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.launch.Grids;
import tdsl.tensor.cuda.launch.KernelFile;
import tdsl.tensor.cuda.launch.Launch;
import tdsl.tensor.dispatch.Args;
import tdsl.tensor.dispatch.Kernel;
import tdsl.tensor.ops.neural.pooling.PoolWindows;

/// The places of the largest elements of windows over up to three axes.
public final class PoolKernels {
    private static final KernelFile FILE = new KernelFile("neural/pool");
    private static final int AXES = 3;
    private static final PoolWindows ONE = new PoolWindows(new int[1], new int[] {1}, new int[] {1}, 1);

    private PoolKernels() {}

    public static void register(Map<String, Kernel> kernels) {
        kernels.put("max_pool_indices", PoolKernels::maxPool);
    }

    private static Tensor maxPool(Args args) {
        Tensor input = args.tensor(0).contiguous();
        List<?> given = (List<?>) args.value(1);
        PoolWindows[] windows = new PoolWindows[AXES];
        long[] sizes = new long[AXES];
        Arrays.fill(windows, ONE);
        Arrays.fill(sizes, 1);
        long[] shape = input.shape();
        for (int i = 0; i < given.size(); i++) {
            int axis = AXES - given.size() + i;
            windows[axis] = (PoolWindows) given.get(i);
            sizes[axis] = input.size(i + 2);
            shape[i + 2] = windows[axis].count();
        }
        Tensor out = Tensor.empty(input.device(), DType.INT64, shape);
        if (out.elementCount() == 0) {
            return out;
        }
        Launch launch = FILE.kernel("max_pool", Grids.kernelType(input.dtype()))
                .on(input.device())
                .tensor(input)
                .tensor(bounds(windows).on(input.device()))
                .tensor(out)
                .int64(input.size(0) * input.size(1))
                .int64s(sizes, AXES)
                .int64s(Arrays.stream(windows).mapToLong(PoolWindows::count).toArray(), AXES)
                .int64s(Arrays.stream(windows).mapToLong(PoolWindows::step).toArray(), AXES);
        launch.launch(Grids.blocks(out.elementCount(), Grids.THREADS), Grids.THREADS);
        return out;
    }

    /// Where windows begin, axis after axis, then where they end.
    private static Tensor bounds(PoolWindows[] windows) {
        int[] starts = Arrays.stream(windows)
                .flatMapToInt(axis -> Arrays.stream(axis.starts()))
                .toArray();
        int[] ends = Arrays.stream(windows)
                .flatMapToInt(axis -> Arrays.stream(axis.ends()))
                .toArray();
        int[] bounds = Arrays.copyOf(starts, starts.length + ends.length);
        System.arraycopy(ends, 0, bounds, starts.length, ends.length);
        return Tensor.of(bounds, DType.INT32);
    }
}
