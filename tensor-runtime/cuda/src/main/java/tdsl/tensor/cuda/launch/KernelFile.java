package tdsl.tensor.cuda.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.cuda.device.CudaDevice;
import tdsl.tensor.cuda.device.CudaDevices;

/// A file of kernels: `kernels/NAME.cu`, of which the build keeps the code that was compiled from it. A device loads it
/// when the first of its kernels is started there.
public final class KernelFile {
    private static final String FOLDER = "/tdsl/tensor/cuda/kernels/";

    private final String name;
    private final Map<String, Kernel> kernels = new ConcurrentHashMap<>();

    /// @param name of the file, without its suffix
    public KernelFile(String name) {
        this.name = name;
    }

    /// A kernel by its name in the file.
    public Kernel kernel(String entry) {
        Kernel kernel = kernels.get(entry);
        return kernel != null ? kernel : kernels.computeIfAbsent(entry, _ -> new Kernel(this, entry));
    }

    /// The variant of a kernel for these dtypes: `NAME_f32_i64`.
    public Kernel kernel(String entry, DType... dtypes) {
        StringBuilder full = new StringBuilder(entry);
        for (DType dtype : dtypes) {
            full.append('_').append(dtype.label());
        }
        return kernel(full.toString());
    }

    /// A constant of the file, an array of `int`, as it is in the code for a device.
    ///
    /// @param count how many there are
    public int[] ints(Device device, String constant, int count) {
        CudaDevice opened = CudaDevices.system().get(device);
        int[] values = new int[count];
        opened.copyToHost(opened.entered().variable(module(opened), constant), MemorySegment.ofArray(values));
        return values;
    }

    /// The handle of this code on a device.
    long module(CudaDevice device) {
        return device.module(this, this::code);
    }

    /// Made for exactly the device's architecture if there is such a file, else for the oldest one.
    private byte[] code(CudaDevice device) {
        byte[] special = resource("%s.sm_%da.ptx".formatted(name, device.capability()));
        byte[] code = special != null ? special : resource(name + ".compute_80.ptx");
        if (code == null) {
            throw new IllegalStateException("there is no compiled form of kernels/" + name + ".cu");
        }
        // The driver expects a C string.
        return Arrays.copyOf(code, code.length + 1);
    }

    private static byte[] resource(String file) {
        try (InputStream stream = KernelFile.class.getResourceAsStream(FOLDER + file)) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
