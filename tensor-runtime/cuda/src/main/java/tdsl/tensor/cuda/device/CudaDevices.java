package tdsl.tensor.cuda.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tdsl.tensor.Device;
import tdsl.tensor.cuda.driver.Driver;
import tdsl.tensor.cuda.driver.Driver.Attribute;
import tdsl.tensor.cuda.driver.DriverException;
import tdsl.tensor.cuda.driver.JCudaApi;
import tdsl.tensor.cuda.driver.SystemDriver;
import tdsl.tensor.device.DeviceDescription;
import tdsl.tensor.device.MemoryStatistics;
import tdsl.tensor.error.DeviceException;

/// The GPUs of the machine, found when they are first asked for and opened when they are first used.
public final class CudaDevices {
    /// The kernels' PTX is version 8.0, which drivers take that were made for CUDA 12.0 or later.
    private static final int OLDEST_DRIVER = 12000;

    private static final int OLDEST_CAPABILITY = 80;
    private static final CudaDevices SYSTEM = new CudaDevices(SystemDriver.open());

    private final Driver driver;
    private final String obstacle;
    private final CudaDevice[] opened;

    /// @param found the driver, or why there is none
    public CudaDevices(JCudaApi.Result found) {
        driver = found instanceof JCudaApi.Result.Found(Driver usable) ? usable : null;
        obstacle = found instanceof JCudaApi.Result.Unavailable(String reason) ? reason : obstacle(driver);
        opened = new CudaDevice[obstacle == null ? driver.deviceCount() : 0];
    }

    public static CudaDevices system() {
        return SYSTEM;
    }

    private static String obstacle(Driver driver) {
        int version = driver.version();
        if (version < OLDEST_DRIVER) {
            return "the NVIDIA driver is too old: it is made for CUDA %d.%d, and 12.0 is needed (driver 525 or later)"
                    .formatted(version / 1000, version % 1000 / 10);
        }
        return driver.deviceCount() == 0 ? "the NVIDIA driver finds no GPU" : null;
    }

    /// The one reason why no GPU can be used; empty if some can.
    public Optional<String> obstacle() {
        if (obstacle != null) {
            return Optional.of(obstacle);
        }
        List<DeviceDescription> all = descriptions();
        boolean usable = all.stream().anyMatch(device -> device.obstacle().isEmpty());
        return usable ? Optional.empty() : all.getFirst().obstacle();
    }

    public List<DeviceDescription> descriptions() {
        List<DeviceDescription> descriptions = new ArrayList<>();
        for (int i = 0; i < opened.length; i++) {
            int capability = capability(i);
            descriptions.add(new DeviceDescription(
                    Device.cuda(i),
                    driver.deviceName(i),
                    "compute capability %d.%d, %.1f GiB"
                            .formatted(capability / 10, capability % 10, driver.totalMemory(i) / (double) (1L << 30)),
                    obstacle(i)));
        }
        return descriptions;
    }

    private int capability(int index) {
        return 10 * driver.attribute(index, Attribute.MAJOR) + driver.attribute(index, Attribute.MINOR);
    }

    private Optional<String> obstacle(int index) {
        int capability = capability(index);
        return capability >= OLDEST_CAPABILITY
                ? Optional.empty()
                : Optional.of("there are no kernels for its compute capability %d.%d, only from 8.0 on"
                        .formatted(capability / 10, capability % 10));
    }

    /// A GPU, opened if need be.
    ///
    /// @throws DeviceException if it is not there or cannot be used, with the reason
    public CudaDevice get(Device device) {
        int index = device.index();
        if (index < opened.length && opened[index] != null) {
            return opened[index];
        }
        return open(device);
    }

    private synchronized CudaDevice open(Device device) {
        requireUsable(device);
        int index = device.index();
        if (opened[index] == null) {
            opened[index] = new CudaDevice(driver, device);
        }
        return opened[index];
    }

    private void requireUsable(Device device) {
        if (obstacle != null) {
            throw new DeviceException("%s cannot be used: %s", device, obstacle);
        }
        int index = device.index();
        if (index >= opened.length) {
            throw new DeviceException(
                    "there is no %s: this machine has %s",
                    device, opened.length == 1 ? "cuda:0 alone" : "cuda:0 to cuda:" + (opened.length - 1));
        }
        obstacle(index).ifPresent(reason -> {
            throw new DeviceException("%s cannot be used: %s", device, reason);
        });
    }

    /// What is known of a GPU's memory; one that was not used yet stays so.
    ///
    /// @throws DeviceException if it is not there or cannot be used, with the reason
    synchronized MemoryStatistics memory(Device device) {
        requireUsable(device);
        CudaDevice used = opened[device.index()];
        return used != null ? used.memory() : new MemoryStatistics(0, 0, 0, driver.totalMemory(device.index()));
    }

    /// Gives up a GPU with all that is on it, and opens it anew.
    ///
    /// @throws DeviceException if the driver does not recover from what happened as long as the process lives
    synchronized void reopen(Device device) {
        CudaDevice old = get(device);
        opened[device.index()] = null;
        try {
            old.close();
            open(device);
        } catch (DriverException e) {
            throw new DeviceException("%s cannot be reopened: %s", device, e.getMessage())
                    .withHint("start the program again: this driver does not recover within a process");
        }
    }
}
