package tdsl.interpreter.runtime;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import tdsl.interpreter.values.None;
import tdsl.tensor.Device;
import tdsl.tensor.device.DefaultDevice;
import tdsl.tensor.device.Devices;

/// A device as a context: tensors are made there.
final class DeviceContext implements ContextValue {
    private final Device device;
    private Device previous;

    DeviceContext(Device device) {
        this.device = device;
    }

    @Override
    @TruffleBoundary
    public Object enter() {
        Devices.requireUsable(device);
        previous = DefaultDevice.set(device);
        return None.VALUE;
    }

    @Override
    @TruffleBoundary
    public void exit() {
        DefaultDevice.set(previous);
    }
}
