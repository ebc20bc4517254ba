package tdsl.tensor.cuda.sparse.maps;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tdsl.tensor.DType;
import tdsl.tensor.Device;
import tdsl.tensor.Tensor;
import tdsl.tensor.cuda.device.CudaDevice;
import tdsl.tensor.cuda.device.CudaDevices;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.ops.Tensors;

/// Tensors that launchers keep their own data in.
public final class Scratch {
    private Scratch() {}

    /// A vector of undefined values.
    public static Tensor vector(Device device, DType dtype, long length) {
        return Tensor.empty(device, dtype, length);
    }

    /// A vector of zeros.
    static Tensor zeros(Device device, DType dtype, long length) {
        Tensor zeros = vector(device, dtype, length);
        if (length > 0) {
            CudaDevice opened = CudaDevices.system().get(device);
            opened.entered().fill(zeros.address(), (byte) 0, length * dtype.byteSize(), opened.stream());
        }
        return zeros;
    }

    /// The numbers 0, 1, 2, …, i32.
    static Tensor numbers(Device device, long count) {
        return DefaultDevice.with(device, () -> Tensors.iota(count, DType.INT32));
    }

    /// A part of a vector.
    static Tensor part(Tensor vector, long start, long length) {
        return vector.narrow(0, start, length);
    }

    /// The values of a vector of i32, once all work before has been done.
    static int[] ints(Tensor vector) {
        int[] values = new int[(int) vector.elementCount()];
        CudaDevices.system().get(vector.device()).copyToHost(vector.address(), MemorySegment.ofArray(values));
        return values;
    }

    /// The values of a vector of i64, once all work before has been done.
    static long[] longs(Tensor vector) {
        long[] values = new long[(int) vector.elementCount()];
        CudaDevices.system().get(vector.device()).copyToHost(vector.address(), MemorySegment.ofArray(values));
        return values;
    }

    /// A vector of i32 with these values.
    static Tensor ofInts(Device device, int[] values) {
        Tensor host = Tensor.empty(DType.INT32, values.length);
        MemorySegment.copy(values, 0, host.storage().segment(), ValueLayout.JAVA_INT, 0, values.length);
        return host.on(device);
    }
}
