package tdsl.tensor.device;

import java.util.function.Supplier;
import tdsl.tensor.Device;

/// Where this thread makes tensors if nothing says otherwise: the processor, unless that was changed.
///
/// While an op that is a formula of others runs, it is the device of the op's operands, so that what a formula makes is
/// where they are.
public final class DefaultDevice {
    private static final ThreadLocal<Device> CURRENT = new ThreadLocal<>();

    /// Whether it was ever changed, so that programs on the processor alone need not ask the thread. A thread sees what
    /// it wrote itself, which is enough.
    private static boolean everChanged;

    private DefaultDevice() {}

    public static Device get() {
        if (!everChanged) {
            return Device.CPU;
        }
        Device device = CURRENT.get();
        return device == null ? Device.CPU : device;
    }

    /// @return the device before, to be restored by the caller
    public static Device set(Device device) {
        Device previous = get();
        if (device != previous) {
            everChanged = true;
            CURRENT.set(device);
        }
        return previous;
    }

    /// Runs `action` with a default device.
    public static <T> T with(Device device, Supplier<T> action) {
        Device previous = set(device);
        try {
            return action.get();
        } finally {
            set(previous);
        }
    }
}
