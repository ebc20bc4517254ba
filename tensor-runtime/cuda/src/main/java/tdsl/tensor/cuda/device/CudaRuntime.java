package tdsl.tensor.cuda.device;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tdsl.tensor.Device;
import tdsl.tensor.cuda.driver.DriverException;
import tdsl.tensor.device.DeviceDescription;
import tdsl.tensor.device.DeviceGraph;
import tdsl.tensor.device.DeviceRuntime;
import tdsl.tensor.device.MemoryStatistics;
import tdsl.tensor.memory.NativeBlock;

/// Memory and copies of NVIDIA GPUs.
public final class CudaRuntime implements DeviceRuntime {
    private final CudaDevices devices;

    public CudaRuntime() {
        this(CudaDevices.system());
    }

    CudaRuntime(CudaDevices devices) {
        this.devices = devices;
    }

    @Override
    public Device.Kind kind() {
        return Device.Kind.CUDA;
    }

    @Override
    public Optional<String> obstacle() {
        return devices.obstacle();
    }

    @Override
    public List<DeviceDescription> devices() {
        return devices.descriptions();
    }

    private <T> T on(Device device, String what, Function<CudaDevice, T> action) {
        CudaDevice opened = devices.get(device);
        try {
            return action.apply(opened);
        } catch (DriverException e) {
            throw opened.failure(e, what);
        }
    }

    @Override
    public NativeBlock allocate(Device device, long bytes) {
        return on(device, "allocation", opened -> opened.allocate(bytes));
    }

    @Override
    public void copyFromHost(Device device, MemorySegment source, long address) {
        on(device, "copy to the device", opened -> {
            opened.copyFromHost(source, address);
            return null;
        });
    }

    @Override
    public void copyToHost(Device device, long address, MemorySegment target) {
        on(device, "copy from the device", opened -> {
            opened.copyToHost(address, target);
            return null;
        });
    }

    @Override
    public void copy(Device source, long sourceAddress, Device target, long targetAddress, long bytes) {
        on(source, "copy", from -> {
            if (source == target) {
                from.copyHere(sourceAddress, targetAddress, bytes);
            } else {
                from.copyTo(devices.get(target), sourceAddress, targetAddress, bytes);
            }
            return null;
        });
    }

    @Override
    public void synchronize(Device device) {
        on(device, "synchronize", opened -> {
            opened.synchronize();
            return null;
        });
    }

    @Override
    public MemoryStatistics memory(Device device) {
        return devices.memory(device);
    }

    @Override
    public void trim(Device device) {
        on(device, "trim", opened -> {
            opened.trim();
            return null;
        });
    }

    @Override
    public DeviceGraph beginGraph(Device device) {
        return on(device, "graph", CudaDevice::beginGraph);
    }

    @Override
    public void reopen(Device device) {
        devices.reopen(device);
    }
}
