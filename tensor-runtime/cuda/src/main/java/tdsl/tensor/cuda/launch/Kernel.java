package tdsl.tensor.cuda.launch;

import tdsl.tensor.Device;
import tdsl.tensor.cuda.device.CudaDevice;
import tdsl.tensor.cuda.device.CudaDevices;
import tdsl.tensor.cuda.driver.DriverException;
import tdsl.tensor.error.DTypeException;

/// A kernel that can be started on any device.
public final class Kernel {
    private static final int MOST_DEVICES = 64;
    /// What a block may have without asking.
    private static final int SHARED_BYTES_AT_ONCE = 48 << 10;

    /// The code that a kernel is part of.
    @FunctionalInterface
    public interface Code {
        /// Its handle on a device.
        long module(CudaDevice device);
    }

    /// A kernel on one device.
    private static final class Loaded {
        private final CudaDevice device;
        private final long function;
        private volatile int sharedBytes = SHARED_BYTES_AT_ONCE;

        private Loaded(CudaDevice device, long function) {
            this.device = device;
            this.function = function;
        }
    }

    private final Code code;
    private final String entry;
    private final Loaded[] loaded = new Loaded[MOST_DEVICES];

    Kernel(KernelFile file, String entry) {
        this(file::module, entry);
    }

    /// @param entry the kernel's name in the code
    public Kernel(Code code, String entry) {
        this.code = code;
        this.entry = entry;
    }

    /// Begins a start of this kernel on a device.
    public Launch on(Device device) {
        return Launch.begin(this, CudaDevices.system().get(device));
    }

    /// The function's handle, which may use so much shared memory.
    long function(CudaDevice device, int sharedBytes) {
        Loaded known = loaded[device.device().index()];
        if (known == null || known.device != device) {
            known = new Loaded(device, find(device));
            loaded[device.device().index()] = known;
        }
        if (sharedBytes > known.sharedBytes) {
            device.entered().setDynamicSharedBytes(known.function, sharedBytes);
            known.sharedBytes = sharedBytes;
        }
        return known.function;
    }

    /// A variant that a file does not have is one for dtypes that the op does not take.
    private long find(CudaDevice device) {
        long module = code.module(device);
        try {
            return device.entered().function(module, entry);
        } catch (DriverException e) {
            if (e.isNotFound()) {
                throw new DTypeException("there is no kernel %s on %s for such elements", entry, device.device());
            }
            throw e;
        }
    }

    @Override
    public String toString() {
        return entry;
    }
}
