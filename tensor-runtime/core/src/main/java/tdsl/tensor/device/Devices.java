package tdsl.tensor.device;

import java.util.ArrayList;
import java.util.List;
import tdsl.tensor.Device;
import tdsl.tensor.error.DeviceException;
import tdsl.tensor.memory.CpuAllocator;

/// What can be asked of every device, the processor included.
public final class Devices {
    private Devices() {}

    /// The devices that can be used, the processor first.
    public static List<Device> usable() {
        List<Device> usable = new ArrayList<>(List.of(Device.CPU));
        for (DeviceRuntime runtime : DeviceRuntimes.all()) {
            for (DeviceDescription description : runtime.devices()) {
                if (description.obstacle().isEmpty()) {
                    usable.add(description.device());
                }
            }
        }
        return usable;
    }

    /// @throws DeviceException with the reason, if a device cannot be used
    public static void requireUsable(Device device) {
        if (device == Device.CPU) {
            return;
        }
        DeviceRuntime runtime = DeviceRuntimes.of(device);
        runtime.obstacle().ifPresent(reason -> {
            throw new DeviceException("%s cannot be used: %s", device, reason);
        });
        // Says which there are if it is not among them.
        runtime.memory(device);
    }

    public static MemoryStatistics memory(Device device) {
        if (device == Device.CPU) {
            CpuAllocator allocator = CpuAllocator.instance();
            return new MemoryStatistics(
                    allocator.liveBytes(), allocator.peakBytes(), allocator.reservedBytes(), allocator.limit());
        }
        return DeviceRuntimes.of(device).memory(device);
    }

    /// Gives memory that is kept for reuse back.
    public static void trim(Device device) {
        if (device == Device.CPU) {
            CpuAllocator.instance().trim();
        } else {
            DeviceRuntimes.of(device).trim(device);
        }
    }

    /// Makes a device usable again after an error that it does not recover from. All tensors on it are lost.
    public static void reopen(Device device) {
        if (device != Device.CPU) {
            DeviceRuntimes.of(device).reopen(device);
        }
    }

    /// Begins to record what this thread gives to a device to do.
    ///
    /// @throws DeviceException if that device does its work at once
    public static DeviceGraph beginGraph(Device device) {
        if (device == Device.CPU) {
            throw new DeviceException("graph: the processor does its work at once, there is nothing to record")
                    .withHint("graph(\"cuda\") records what a GPU is given to do");
        }
        return DeviceRuntimes.of(device).beginGraph(device);
    }
}
