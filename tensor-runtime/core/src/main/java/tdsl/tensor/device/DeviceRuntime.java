package tdsl.tensor.device;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import tdsl.tensor.Device;
import tdsl.tensor.memory.NativeBlock;

/// What a kind of device other than the processor has besides kernels: memory, copies, and what can be said of it.
/// Found through {@link java.util.ServiceLoader}.
///
/// Work on a device goes on while the program does. What is asked for here happens in order with the kernels that were
/// started before and after.
public interface DeviceRuntime {
    Device.Kind kind();

    /// The one reason why no device of this kind can be used; empty if some can.
    Optional<String> obstacle();

    /// The devices that the machine has, whether or not they can be used.
    List<DeviceDescription> devices();

    /// @param bytes more than 0
    /// @return memory whose segment is a range of addresses on the device, which no Java code can read; its
    ///     release is run by whoever takes it
    /// @throws tdsl.tensor.error.OutOfMemoryException if there is no room
    NativeBlock allocate(Device device, long bytes);

    /// Copies bytes to the device; they may be changed as soon as this returns.
    void copyFromHost(Device device, MemorySegment source, long address);

    /// Copies bytes from the device, and waits for them.
    void copyToHost(Device device, long address, MemorySegment target);

    /// Copies bytes within one device or between two of this kind.
    void copy(Device source, long sourceAddress, Device target, long targetAddress, long bytes);

    /// Waits until all that was started on the device is done.
    ///
    /// @throws tdsl.tensor.error.TensorException if some of it failed
    void synchronize(Device device);

    MemoryStatistics memory(Device device);

    /// Gives memory that is kept for reuse back.
    void trim(Device device);

    /// Begins to record what this thread gives to a device to do.
    DeviceGraph beginGraph(Device device);

    /// Makes a device usable again after an error that it does not recover from. All tensors on it are lost.
    void reopen(Device device);
}
