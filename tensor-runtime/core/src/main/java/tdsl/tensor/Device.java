package tdsl.tensor;

import tdsl.tensor.error.DeviceException;

/// Where a tensor's bytes are, and where the operations on it run.
///
/// @param index which one of several, from 0
public record Device(Kind kind, int index) {
    public enum Kind {
        CPU,
        /// Tensors without elements, on which operations are recorded instead of computed.
        TRACE
    }

    public static final Device CPU = new Device(Kind.CPU, 0);
    public static final Device TRACE = new Device(Kind.TRACE, 0);

    /// @param name `cpu`
    /// @throws DeviceException if there is no such kind of device
    public static Device parse(String name) {
        if (name.equals("cpu") || name.equals("cpu:0")) {
            return CPU;
        }
        throw new DeviceException("unknown device \"%s\": this build has \"cpu\"", name);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case CPU -> "cpu";
            case TRACE -> "trace";
        };
    }
}
