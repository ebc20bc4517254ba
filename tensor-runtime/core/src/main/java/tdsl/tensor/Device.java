package tdsl.tensor;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tdsl.tensor.error.DeviceException;

/// Where a tensor's bytes are, and where the operations on it run. There is one object per device, so that devices
/// can be compared with `==`.
public final class Device {
    public enum Kind {
        CPU,
        /// A GPU of NVIDIA's.
        CUDA,
        /// Tensors without elements, on which operations are recorded instead of computed.
        TRACE
    }

    public static final Device CPU = new Device(Kind.CPU, 0);
    public static final Device TRACE = new Device(Kind.TRACE, 0);

    /// More than any machine has.
    private static final int MOST = 64;

    private static final Device[] CUDA_DEVICES = new Device[MOST];
    private static final Pattern NAME = Pattern.compile("(cpu|cuda)(?::(\\d{1,9}))?");

    static {
        for (int i = 0; i < MOST; i++) {
            CUDA_DEVICES[i] = new Device(Kind.CUDA, i);
        }
    }

    private final Kind kind;
    private final int index;

    private Device(Kind kind, int index) {
        this.kind = kind;
        this.index = index;
    }

    /// The GPU with this number. That there is such a one shows when it is used.
    ///
    /// @throws DeviceException if the number is beyond what any machine has
    public static Device cuda(int index) {
        if (index < 0 || index >= MOST) {
            throw new DeviceException("there is no device \"cuda:%d\"", index);
        }
        return CUDA_DEVICES[index];
    }

    /// @param name `cpu`, `cuda` (the first GPU) or `cuda:1`
    /// @throws DeviceException if there is no such kind of device
    public static Device parse(String name) {
        Matcher matcher = NAME.matcher(name.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new DeviceException("unknown device \"%s\": there are \"cpu\", \"cuda\" and \"cuda:1\"", name);
        }
        int index = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        if (matcher.group(1).equals("cuda")) {
            return cuda(index);
        }
        if (index != 0) {
            throw new DeviceException("there is no device \"%s\": all processors are \"cpu\"", name);
        }
        return CPU;
    }

    public Kind kind() {
        return kind;
    }

    /// Which one of several, from 0.
    public int index() {
        return index;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case CPU -> "cpu";
            case CUDA -> "cuda:" + index;
            case TRACE -> "trace";
        };
    }
}
