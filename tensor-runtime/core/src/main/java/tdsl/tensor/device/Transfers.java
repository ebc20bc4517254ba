package tdsl.tensor.device;

import tdsl.tensor.Device;
import tdsl.tensor.Tensor;

/// Copies of tensors between devices.
public final class Transfers {
    private Transfers() {}

    /// A contiguous copy of `source` on `target`, which is another device.
    public static Tensor copy(Tensor source, Device target) {
        Tensor packed = source.detached().contiguous();
        Tensor result = Tensor.empty(target, packed.dtype(), packed.shape());
        if (packed.elementCount() > 0) {
            copyBytes(packed, result);
        }
        return result;
    }

    private static void copyBytes(Tensor source, Tensor target) {
        Device from = source.device();
        Device to = target.device();
        long bytes = source.elementCount() * source.dtype().byteSize();
        if (from == Device.CPU) {
            long start = source.layout().offset() * source.dtype().byteSize();
            DeviceRuntimes.of(to).copyFromHost(to, source.storage().segment().asSlice(start, bytes), target.address());
        } else if (to == Device.CPU) {
            DeviceRuntimes.of(from)
                    .copyToHost(from, source.address(), target.storage().segment());
        } else {
            DeviceRuntimes.of(from).copy(from, source.address(), to, target.address(), bytes);
        }
        // Until here the collector must not give the memory to others.
        java.lang.ref.Reference.reachabilityFence(source);
        java.lang.ref.Reference.reachabilityFence(target);
    }
}
