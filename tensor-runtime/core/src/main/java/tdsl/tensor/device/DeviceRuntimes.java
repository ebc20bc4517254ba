package tdsl.tensor.device;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import tdsl.tensor.Device;
import tdsl.tensor.error.DeviceException;

/// The kinds of device that this build knows, besides the processor.
public final class DeviceRuntimes {
    private DeviceRuntimes() {}

    /// Loaded when a device is first asked for: programs on the processor alone never do.
    private static final class Loaded {
        private static final Map<Device.Kind, DeviceRuntime> RUNTIMES = load();

        private static Map<Device.Kind, DeviceRuntime> load() {
            Map<Device.Kind, DeviceRuntime> runtimes = new EnumMap<>(Device.Kind.class);
            ServiceLoader.load(DeviceRuntime.class, DeviceRuntime.class.getClassLoader())
                    .forEach(runtime -> runtimes.put(runtime.kind(), runtime));
            return runtimes;
        }
    }

    /// @throws DeviceException if this build does not know that kind of device
    public static DeviceRuntime of(Device device) {
        DeviceRuntime runtime = Loaded.RUNTIMES.get(device.kind());
        if (runtime == null) {
            throw new DeviceException(
                    "%s: this build has no support for such devices%s",
                    device, device.kind() == Device.Kind.CUDA ? " (the module tdsl.tensor.cuda is missing)" : "");
        }
        return runtime;
    }

    /// All kinds besides the processor.
    public static List<DeviceRuntime> all() {
        return List.copyOf(Loaded.RUNTIMES.values());
    }

    /// Waits until all that was started on a device is done; nothing is ever left to do on the processor.
    public static void synchronize(Device device) {
        if (device.kind() != Device.Kind.CPU) {
            of(device).synchronize(device);
        }
    }
}
