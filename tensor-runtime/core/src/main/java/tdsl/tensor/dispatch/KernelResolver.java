package tdsl.tensor.dispatch;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.error.DeviceException;

/// Finds the kernel of an op under a key, the first time that it is needed.
final class KernelResolver {
    private static final Map<DispatchKey, Backend> BACKENDS = loadBackends();

    private KernelResolver() {}

    private static Map<DispatchKey, Backend> loadBackends() {
        Map<DispatchKey, Backend> backends = new EnumMap<>(DispatchKey.class);
        for (Backend backend : ServiceLoader.load(Backend.class, Backend.class.getClassLoader())) {
            backends.put(backend.key(), backend);
        }
        return backends;
    }

    static Kernel resolve(Op op, DispatchKey key) {
        return guarded(op, key, find(op, key));
    }

    /// A kernel that refuses to write where nothing may be written.
    static Kernel guarded(Op op, DispatchKey key, Kernel kernel) {
        return op.isMutating() && !key.passesOn() ? writing(op, kernel) : kernel;
    }

    private static Kernel writing(Op op, Kernel kernel) {
        return args -> {
            args.tensor(0).storage().requireWritable(op.name());
            return kernel.run(args);
        };
    }

    private static Kernel find(Op op, DispatchKey key) {
        if (op.isComposite() && formulaComesFirst(op, key)) {
            return whereOperandsAre(op.compositeKernel());
        }
        if (op.isView() && !key.passesOn()) {
            return op.viewKernel();
        }
        Backend backend = BACKENDS.get(key);
        if (backend != null) {
            var kernel = backend.kernel(op);
            if (kernel.isPresent()) {
                return kernel.get();
            }
        }
        if (op.isComposite()) {
            return whereOperandsAre(op.compositeKernel());
        }
        if (op.inPlaceBase().isPresent()) {
            return assignResult(op, op.inPlaceBase().get(), key);
        }
        throw new DeviceException(
                        "%s has no kernel for %s", op.name(), key.name().toLowerCase(Locale.ROOT))
                .withHint("x.to(\"cpu\") copies a tensor to the processor, which has one");
    }

    /// Whether an op with a formula has no use for a kernel under this key.
    private static boolean formulaComesFirst(Op op, DispatchKey key) {
        return switch (key) {
            case CPU, CUDA, BATCH -> false;
            case TRACE -> true;
            case AUTOGRAD -> !op.hasGradient();
        };
    }

    /// A formula whose own tensors are made where its operands are.
    private static Kernel whereOperandsAre(Kernel formula) {
        return args -> {
            Device device = args.device();
            if (device == null || device == DefaultDevice.get()) {
                return formula.run(args);
            }
            return DefaultDevice.with(device, () -> formula.run(args));
        };
    }

    /// An in-place variant without a kernel of its own: computes the result and copies it.
    private static Kernel assignResult(Op variant, Op base, DispatchKey key) {
        return args -> {
            var target = args.tensor(0);
            // What the formula saves for backward must not be what is overwritten.
            Args read = key == DispatchKey.AUTOGRAD ? args.with(0, target.clone()) : args;
            var result = (Tensor) base.call(read.values());
            return target.assign(variant.name(), result);
        };
    }
}
